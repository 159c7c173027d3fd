package network.rei.dau.stats;

import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;
import network.rei.dau.storage.CommitResult;

/** Metrics of the store since the start; any thread may read them. */
public final class StoreMetrics {

  /** Commits by result; the words are label values of the metric. */
  private final CounterMap<String> commits =
      CounterMap.ofTexts("committed", "stale", "contradicts", "failed");

  private final Histogram commitTimes = Histogram.ofRequestTimes();

  StoreMetrics() {}

  void committed(CommitResult result, long nanos) {
    commits.increment(
        result instanceof CommitResult.Committed
            ? "committed"
            : result instanceof CommitResult.StaleEpoch ? "stale" : "contradicts");
    commitTimes.record(nanos);
  }

  void commitFailed(long nanos) {
    commits.increment("failed");
    commitTimes.record(nanos);
  }

  /** Commits by result: committed, stale, contradicts or failed. */
  public CounterMap<String> commits() {
    return commits;
  }

  /** How long commits took until they were durable or refused, catching up included. */
  public Histogram commitTimes() {
    return commitTimes;
  }
}
