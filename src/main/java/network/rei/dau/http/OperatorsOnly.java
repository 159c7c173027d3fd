package network.rei.dau.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes the requests to a node that does not have the role {@code api}: what operators and probes
 * ask is answered, all else is not found.
 */
final class OperatorsOnly implements Function<HttpRequest, CompletionStage<HttpResponse>> {

  private static final long serialVersionUID = 1L;

  private static final Set<String> PATHS =
      Set.of("/health", "/alive", "/ready", "/metrics", "/api/v1/status");

  private final transient Function<HttpRequest, CompletionStage<HttpResponse>> handler;

  OperatorsOnly(Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    this.handler = handler;
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    return PATHS.contains(request.getUri().path())
        ? handler.apply(request)
        : CompletableFuture.completedFuture(Cors.open(Problems.roleRequired()));
  }
}
