package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * How a metric tells that something has happened.
 *
 * @param labels texts in the labels of its line, or lines, whose values are added up
 */
record ScrapedMetrics(String metric, List<String> labels, Change change) {

  /** What a value is afterwards, compared with the one before; 0 where there was none. */
  @FunctionalInterface
  interface Change {
    void check(double before, double after);
  }

  static ScrapedMetrics rises(String metric, String... labels) {
    return new ScrapedMetrics(
        metric,
        List.of(labels),
        (before, after) -> assertThat(after).as(metric).isGreaterThan(before));
  }

  static ScrapedMetrics falls(String metric, String... labels) {
    return new ScrapedMetrics(
        metric,
        List.of(labels),
        (before, after) -> assertThat(after).as(metric).isLessThan(before));
  }

  /** It is this now, and was something else. */
  static ScrapedMetrics becomes(double value, String metric, String... labels) {
    return new ScrapedMetrics(
        metric,
        List.of(labels),
        (before, after) -> {
          assertThat(before).as("%s before", metric).isNotEqualTo(value);
          assertThat(after).as(metric).isEqualTo(value);
        });
  }

  void check(Scenario.Pages pages) {
    assertThat(pages.after().has(metric) || pages.after().has(count())).as(metric).isTrue();
    change.check(value(pages.before()), value(pages.after()));
  }

  /** Of a histogram, how many values it has. */
  private double value(RunningService.Values page) {
    return page.sum(page.has(count()) ? count() : metric, labels.toArray(new String[0]));
  }

  private String count() {
    return metric + "_count";
  }
}
