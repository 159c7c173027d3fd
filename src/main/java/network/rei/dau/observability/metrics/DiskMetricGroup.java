package network.rei.dau.observability.metrics;

import java.io.File;

/** The disk of the cache folder. */
record DiskMetricGroup(File cacheFolder) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    metrics.gauge(
        "rei_dau_disk_free_bytes",
        "Usable space on the disk of the cache folder.",
        cacheFolder.getUsableSpace());
    metrics.gauge(
        "rei_dau_disk_size_bytes",
        "Size of the disk of the cache folder.",
        cacheFolder.getTotalSpace());
  }
}
