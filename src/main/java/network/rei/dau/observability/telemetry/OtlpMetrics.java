package network.rei.dau.observability.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.observability.trace.Tracing;

/**
 * Translates the metrics of Prometheus's client to those of OpenTelemetry. They keep the names that
 * {@code /metrics} shows, and all of them are cumulative from the start of the process.
 *
 * @param startNanos the time since when they count, and {@code nowNanos} when they were read, both
 *     since 1970
 */
record OtlpMetrics(Resource resource, long startNanos, long nowNanos) {

  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create(Tracing.SCOPE);

  private static final AggregationTemporality CUMULATIVE = AggregationTemporality.CUMULATIVE;

  /** A metric of OpenTelemetry. */
  private record Metric(
      Resource resource, String name, String description, MetricDataType type, Data<?> data)
      implements MetricData {

    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return SCOPE;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getDescription() {
      return description;
    }

    @Override
    public String getUnit() {
      return "";
    }

    @Override
    public MetricDataType getType() {
      return type;
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }

  /** Translates all metrics. */
  List<MetricData> of(MetricSnapshots snapshots) {
    return snapshots.stream().map(this::of).flatMap(Optional::stream).toList();
  }

  private Optional<MetricData> of(MetricSnapshot snapshot) {
    String name = snapshot.getMetadata().getPrometheusName();
    if (snapshot instanceof GaugeSnapshot gauge) {
      return metric(
          snapshot,
          name,
          MetricDataType.DOUBLE_GAUGE,
          GaugeData.createDoubleGaugeData(
              gauge.getDataPoints().stream()
                  .map(point -> number(point.getLabels(), point.getValue()))
                  .toList()));
    }
    if (snapshot instanceof CounterSnapshot counter) {
      return metric(
          snapshot,
          name + "_total",
          MetricDataType.DOUBLE_SUM,
          SumData.createDoubleSumData(
              true,
              CUMULATIVE,
              counter.getDataPoints().stream()
                  .map(point -> number(point.getLabels(), point.getValue()))
                  .toList()));
    }
    if (snapshot instanceof HistogramSnapshot histogram) {
      return metric(
          snapshot,
          name,
          MetricDataType.HISTOGRAM,
          HistogramData.create(
              CUMULATIVE, histogram.getDataPoints().stream().map(this::histogram).toList()));
    }
    if (snapshot instanceof SummarySnapshot summary) {
      return metric(
          snapshot,
          name,
          MetricDataType.SUMMARY,
          SummaryData.create(
              summary.getDataPoints().stream()
                  .map(
                      point ->
                          SummaryPointData.create(
                              startNanos,
                              nowNanos,
                              attributes(point.getLabels()),
                              point.getCount(),
                              point.getSum(),
                              List.of()))
                  .toList()));
    }
    return Optional.empty();
  }

  private Optional<MetricData> metric(
      MetricSnapshot snapshot, String name, MetricDataType type, Data<?> data) {
    String help = Optional.ofNullable(snapshot.getMetadata().getHelp()).orElse("");
    return Optional.of(new Metric(resource, name, help, type, data));
  }

  private DoublePointData number(Labels labels, double value) {
    return DoublePointData.create(startNanos, nowNanos, attributes(labels), value, List.of());
  }

  private HistogramPointData histogram(HistogramDataPointSnapshot point) {
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    return HistogramPointData.create(
        startNanos,
        nowNanos,
        attributes(point.getLabels()),
        point.getSum(),
        false,
        0,
        false,
        0,
        // The last bound is infinity, which OpenTelemetry leaves out.
        IntStream.range(0, buckets.size() - 1).mapToObj(buckets::getUpperBound).toList(),
        IntStream.range(0, buckets.size()).mapToObj(buckets::getCount).toList());
  }

  private static Attributes attributes(Labels labels) {
    AttributesBuilder attributes = Attributes.builder();
    labels.forEach(label -> attributes.put(label.getName(), label.getValue()));
    return attributes.build();
  }
}
