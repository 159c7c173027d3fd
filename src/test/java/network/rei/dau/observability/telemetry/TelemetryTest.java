package network.rei.dau.observability.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.observability.telemetry.ExportCounts.Signal;
import network.rei.dau.observability.trace.TraceContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a collector receives, and what a bad one costs. */
class TelemetryTest {

  private static final String OTHER_TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final OtlpReceiver collector = new OtlpReceiver();

  @AfterEach
  void closeCollector() {
    collector.close();
  }

  @Test
  void shouldSendSpansWithTheirParentsAndHeaders() {
    Telemetry telemetry = telemetry(collector.url(), 1, 100);
    Span parent = telemetry.tracer().spanBuilder("parent").startSpan();
    telemetry
        .tracer()
        .spanBuilder("child")
        .setParent(TraceContext.read(TraceContext.write(TraceContext.of(parent))))
        .startSpan()
        .end();
    parent.end();
    close(telemetry);

    assertThat(collector.spans())
        .extracting(io.opentelemetry.proto.trace.v1.Span::getName)
        .containsExactlyInAnyOrder("child", "parent");
    io.opentelemetry.proto.trace.v1.Span child =
        collector.spans().stream().filter(span -> span.getName().equals("child")).findAny().get();
    assertThat(hex(child.getTraceId().toByteArray()))
        .isEqualTo(parent.getSpanContext().getTraceId());
    assertThat(hex(child.getParentSpanId().toByteArray()))
        .isEqualTo(parent.getSpanContext().getSpanId());
    assertThat(collector.authorizations()).containsOnly("Bearer secret");
    assertThat(collector.resource())
        .containsEntry("service.name", "name")
        .containsEntry("service.version", "1.2.3")
        .containsEntry("service.instance.id", "node:1");
    assertThat(telemetry.counts().totals().exported(Signal.SPANS)).isEqualTo(2);
  }

  @Test
  void shouldSendMetricsOfEachKindUnderTheirNames() {
    Telemetry telemetry = telemetry(collector.url(), 1, 100);
    Labels labels = Labels.of("a", "b");
    telemetry
        .export(
            () ->
                CompletableFuture.completedStage(
                    new MetricSnapshots(
                        GaugeSnapshot.builder()
                            .name("x_gauge")
                            .help("A gauge.")
                            .dataPoint(
                                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                    .value(1.5)
                                    .labels(labels)
                                    .build())
                            .build(),
                        CounterSnapshot.builder()
                            .name("x")
                            .dataPoint(
                                CounterSnapshot.CounterDataPointSnapshot.builder().value(7).build())
                            .build(),
                        HistogramSnapshot.builder()
                            .name("x_seconds")
                            .dataPoint(
                                HistogramDataPointSnapshot.builder()
                                    .classicHistogramBuckets(
                                        ClassicHistogramBuckets.of(
                                            new double[] {0.1, 1, Double.POSITIVE_INFINITY},
                                            new Number[] {3, 2, 1}))
                                    .sum(9)
                                    .build())
                            .build(),
                        SummarySnapshot.builder()
                            .name("x_pause_seconds")
                            .dataPoint(
                                SummarySnapshot.SummaryDataPointSnapshot.builder()
                                    .count(4)
                                    .sum(0.5)
                                    .build())
                            .build())))
        .toCompletableFuture()
        .join();

    Metric gauge = metric("x_gauge");
    assertThat(gauge.getDescription()).isEqualTo("A gauge.");
    assertThat(gauge.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(1.5);
    assertThat(OtlpReceiver.attributes(gauge.getGauge().getDataPoints(0).getAttributesList()))
        .isEqualTo(Map.of("a", "b"));
    assertThat(metric("x_total").getSum().getIsMonotonic()).isTrue();
    assertThat(metric("x_total").getSum().getDataPoints(0).getAsDouble()).isEqualTo(7);
    HistogramDataPoint histogram = metric("x_seconds").getHistogram().getDataPoints(0);
    assertThat(histogram.getExplicitBoundsList()).containsExactly(0.1, 1.0);
    assertThat(histogram.getBucketCountsList()).containsExactly(3L, 2L, 1L);
    assertThat(histogram.getCount()).isEqualTo(6);
    assertThat(histogram.getSum()).isEqualTo(9);
    assertThat(metric("x_pause_seconds").getSummary().getDataPoints(0).getCount()).isEqualTo(4);
    assertThat(telemetry.counts().totals().exported(Signal.DATA_POINTS)).isEqualTo(4);
    close(telemetry);
  }

  @Test
  void shouldDropSpansThatDoNotFitAndNotWaitForASlowCollector() {
    collector.hang();
    Telemetry telemetry = telemetry(collector.url(), 1, 10, Duration.ofMillis(200));

    Awaitility.await()
        .until(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                telemetry.tracer().spanBuilder("span").startSpan().end();
              }
              return telemetry.counts().totals().droppedSpans() > 900
                  && telemetry.counts().totals().failed(Signal.SPANS) > 0;
            });
    assertThat(telemetry.counts().totals().exported(Signal.SPANS)).isZero();
    close(telemetry);
  }

  @Test
  void shouldCountWhatTheCollectorRefuses() {
    collector.answer(400);
    Telemetry telemetry = telemetry(collector.url(), 1, 100);
    telemetry.tracer().spanBuilder("span").startSpan().end();
    telemetry.export(TelemetryTest::oneValue).toCompletableFuture().join();
    close(telemetry);

    assertThat(telemetry.counts().totals().failed(Signal.SPANS)).isEqualTo(1);
    assertThat(telemetry.counts().totals().failed(Signal.DATA_POINTS)).isEqualTo(1);
  }

  @Test
  void shouldEndItsExportsIfTheCollectorIsAway() {
    URI away = collector.url();
    collector.close();
    Telemetry telemetry = telemetry(away, 1, 100, Duration.ofSeconds(2));
    telemetry.tracer().spanBuilder("span").startSpan().end();

    telemetry.export(TelemetryTest::oneValue).toCompletableFuture().join();
    close(telemetry);

    assertThat(telemetry.counts().totals().failed(Signal.DATA_POINTS)).isEqualTo(1);
  }

  @Test
  void shouldReadMetricsAgainAfterAFailure() {
    Telemetry telemetry = telemetry(collector.url(), 1, 100);
    telemetry
        .export(() -> CompletableFuture.failedStage(new IllegalStateException()))
        .toCompletableFuture()
        .join();
    telemetry.export(TelemetryTest::oneValue).toCompletableFuture().join();

    assertThat(collector.metrics()).hasSize(1);
    close(telemetry);
  }

  @Test
  void shouldNotRecordMoreTracesThanTheRatioWhateverTheClientSends() {
    Telemetry telemetry = telemetry(collector.url(), 0, 100);
    Span own = telemetry.tracer().spanBuilder("own").startSpan();
    Span asked =
        telemetry.tracer().spanBuilder("asked").setParent(TraceContext.read(sampled())).startSpan();

    assertThat(own.getSpanContext().isSampled()).isFalse();
    assertThat(asked.getSpanContext().isSampled()).isFalse();
    close(telemetry);
  }

  @Test
  void shouldBelongToTheTraceOfTheClient() {
    Telemetry telemetry = telemetry(collector.url(), 1, 100);
    Span span =
        telemetry.tracer().spanBuilder("asked").setParent(TraceContext.read(sampled())).startSpan();

    assertThat(span.getSpanContext().isSampled()).isTrue();
    assertThat(span.getSpanContext().getTraceId()).isEqualTo(OTHER_TRACE);
    close(telemetry);
  }

  private static Optional<String> sampled() {
    return Optional.of("00-" + OTHER_TRACE + "-b7ad6b7169203331-01");
  }

  private static CompletableFuture<MetricSnapshots> oneValue() {
    return CompletableFuture.completedFuture(
        new MetricSnapshots(
            GaugeSnapshot.builder()
                .name("x")
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(1).build())
                .build()));
  }

  private Metric metric(String name) {
    List<Metric> found =
        collector.metrics().stream().filter(metric -> metric.getName().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Telemetry telemetry(URI url, double ratio, int maxQueuedSpans) {
    return telemetry(url, ratio, maxQueuedSpans, Duration.ofSeconds(30));
  }

  private static Telemetry telemetry(URI url, double ratio, int maxQueuedSpans, Duration timeout) {
    return new Telemetry(
        new TelemetrySettings(
            Optional.of(url),
            Map.of("Authorization", "Bearer secret"),
            "name",
            ratio,
            Duration.ofMinutes(1),
            timeout,
            maxQueuedSpans),
        "1.2.3",
        "node:1",
        Clock.systemUTC());
  }

  private static void close(Telemetry telemetry) {
    telemetry.close().toCompletableFuture().join();
  }
}
