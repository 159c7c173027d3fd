package network.rei.dau.observability.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import network.rei.dau.observability.trace.Tracing;

/**
 * Sends spans and metrics to a collector over OTLP. Spans wait in a bounded queue, and at most one
 * export of metrics is in progress, so that a collector that is away, slow or refuses them costs
 * only these, which are counted.
 */
public final class Telemetry {

  /** How long spans wait for others, with which they are sent. */
  private static final Duration SPAN_DELAY = Duration.ofSeconds(2);

  private static final int MAX_SPANS_OF_A_REQUEST = 512;

  private static final long NANOS = 1_000_000_000L;

  private final TelemetrySettings settings;
  private final Clock clock;
  private final Instant start;
  private final Resource resource;
  private final ExportCounts counts = new ExportCounts();
  private final SdkTracerProvider spans;
  private final OtlpHttpMetricExporter metrics;
  private final AtomicBoolean exporting = new AtomicBoolean();

  /**
   * Starts to send spans.
   *
   * @param settings with an endpoint
   * @param version of the program
   * @param instance a name that no other process of the service has
   */
  public Telemetry(TelemetrySettings settings, String version, String instance, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.start = clock.instant();
    this.resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.builder()
                        .put("service.name", settings.serviceName())
                        .put("service.version", version)
                        .put("service.instance.id", instance)
                        .build()));
    SdkMeterProvider aboutItself = SdkMeterProvider.builder().registerMetricReader(counts).build();
    this.spans =
        SdkTracerProvider.builder()
            .setResource(resource)
            // By the id of the trace alone: all nodes decide alike, and clients decide nothing.
            .setSampler(Sampler.traceIdRatioBased(settings.samplingRatio()))
            .addSpanProcessor(
                BatchSpanProcessor.builder(spanExporter(aboutItself))
                    .setScheduleDelay(SPAN_DELAY)
                    .setExporterTimeout(settings.timeout())
                    .setMaxQueueSize(settings.maxQueuedSpans())
                    .setMaxExportBatchSize(
                        Math.min(MAX_SPANS_OF_A_REQUEST, settings.maxQueuedSpans()))
                    .setMeterProvider(aboutItself)
                    .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                    .build())
            .build();
    this.metrics =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(url("/v1/metrics"))
            .setHeaders(settings::headers)
            .setTimeout(settings.timeout())
            .setCompression("gzip")
            .setMeterProvider(aboutItself)
            .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
            .build();
  }

  private OtlpHttpSpanExporter spanExporter(SdkMeterProvider aboutItself) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(url("/v1/traces"))
        .setHeaders(settings::headers)
        .setTimeout(settings.timeout())
        .setCompression("gzip")
        .setMeterProvider(aboutItself)
        .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
        .build();
  }

  private String url(String path) {
    URI endpoint = settings.endpoint().orElseThrow();
    return endpoint.toString().replaceAll("/+$", "") + path;
  }

  /** Returns the tracer, whose spans are sent. */
  public Tracer tracer() {
    return spans.get(Tracing.SCOPE);
  }

  /** Returns what was sent and what was lost. */
  public ExportCounts counts() {
    return counts;
  }

  /** Returns the time between two exports of metrics; zero if they are not sent. */
  public Duration metricsInterval() {
    return settings.metricsInterval();
  }

  /**
   * Reads the metrics and sends them, unless an earlier export is still in progress.
   *
   * @return completed when they were sent, or could not be
   */
  public CompletionStage<Void> export(Supplier<CompletionStage<MetricSnapshots>> read) {
    if (!exporting.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(null);
    }
    return read.get()
        .thenCompose(snapshots -> stage(metrics.export(translated(snapshots))))
        .handle(
            (sent, failure) -> {
              exporting.set(false);
              return null;
            });
  }

  private List<MetricData> translated(MetricSnapshots snapshots) {
    return new OtlpMetrics(resource, nanos(start), nanos(clock.instant())).of(snapshots);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * NANOS + time.getNano();
  }

  /** Sends the spans that wait, and ends; takes at most the timeout of a request. */
  public CompletionStage<Void> close() {
    return stage(spans.shutdown())
        .thenCompose(done -> stage(metrics.shutdown()))
        .toCompletableFuture()
        .completeOnTimeout(null, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static CompletionStage<Void> stage(CompletableResultCode result) {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    result.whenComplete(() -> stage.complete(null));
    return stage;
  }
}
