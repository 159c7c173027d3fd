package network.rei.dau.observability.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A collector of OpenTelemetry, which keeps what it receives over HTTP in protobuf. */
public final class OtlpReceiver implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile boolean hangs;

  /** Starts to listen on any free port. */
  public OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::onTraces);
    server.createContext("/v1/metrics", this::onMetrics);
    server.setExecutor(threads);
    server.start();
  }

  /** Answers all later requests with a status. */
  public void answer(int with) {
    status = with;
  }

  /** Answers no later request before it is closed. */
  public void hang() {
    hangs = true;
  }

  private void onTraces(HttpExchange exchange) throws IOException {
    traces.add(parse(body(exchange), ExportTraceServiceRequest::parseFrom));
    reply(exchange);
  }

  private void onMetrics(HttpExchange exchange) throws IOException {
    metrics.add(parse(body(exchange), ExportMetricsServiceRequest::parseFrom));
    reply(exchange);
  }

  private interface Parser<T> {
    T parse(byte[] bytes) throws InvalidProtocolBufferException;
  }

  private static <T> T parse(byte[] body, Parser<T> parser) {
    try {
      return parser.parse(body);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] body(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream body =
        compressed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return body.readAllBytes();
    }
  }

  private void reply(HttpExchange exchange) throws IOException {
    try {
      if (hangs) {
        closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /** Returns the URL to send to. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns the number of requests. */
  int requests() {
    return requests.get();
  }

  /** Returns the header {@code Authorization} of each request. */
  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** Returns all spans, in the order in which they arrived. */
  public List<Span> spans() {
    return traces.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** Returns the attributes of the resource of the first spans. */
  public Map<String, String> resource() {
    return attributes(traces.get(0).getResourceSpans(0).getResource().getAttributesList());
  }

  /** Returns the metrics of the last export; none before the first. */
  public List<Metric> metrics() {
    return metrics.isEmpty()
        ? List.of()
        : metrics.get(metrics.size() - 1).getResourceMetricsList().stream()
            .flatMap(resource -> resource.getScopeMetricsList().stream())
            .flatMap(scope -> scope.getMetricsList().stream())
            .toList();
  }

  /** Returns attributes as texts. */
  public static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> texts = new HashMap<>();
    for (KeyValue attribute : attributes) {
      texts.put(
          attribute.getKey(),
          attribute.getValue().hasStringValue()
              ? attribute.getValue().getStringValue()
              : Long.toString(attribute.getValue().getIntValue()));
    }
    return texts;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
