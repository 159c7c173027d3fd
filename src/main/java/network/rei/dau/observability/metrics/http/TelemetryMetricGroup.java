package network.rei.dau.observability.metrics.http;

import java.util.Optional;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;
import network.rei.dau.observability.telemetry.ExportCounts;
import network.rei.dau.observability.telemetry.ExportCounts.Signal;
import network.rei.dau.observability.telemetry.ExportCounts.Totals;

/** What was sent to a collector of OpenTelemetry, and what was lost. */
public record TelemetryMetricGroup(Optional<ExportCounts> exports) implements MetricGroup {

  private static final String SPANS = "rei_dau_telemetry_spans_total";
  private static final String SPANS_HELP =
      "Spans that were exported to the collector, that it did not accept in time, and that were"
          + " dropped because too many waited.";
  private static final String POINTS = "rei_dau_telemetry_data_points_total";
  private static final String POINTS_HELP =
      "Values of metrics that were exported to the collector, and that it did not accept in time.";
  private static final String RESULT = "result";
  private static final String EXPORTED = "exported";
  private static final String FAILED = "failed";

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    exports.ifPresent(counts -> collect(counts.totals(), metrics));
  }

  private static void collect(Totals counts, MetricFamilies metrics) {
    metrics.counter(SPANS, SPANS_HELP, counts.exported(Signal.SPANS), RESULT, EXPORTED);
    metrics.counter(SPANS, SPANS_HELP, counts.failed(Signal.SPANS), RESULT, FAILED);
    metrics.counter(SPANS, SPANS_HELP, counts.droppedSpans(), RESULT, "dropped");
    metrics.counter(POINTS, POINTS_HELP, counts.exported(Signal.DATA_POINTS), RESULT, EXPORTED);
    metrics.counter(POINTS, POINTS_HELP, counts.failed(Signal.DATA_POINTS), RESULT, FAILED);
  }
}
