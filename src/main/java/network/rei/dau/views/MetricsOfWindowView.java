package network.rei.dau.views;

import network.rei.dau.activity.Metric;
import network.rei.dau.activity.WindowActivity;

/** Every {@link Metric} of a window, by its key; null where it cannot be known. */
record MetricsOfWindowView(
    Number addresses,
    Number senders,
    Number recipients,
    Number newSenders,
    Number transactions,
    Number blocks,
    Number contractCreations,
    Number transactionsPerSender,
    Number averageBlockTime) {

  static MetricsOfWindowView of(WindowActivity activity) {
    return new MetricsOfWindowView(
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
