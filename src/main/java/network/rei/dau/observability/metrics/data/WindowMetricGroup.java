package network.rei.dau.observability.metrics.data;

import java.util.Optional;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;
import network.rei.dau.stats.answer.PreparedWindow;

/**
 * The activity of the last 24 hours and the last 7 days, as it was prepared when the data changed.
 * A value covers the stored blocks only, so it counts everything only if its window is complete.
 */
public record WindowMetricGroup() implements MetricGroup {

  private static final String WINDOW = "window";

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    scrape.windows().forEach(window -> collect(window, metrics));
  }

  private static void collect(PreparedWindow prepared, MetricFamilies metrics) {
    WindowActivity activity = prepared.activity();
    String window = prepared.length();
    addresses("active", window, Metric.ADDRESSES.value(activity), metrics);
    addresses("senders", window, Metric.SENDERS.value(activity), metrics);
    addresses("recipients", window, Metric.RECIPIENTS.value(activity), metrics);
    if (prepared.countsNonces()) {
      addresses("new_senders", window, Metric.NEW_SENDERS.value(activity), metrics);
    }
    Metric.TRANSACTIONS
        .value(activity)
        .ifPresent(
            transactions ->
                metrics.gauge(
                    "rei_dau_transactions",
                    "Transactions in the window that ends with the highest stored block.",
                    transactions,
                    WINDOW,
                    window));
    Metric.BLOCKS
        .value(activity)
        .ifPresent(
            blocks ->
                metrics.gauge(
                    "rei_dau_blocks",
                    "Stored blocks in the window that ends with the highest stored block.",
                    blocks,
                    WINDOW,
                    window));
    metrics.gauge(
        "rei_dau_window_complete",
        "1 if no block of the window is missing, so that its values count everything.",
        activity.complete(),
        WINDOW,
        window);
    activity
        .missingBlocks()
        .ifPresent(
            missing ->
                metrics.gauge(
                    "rei_dau_window_missing_blocks",
                    "Blocks of the window that are not stored; absent if unknown.",
                    missing,
                    WINDOW,
                    window));
  }

  private static void addresses(
      String kind, String window, Optional<Number> count, MetricFamilies metrics) {
    count.ifPresent(
        known ->
            metrics.gauge(
                "rei_dau_active_addresses",
                "Distinct addresses in the window that ends with the highest stored block: senders"
                    + " or recipients (active), or one of the two, or senders with nonce 0.",
                known,
                WINDOW,
                window,
                "kind",
                kind));
  }
}
