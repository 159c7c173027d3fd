package network.rei.dau.observability.metrics.data;

import java.time.Instant;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;
import network.rei.dau.storage.files.BackupFolder;

/** The backups of a store in SQLite. */
public record BackupMetricGroup(BackupFolder backups) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    metrics.gauge(
        "rei_dau_last_backup_timestamp_seconds",
        "Time of the last backup by the service or a command; absent before the first one.",
        backups.lastBackup().map(Instant::getEpochSecond));
  }
}
