package network.rei.dau.http.ratelimit;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.respondWithHeaders;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import network.rei.dau.http.directive.Cors;
import network.rei.dau.http.problem.Problems;

/**
 * Answers 429 to requests of a client beyond its limit. Only paths under {@code /api/} and of
 * badges and charts are limited, so that monitoring of {@code /health} always works. The headers of
 * each response report the quota as of draft-ietf-httpapi-ratelimit-headers-07.
 */
public final class RateLimitDirective {

  private static final List<String> LIMITED =
      List.of("/api/", "/stats-service/", "/badge/", "/chart/", "/embed/");

  /** Each counted client takes about 100 bytes, so this many take 6 MB. */
  private static final int MAX_CLIENTS = 65_536;

  private final RateLimiter limiter;
  private final ClientKey clients;

  private RateLimitDirective(RateLimiter limiter, ClientKey clients) {
    this.limiter = limiter;
    this.clients = clients;
  }

  /** Limits the requests to a route; returns the route itself if the settings set no limit. */
  public static Route rateLimited(RateLimitSettings settings, Clock clock, Supplier<Route> inner) {
    return settings.isOn()
        ? new RateLimitDirective(
                new RateLimiter(settings.requestsPerMinute(), MAX_CLIENTS, clock),
                new ClientKey(settings.trustedProxies()))
            .limit(inner.get())
        : inner.get();
  }

  private Route limit(Route route) {
    return extractRequest(
        request -> isLimited(request) ? limit(limiter.take(clients.of(request)), route) : route);
  }

  private static Route limit(RateLimiter.Quota quota, Route route) {
    return Cors.withExposedHeaders(
        () ->
            respondWithHeaders(
                headers(quota),
                () -> quota.allowed() ? route : complete(Problems.tooManyRequests(quota))));
  }

  /** Preflight requests do not count, since browsers and not the client's own code send them. */
  private static boolean isLimited(HttpRequest request) {
    String path = request.getUri().path();
    return !request.method().equals(HttpMethods.OPTIONS)
        && LIMITED.stream()
            .anyMatch(start -> path.regionMatches(true, 0, start, 0, start.length()));
  }

  private static List<HttpHeader> headers(RateLimiter.Quota quota) {
    return List.of(
        header("RateLimit-Limit", quota.limit()),
        header("RateLimit-Remaining", quota.remaining()),
        header("RateLimit-Reset", quota.resetSeconds()),
        RawHeader.create(
            "RateLimit-Policy", quota.limit() + ";w=" + RateLimiter.WINDOW.toSeconds()));
  }

  private static HttpHeader header(String name, long value) {
    return RawHeader.create(name, Long.toString(value));
  }
}
