package network.rei.dau.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import java.util.concurrent.CompletionStage;

/** Counts requests by route and status, and measures how long their answers take. */
final class CountedRequests implements Function<HttpRequest, CompletionStage<HttpResponse>> {

  private static final long serialVersionUID = 1L;
  private static final int FAILED = 500;

  private final transient Function<HttpRequest, CompletionStage<HttpResponse>> handler;
  private final transient RouteNames routes;
  private final transient RequestMetrics counts;

  CountedRequests(
      Function<HttpRequest, CompletionStage<HttpResponse>> handler,
      RouteNames routes,
      RequestMetrics counts) {
    this.handler = handler;
    this.routes = routes;
    this.counts = counts;
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    long begun = System.nanoTime();
    RequestMetrics.OfRoute route = counts.of(routes.of(request.getUri().path()));
    CompletionStage<HttpResponse> answer = handler.apply(request);
    // Beside the answer, which need not wait; what routes return takes a new thread else.
    CompletionStage<HttpResponse> unused =
        answer.whenCompleteAsync(
            (response, failure) ->
                route.answered(
                    failure == null ? response.status().intValue() : FAILED,
                    System.nanoTime() - begun),
            Runnable::run);
    return answer;
  }
}
