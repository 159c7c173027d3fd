package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.mapResponse;
import static akka.http.javadsl.server.Directives.reject;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import network.rei.dau.views.Answer;

/**
 * Takes every request: the prepared answers at once, all others through the routes. The prepared
 * ones are routes too, where their paths are spelt otherwise; asked for by their exact paths they
 * cost an ask and a write, and nothing of the routing.
 */
final class RequestHandler implements Function<HttpRequest, CompletionStage<HttpResponse>> {

  private static final long serialVersionUID = 1L;

  private static final Map<String, Answer> PREPARED =
      Map.of("/api/stats/24h", Answer.LAST_24_HOURS, "/api/stats/7days", Answer.LAST_7_DAYS);

  private final transient ApiRoutes api;
  private final transient Function<HttpRequest, CompletionStage<HttpResponse>> routes;

  RequestHandler(ApiRoutes api, ApiV1 v1, Docs docs, Page page, ActorSystem<?> system) {
    this.api = api;
    this.routes =
        mapResponse(
                CommonHeaders::on,
                () ->
                    concat(preflights(), v1.routes(), docs.routes(), page.routes(), api.routes())
                        .seal(Failures.rejections(), Failures.exceptions()))
            .handler(system);
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    Answer prepared =
        request.method().equals(HttpMethods.GET) ? PREPARED.get(request.getUri().path()) : null;
    return prepared == null ? routes.apply(request) : api.prepared(prepared, request);
  }

  private static Route preflights() {
    return extractRequest(
        request ->
            request.method().equals(HttpMethods.OPTIONS)
                ? complete(Cors.preflight(request))
                : reject());
  }
}
