package network.rei.dau.observability.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.Collection;

/**
 * Counts what was sent and what was lost, from the metrics that OpenTelemetry keeps about itself.
 */
public final class ExportCounts implements MetricReader {

  /** What is sent. */
  public enum Signal {
    SPANS("otel.sdk.exporter.span.exported"),
    DATA_POINTS("otel.sdk.exporter.metric_data_point.exported");

    private final String exported;

    Signal(String exported) {
      this.exported = exported;
    }
  }

  private static final String PROCESSED_SPANS = "otel.sdk.processor.span.processed";
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private volatile CollectionRegistration registration = CollectionRegistration.noop();

  /** The counts at one time. */
  public static final class Totals {

    private final Collection<MetricData> metrics;

    private Totals(Collection<MetricData> metrics) {
      this.metrics = metrics;
    }

    /** Returns how many were sent, and accepted by the collector. */
    public long exported(Signal signal) {
      return sum(signal.exported, false);
    }

    /** Returns how many the collector did not accept in time. */
    public long failed(Signal signal) {
      return sum(signal.exported, true);
    }

    /** Returns how many spans were dropped because too many waited. */
    public long droppedSpans() {
      return sum(PROCESSED_SPANS, true);
    }

    private long sum(String metric, boolean errors) {
      return metrics.stream()
          .filter(data -> data.getName().equals(metric))
          .flatMap(data -> data.getLongSumData().getPoints().stream())
          .filter(point -> (point.getAttributes().get(ERROR) != null) == errors)
          .mapToLong(LongPointData::getValue)
          .sum();
    }
  }

  /** Returns the present counts. */
  public Totals totals() {
    return new Totals(registration.collectAllMetrics());
  }

  @Override
  public void register(CollectionRegistration given) {
    registration = given;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
