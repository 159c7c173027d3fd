package network.rei.dau.observability.metrics.data;

import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;
import network.rei.dau.stats.StoreMetrics;

/** The commits of this node. */
public record StoreMetricGroup(StoreMetrics store) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    metrics.counters(
        "rei_dau_store_commits_total", "Commits, by result.", store.commits(), "result");
    metrics.histogram(
        "rei_dau_store_commit_duration_seconds",
        "Time of commits until they were durable or refused.",
        store.commitTimes());
  }
}
