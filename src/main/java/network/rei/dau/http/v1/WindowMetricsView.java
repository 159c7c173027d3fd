package network.rei.dau.http.v1;

import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.activity.period.Metric;

/** The {@link Metric}s of a window by their keys; null where the value cannot be determined. */
public record WindowMetricsView(
    Number addresses,
    Number senders,
    Number recipients,
    Number newSenders,
    Number transactions,
    Number blocks,
    Number contractCreations,
    Number transactionsPerSender,
    Number averageBlockTime) {

  /** Returns the metrics of a window. */
  public static WindowMetricsView of(WindowActivity activity) {
    return new WindowMetricsView(
        value(Metric.ADDRESSES, activity),
        value(Metric.SENDERS, activity),
        value(Metric.RECIPIENTS, activity),
        value(Metric.NEW_SENDERS, activity),
        value(Metric.TRANSACTIONS, activity),
        value(Metric.BLOCKS, activity),
        value(Metric.CONTRACT_CREATIONS, activity),
        value(Metric.TRANSACTIONS_PER_SENDER, activity),
        value(Metric.AVERAGE_BLOCK_TIME, activity));
  }

  private static Number value(Metric metric, WindowActivity activity) {
    return metric.value(activity).orElse(null);
  }
}
