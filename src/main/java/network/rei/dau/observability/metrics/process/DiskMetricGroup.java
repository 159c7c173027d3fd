package network.rei.dau.observability.metrics.process;

import java.io.File;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The disk of the cache folder. */
public record DiskMetricGroup(File cacheFolder) implements MetricGroup {

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
