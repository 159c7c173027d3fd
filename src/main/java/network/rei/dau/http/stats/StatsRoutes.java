package network.rei.dau.http.stats;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.CommonHeaders;
import network.rei.dau.http.GzipEncoding;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.InFlightBodies;
import network.rei.dau.http.Responses;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.http.health.HealthReport;
import network.rei.dau.http.health.MetricsPage;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.http.health.Probes;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.RecordListing;

/** The routes that the Node.js version had, and {@code /api/stats/7days}. */
public final class StatsRoutes {

  private static final Duration DAY = Duration.ofDays(1);

  private final ActorClient asks;
  private final HttpSettings settings;
  private final Clock clock;
  private final InFlightBodies bodies;
  private final MetricsSource metrics;

  private final PreparedResponses prepared = new PreparedResponses();
  private final HttpResponse service;
  private final Map<String, Function<HttpRequest, Route>> resources;

  public StatsRoutes(
      ActorClient asks,
      HttpSettings settings,
      Clock clock,
      InFlightBodies bodies,
      MetricsSource metrics) {
    this.asks = asks;
    this.settings = settings;
    this.clock = clock;
    this.bodies = bodies;
    this.metrics = metrics;
    this.service =
        Responses.ok(ServiceView.of(ServiceVersion.current(), endpoints()).json())
            .addHeader(RawHeader.create("Vary", "Accept"));
    this.resources = resources();
  }

  /** All of them; ends in rejections. */
  public Route routes() {
    return resources.entrySet().stream()
        .map(resource -> at(resource.getKey(), resource.getValue()))
        .reduce(reject(), (one, other) -> concat(one, other));
  }

  /** The paths that are answered. */
  public Set<String> paths() {
    return resources.keySet();
  }

  private Map<String, Function<HttpRequest, Route>> resources() {
    return Map.ofEntries(
        entry("/", request -> complete(service)),
        entry("/alive", request -> complete(Probes.alive())),
        entry("/ready", request -> completeWithFuture(Probes.ready(asks, settings.askTimeout()))),
        entry("/health", request -> completeWithFuture(health())),
        entry("/metrics", request -> completeWithFuture(MetricsPage.of(metrics, request))),
        entry(
            "/api/stats/24h",
            request -> completeWithFuture(prepared(AnswerKind.LAST_24_HOURS, request))),
        entry(
            "/api/stats/7days",
            request -> completeWithFuture(prepared(AnswerKind.LAST_7_DAYS, request))),
        entry("/api/stats/history", listing(StatsRoutes::history)),
        entry("/api/stats/records", listing(StatsRoutes::recent)));
  }

  private static Map.Entry<String, Function<HttpRequest, Route>> entry(
      String path, Function<HttpRequest, Route> get) {
    return Map.entry(path, get);
  }

  private static Map<String, String> endpoints() {
    Map<String, String> endpoints = new LinkedHashMap<>();
    endpoints.put("GET /api/stats/24h", "Activity of the last 24 hours, exact to the block");
    endpoints.put("GET /api/stats/7days", "Activity of each UTC day of the last 7 days");
    endpoints.put("GET /api/stats/records", "Records of the last 24 hours");
    endpoints.put(
        "GET /api/stats/history", "All records, oldest first (?limit=&offset=&include=none)");
    endpoints.put("GET /health", "How the service is, and why");
    endpoints.put("GET /alive", "Whether the process answers, for probes");
    endpoints.put("GET /ready", "Whether requests may be sent here, for load balancers");
    endpoints.put("GET /metrics", "What the service does, in numbers, for Prometheus");
    endpoints.put("GET /docs/", "All routes, to be browsed and tried");
    endpoints.put("GET /openapi.yaml", "All routes, described for machines (OpenAPI 3.1)");
    return endpoints;
  }

  /** The bytes that were prepared when the data changed. */
  public CompletionStage<HttpResponse> prepared(AnswerKind answer, HttpRequest request) {
    boolean gzip = GzipEncoding.isAccepted(request);
    return asks.answer(answer)
        .thenApply(told -> prepared.of(answer, told.body(), gzip))
        .exceptionally(failure -> CommonHeaders.on(StatsErrors.response(failure)));
  }

  private CompletionStage<HttpResponse> health() {
    CompletionStage<Optional<Snapshot>> data = orEmpty(asks.snapshot());
    CompletionStage<Optional<IngestStatus>> ingest = orEmpty(asks.status());
    return data.thenCombine(
            ingest,
            (known, status) ->
                new HealthReport(known, status, asks.membership(), settings, clock.instant()))
        .thenApply(report -> Responses.ok(report.view().json()));
  }

  private Function<HttpRequest, Route> listing(
      BiFunction<Snapshot, ListQuery, RecordListing> select) {
    return request -> {
      ListQuery query = ListQuery.of(request);
      return completeWithFuture(
          asks.snapshot()
              .thenApply(
                  data -> GzipEncoding.streamed(streamed(select.apply(data, query)), request)));
    };
  }

  private static RecordListing history(Snapshot data, ListQuery query) {
    List<LedgerRecord> all = data.ledger().records();
    return RecordListing.history(query.pageOf(all), all.size(), query.addresses());
  }

  private static RecordListing recent(Snapshot data, ListQuery query) {
    return RecordListing.recent(
        data.ledger().recordsOfLast(DAY), data.ledger().records().size(), query.addresses());
  }

  private HttpResponse streamed(RecordListing listing) {
    return Responses.streamed(
        HttpEntities.create(
            Responses.JSON,
            bodies.watched(
                Source.fromIterator(listing::iterator).map(ByteString::fromArrayUnsafe))));
  }

  /** What is read at a path, in any case and with or without a slash at its end. */
  private static Route at(String path, Function<HttpRequest, Route> get) {
    return extractRequest(
        request -> {
          if (!isAt(path, request.getUri().path())) {
            return reject();
          }
          return request.method().equals(HttpMethods.GET)
                  || request.method().equals(HttpMethods.HEAD)
              ? get.apply(request)
              : complete(Responses.methodNotAllowed(request));
        });
  }

  private static boolean isAt(String path, String asked) {
    boolean slashAtEnd = path.length() > 1 && asked.length() == path.length() + 1;
    return asked.regionMatches(true, 0, path, 0, path.length())
        && (asked.length() == path.length() || (slashAtEnd && asked.endsWith("/")));
  }

  private static <T> CompletionStage<Optional<T>> orEmpty(CompletionStage<T> answer) {
    return answer.handle((value, failure) -> Optional.ofNullable(value));
  }
}
