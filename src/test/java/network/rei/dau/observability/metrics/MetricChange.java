package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * A change of a metric that is expected after an event.
 *
 * @param labels texts in the labels of the lines whose values are added up
 * @param expected compares the value before and after; a missing value counts as 0
 */
record MetricChange(
    String metric, List<String> labels, String description, BiPredicate<Double, Double> expected) {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  static MetricChange rises(String metric, String... labels) {
    return new MetricChange(metric, List.of(labels), "rises", (before, after) -> after > before);
  }

  static MetricChange falls(String metric, String... labels) {
    return new MetricChange(metric, List.of(labels), "falls", (before, after) -> after < before);
  }

  /** Has the value after the event, and had another value before it. */
  static MetricChange becomes(double value, String metric, String... labels) {
    return new MetricChange(
        metric,
        List.of(labels),
        "becomes " + value,
        (before, after) -> before != value && after == value);
  }

  /**
   * Scrapes until each change was seen on one of the pages. Some metrics are updated shortly after
   * the event, and the state of an endpoint alternates.
   */
  static void await(List<MetricChange> changes, MetricsText before, Supplier<MetricsText> scrape) {
    List<MetricChange> missing = new ArrayList<>(changes);
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              MetricsText after = scrape.get();
              missing.removeIf(change -> change.isSeen(before, after));
              assertThat(missing)
                  .extracting(change -> change.describe(before, after))
                  .as("changes that are not seen")
                  .isEmpty();
            });
  }

  private boolean isSeen(MetricsText before, MetricsText after) {
    return (after.has(metric) || after.has(count())) && expected.test(value(before), value(after));
  }

  private String describe(MetricsText before, MetricsText after) {
    return metric + labels + " " + description + ": " + value(before) + " -> " + value(after);
  }

  /** Returns the number of values if the metric is a histogram. */
  private double value(MetricsText page) {
    return page.sum(page.has(count()) ? count() : metric, labels.toArray(new String[0]));
  }

  private String count() {
    return metric + "_count";
  }
}
