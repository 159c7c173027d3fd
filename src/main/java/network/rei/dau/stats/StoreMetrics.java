package network.rei.dau.stats;

import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/** What was counted of the store since the start; read by any thread. */
public final class StoreMetrics {

  /** The results of commits that are known; the label is a stable word. */
  private final CounterMap<String> commits =
      CounterMap.ofTexts("committed", "stale", "contradicts", "failed");

  private final Histogram commitTimes = Histogram.ofWaits();

  StoreMetrics() {}

  void committed(StatsStore.CommitReply reply, long nanos) {
    commits.increment(
        reply instanceof StatsStore.CommitReply.Committed
            ? "committed"
            : reply instanceof StatsStore.CommitReply.Stale ? "stale" : "contradicts");
    commitTimes.record(nanos);
  }

  void commitFailed(long nanos) {
    commits.increment("failed");
    commitTimes.record(nanos);
  }

  /** Commits by how they ended: committed, stale, contradicts or failed. */
  public CounterMap<String> commits() {
    return commits;
  }

  /** How long each took, what others had committed included, until it was durable or refused. */
  public Histogram commitTimes() {
    return commitTimes;
  }
}
