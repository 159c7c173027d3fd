package network.rei.dau.http.ratelimit;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.function.Function;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.CommonHeaders;
import network.rei.dau.http.Cors;
import network.rei.dau.http.Problems;

/**
 * Takes the requests that a client may make, and answers 429 to those beyond. Limited is what lies
 * under {@code /api/}: whoever watches {@code /health} is not kept out. What is left stands in the
 * headers of each answer, as of draft-ietf-httpapi-ratelimit-headers-07.
 */
public final class RateLimited implements Function<HttpRequest, CompletionStage<HttpResponse>> {

  private static final long serialVersionUID = 1L;
  private static final String LIMITED = "/api/";

  private final transient Function<HttpRequest, CompletionStage<HttpResponse>> handler;
  private final transient RateLimiter limiter;
  private final transient ClientKey clients;

  public RateLimited(
      Function<HttpRequest, CompletionStage<HttpResponse>> handler,
      RateLimiter limiter,
      ClientKey clients) {
    this.handler = handler;
    this.limiter = limiter;
    this.clients = clients;
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    if (!isLimited(request)) {
      return handler.apply(request);
    }
    RateLimiter.Quota quota = limiter.take(clients.of(request));
    return answer(request, quota)
        // what routes return takes a new thread else, as asks do
        .thenApplyAsync(
            response -> Cors.exposed(response).addHeaders(headers(quota)), Runnable::run);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, RateLimiter.Quota quota)
      throws Exception {
    return quota.allowed()
        ? handler.apply(request)
        : CompletableFuture.completedFuture(CommonHeaders.on(Problems.tooManyRequests(quota)));
  }

  /** Preflights are made by browsers, not by who asks. */
  private static boolean isLimited(HttpRequest request) {
    return request.getUri().path().regionMatches(true, 0, LIMITED, 0, LIMITED.length())
        && !request.method().equals(HttpMethods.OPTIONS);
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
