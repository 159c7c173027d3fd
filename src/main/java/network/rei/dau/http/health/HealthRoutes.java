package network.rei.dau.http.health;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.onSuccess;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.reject;
import static network.rei.dau.http.directive.CommonHeaders.NO_STORE;
import static network.rei.dau.http.directive.CommonHeaders.withSecurityHeaders;
import static network.rei.dau.http.directive.JsonDirectives.completeJson;
import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.directive.GzipEncoding;
import network.rei.dau.http.stats.StatsErrors;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.webhook.WebhookStatus;

/** The routes of operators, probes and Prometheus. */
public final class HealthRoutes {

  /** The paths of these routes, as the OpenAPI description writes them. */
  public static final List<String> PATHS = List.of("/alive", "/ready", "/health", "/metrics");

  /**
   * The answer to a probe.
   *
   * @param status {@code alive}, {@code ready} or {@code not ready}
   * @param reasons why it is not ready, a sentence each; empty otherwise
   */
  private record ProbeView(String status, List<String> reasons) {}

  private static final HttpResponse METRICS =
      HttpResponse.create()
          .addHeader(RawHeader.create("Vary", "Accept, Accept-Encoding"))
          .addHeader(NO_STORE);

  private final ActorClient actors;
  private final HttpSettings settings;
  private final Clock clock;
  private final MetricsSource metrics;
  private final Supplier<List<WebhookStatus>> webhooks;

  /**
   * @param webhooks returns how the webhooks stand, and an empty list if there are none
   */
  public HealthRoutes(
      ActorClient actors,
      HttpSettings settings,
      Clock clock,
      MetricsSource metrics,
      Supplier<List<WebhookStatus>> webhooks) {
    this.actors = actors;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.webhooks = webhooks;
  }

  /** Returns the route of {@code /health}, which the page and monitoring services read. */
  public Route health() {
    return resource(() -> extractRequest(request -> report()));
  }

  /**
   * Returns the routes of probes and scrapers. They match exactly these paths, and scripts of other
   * origins cannot read them.
   */
  public Route operators() {
    Map<String, Route> routes =
        Map.of(
            "alive", read(alive()),
            "ready", read(extractRequest(request -> ready())),
            "metrics", read(extractRequest(this::metrics)));
    Route rejected = reject();
    return path(PathMatchers.segment(), name -> routes.getOrDefault(name, rejected));
  }

  private static Route read(Route route) {
    return withSecurityHeaders(
        () -> get(() -> route).seal(StatsErrors.rejections(), StatsErrors.exceptions()));
  }

  /** Depends on no actor: an orchestrator restarts a process that does not answer this. */
  private static Route alive() {
    return completeJson(new ProbeView("alive", List.of()), NO_STORE);
  }

  /** Answers 503 while a load balancer must not send requests; the age of the data is no reason. */
  private Route ready() {
    return onSuccess(
        actors.snapshotIfAvailable(),
        data -> {
          List<String> reasons = reasonsNotReady(data);
          return reasons.isEmpty()
              ? completeJson(new ProbeView("ready", reasons), NO_STORE)
              : completeJson(
                  StatusCodes.SERVICE_UNAVAILABLE, new ProbeView("not ready", reasons), NO_STORE);
        });
  }

  private List<String> reasonsNotReady(Optional<Snapshot> data) {
    List<String> reasons = new ArrayList<>();
    if (data.isEmpty()) {
      reasons.add(
          "The store did not answer within " + DurationText.of(settings.askTimeout()) + ".");
    }
    if (actors.isStopping()) {
      reasons.add("The service is stopping.");
    }
    return reasons;
  }

  private Route report() {
    return onSuccess(
        actors
            .snapshotIfAvailable()
            .thenCombine(
                actors.statusIfAvailable(),
                (data, ingest) ->
                    new HealthReport(
                        data,
                        ingest,
                        actors.membership(),
                        webhooks.get(),
                        settings,
                        clock.instant())),
        report -> completeJson(report.view()));
  }

  private Route metrics(HttpRequest request) {
    String accepted = request.getHeader("Accept").map(HttpHeader::value).orElse("");
    boolean gzip = GzipEncoding.isAccepted(request);
    return onSuccess(metrics.read(accepted), page -> complete(response(page, gzip)));
  }

  private static HttpResponse response(MetricsSource.Page page, boolean gzip) {
    byte[] body = gzip ? page.gzip() : page.body();
    HttpResponse response =
        METRICS.withEntity(
            HttpEntities.create(
                ContentTypes.parse(page.contentType()), ByteString.fromArrayUnsafe(body)));
    return gzip ? response.addHeader(RawHeader.create("Content-Encoding", "gzip")) : response;
  }
}
