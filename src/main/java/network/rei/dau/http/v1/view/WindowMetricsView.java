package network.rei.dau.http.v1.view;

import java.util.Set;
import network.rei.dau.activity.ledger.count.WindowActivity;
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
    Number averageBlockTime,
    Number gasUsed,
    Number gasUtilisation,
    Number averageBaseFee,
    Number averageBlockSize,
    Number transactionsPerSecond,
    Number emptyBlocks) {

  /**
   * Returns the metrics of a window.
   *
   * @param unknown metrics that are null whatever the window is
   */
  public static WindowMetricsView of(WindowActivity activity, Set<Metric> unknown) {
    return new WindowMetricsView(
        value(Metric.ADDRESSES, activity, unknown),
        value(Metric.SENDERS, activity, unknown),
        value(Metric.RECIPIENTS, activity, unknown),
        value(Metric.NEW_SENDERS, activity, unknown),
        value(Metric.TRANSACTIONS, activity, unknown),
        value(Metric.BLOCKS, activity, unknown),
        value(Metric.CONTRACT_CREATIONS, activity, unknown),
        value(Metric.TRANSACTIONS_PER_SENDER, activity, unknown),
        value(Metric.AVERAGE_BLOCK_TIME, activity, unknown),
        value(Metric.GAS_USED, activity, unknown),
        value(Metric.GAS_UTILISATION, activity, unknown),
        value(Metric.AVERAGE_BASE_FEE, activity, unknown),
        value(Metric.AVERAGE_BLOCK_SIZE, activity, unknown),
        value(Metric.TRANSACTIONS_PER_SECOND, activity, unknown),
        value(Metric.EMPTY_BLOCKS, activity, unknown));
  }

  private static Number value(Metric metric, WindowActivity activity, Set<Metric> unknown) {
    return unknown.contains(metric) ? null : metric.value(activity).orElse(null);
  }
}
