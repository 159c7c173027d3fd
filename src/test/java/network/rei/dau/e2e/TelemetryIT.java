package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.observability.telemetry.OtlpReceiver;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service sends its spans and its metrics to a collector. */
class TelemetryIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String CLIENT = "0af7651916cd43dd8448eb211c80319c";

  @TempDir private Path folder;

  @Test
  void shouldSendTheSpansAndMetricsOfAFirstFillAndOfARequest() throws IOException {
    try (OtlpReceiver collector = new OtlpReceiver();
        SimulatedNode node = SimulatedNodes.node(3_000)) {
      Map<String, String> environment =
          ServiceProcess.environment(
              folder.resolve("cache"),
              node.uri().toString(),
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              collector.url().toString(),
              "OTEL_EXPORTER_OTLP_HEADERS",
              "Authorization=Bearer SECRET",
              "REI_DAU_TELEMETRY_METRICS_INTERVAL",
              "1 s",
              "REI_DAU_LOG_FORMAT",
              "json",
              "REI_DAU_LOG_LEVEL",
              "DEBUG");
      try (ServiceProcess service = ServiceProcess.start(folder, environment, "serve")) {
        service.getUntil(
            "/api/v1/status",
            SOON,
            status -> status.at("/lastRun/result").asText().equals("completed"));
        assertThat(
                service
                    .ask(
                        "GET",
                        "/api/v1/windows/24h",
                        "traceparent",
                        "00-" + CLIENT + "-b7ad6b7169203331-01")
                    .statusCode())
            .isEqualTo(200);
        Awaitility.await()
            .atMost(SOON)
            .until(
                () ->
                    has(collector, span -> span.getName().equals("GET /api/v1/windows/{length}"))
                        && has(collector, span -> span.getName().equals("run")));

        assertThatCallsBelongToChunksAndThoseToARun(collector);
        assertThatTheRequestBelongsToTheTraceOfTheClient(collector);
        assertThatMetricsAreThoseOfThePage(service, collector);
        assertThatExemplarsAndLogLinesNameSpans(service, collector);
        assertThat(collector.authorizations()).containsOnly("Bearer SECRET");
        assertThat(service.error()).doesNotContain("SECRET");
        service.terminate();
        assertThat(service.exitCode(SOON)).as("the code of SIGTERM").isEqualTo(143);
      }
    }
  }

  private static boolean has(OtlpReceiver collector, Predicate<Span> wanted) {
    return collector.spans().stream().anyMatch(wanted);
  }

  private static void assertThatCallsBelongToChunksAndThoseToARun(OtlpReceiver collector) {
    List<Span> chunks = spans(collector, "chunk");
    assertThat(chunks).hasSize(3);
    Set<String> runs = new HashSet<>();
    spans(collector, "run").forEach(run -> runs.add(id(run)));
    chunks.forEach(
        chunk -> {
          assertThat(runs).contains(parent(chunk));
          List<Span> calls =
              spans(collector, "eth_getBlockByNumber").stream()
                  .filter(call -> parent(call).equals(id(chunk)))
                  .toList();
          assertThat(calls)
              .as("calls of %s", chunk)
              .isNotEmpty()
              .allMatch(call -> call.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
              .allMatch(call -> call.getTraceId().equals(chunk.getTraceId()))
              .allMatch(call -> call.getEndTimeUnixNano() >= call.getStartTimeUnixNano())
              .allMatch(
                  call ->
                      OtlpReceiver.attributes(call.getAttributesList())
                          .containsKey("rei_dau.endpoint"));
        });
    // A request may contain blocks of two chunks; its span belongs to one of them.
    Set<String> ids = chunks.stream().map(TelemetryIT::id).collect(Collectors.toSet());
    assertThat(
            spans(collector, "eth_getBlockByNumber").stream()
                .filter(call -> ids.contains(parent(call)))
                .mapToLong(call -> attribute(call, "rei_dau.blocks"))
                .sum())
        .as("the blocks of the calls, some of which may be repeated")
        .isGreaterThanOrEqualTo(
            chunks.stream()
                .mapToLong(
                    chunk ->
                        attribute(chunk, "rei_dau.last_block")
                            - attribute(chunk, "rei_dau.first_block")
                            + 1)
                .sum());
  }

  private static long attribute(Span span, String name) {
    return Long.parseLong(OtlpReceiver.attributes(span.getAttributesList()).get(name));
  }

  private static void assertThatTheRequestBelongsToTheTraceOfTheClient(OtlpReceiver collector) {
    Span request =
        spans(collector, "GET /api/v1/windows/{length}").stream()
            .filter(span -> hex(span.getTraceId().toByteArray()).equals(CLIENT))
            .findAny()
            .orElseThrow();
    assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(OtlpReceiver.attributes(request.getAttributesList()))
        .containsEntry("http.route", "/api/v1/windows/{length}")
        .containsEntry("http.request.method", "GET")
        .containsEntry("url.path", "/api/v1/windows/24h")
        .containsEntry("http.response.status_code", "200");
  }

  private static void assertThatMetricsAreThoseOfThePage(
      ServiceProcess service, OtlpReceiver collector) {
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              String page = service.ask("GET", "/metrics").body();
              for (String name :
                  List.of(
                      "rei_dau_blocks_fetched_total",
                      "rei_dau_active_addresses",
                      "rei_dau_last_processed_block",
                      "rei_dau_store_version",
                      "rei_dau_ledger_bytes")) {
                assertThat(values(collector, name))
                    .as(name)
                    .isNotEmpty()
                    .isEqualTo(values(page, name));
              }
              assertThat(
                      collector.metrics().stream()
                          .filter(
                              metric ->
                                  metric.getName().equals("rei_dau_store_commit_duration_seconds"))
                          .mapToLong(metric -> metric.getHistogram().getDataPoints(0).getCount())
                          .sum())
                  .isEqualTo(
                      values(page, "rei_dau_store_commit_duration_seconds_count").stream()
                          .mapToLong(Double::longValue)
                          .sum());
            });
  }

  private static List<Double> values(String page, String name) {
    return page.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sorted()
        .toList();
  }

  private static List<Double> values(OtlpReceiver collector, String name) {
    return collector.metrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .flatMap(TelemetryIT::points)
        .map(NumberDataPoint::getAsDouble)
        .sorted()
        .toList();
  }

  private static Stream<NumberDataPoint> points(Metric metric) {
    return metric.hasSum()
        ? metric.getSum().getDataPointsList().stream()
        : metric.getGauge().getDataPointsList().stream();
  }

  private static void assertThatExemplarsAndLogLinesNameSpans(
      ServiceProcess service, OtlpReceiver collector) {
    String openMetrics =
        service.ask("GET", "/metrics", "Accept", "application/openmetrics-text").body();
    assertThat(openMetrics.lines())
        .anyMatch(
            line ->
                line.startsWith("rei_dau_http_request_duration_seconds_bucket")
                    && line.contains("/api/v1/windows/{length}")
                    && line.contains("trace_id=\"" + CLIENT + "\""))
        .anyMatch(
            line ->
                line.startsWith("rei_dau_endpoint_request_duration_seconds_bucket")
                    && line.contains("trace_id="));
    Set<String> runs = new HashSet<>();
    spans(collector, "run").forEach(run -> runs.add(hex(run.getTraceId().toByteArray())));
    List<JsonNode> lines =
        service
            .error()
            .lines()
            .map(ServiceProcess::parse)
            .filter(line -> line.has("trace_id"))
            .toList();
    assertThat(lines)
        .anyMatch(line -> line.get("formattedMessage").asText().contains("blocks fetched"))
        .allMatch(line -> line.get("span_id").asText().length() == 16)
        .allMatch(line -> !line.get("mdc").has("trace_id"))
        .anyMatch(line -> runs.contains(line.get("trace_id").asText()));
  }

  private static List<Span> spans(OtlpReceiver collector, String name) {
    return collector.spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  private static String id(Span span) {
    return hex(span.getSpanId().toByteArray());
  }

  private static String parent(Span span) {
    return hex(span.getParentSpanId().toByteArray());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
