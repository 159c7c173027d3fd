package network.rei.dau.observability.metrics;

import java.io.File;
import java.nio.file.Path;
import network.rei.dau.stats.StoreMetrics;

/** Commits of this node, and the disk under its cache folder. */
record StoreMetricGroup(StoreMetrics counts, Path folder) implements MetricGroup {

  @Override
  public void tell(Scrape reading, Meters to) {
    to.counters(
        "rei_dau_store_commits_total", "Commits, by how they ended.", counts.commits(), "result");
    to.histogram(
        "rei_dau_store_commit_duration_seconds",
        "How long commits took until they were durable, or refused.",
        counts.commitTimes());
    File disk = folder.toFile();
    to.gauge(
        "rei_dau_disk_free_bytes",
        "What may still be written to the disk of the cache folder.",
        disk.getUsableSpace());
    to.gauge(
        "rei_dau_disk_size_bytes", "Size of the disk of the cache folder.", disk.getTotalSpace());
  }
}
