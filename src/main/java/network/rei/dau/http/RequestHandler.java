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
import network.rei.dau.http.page.DocsRoutes;
import network.rei.dau.http.page.PageRoutes;
import network.rei.dau.http.stats.StatsErrors;
import network.rei.dau.http.stats.StatsRoutes;
import network.rei.dau.http.v1.V1Routes;
import network.rei.dau.stats.answer.AnswerKind;

/**
 * Takes every request: the prepared answers at once, all others through the routes. The prepared
 * ones are routes too, where their paths are spelt otherwise; asked for by their exact paths they
 * cost an ask and a write, and nothing of the routing.
 */
final class RequestHandler implements Function<HttpRequest, CompletionStage<HttpResponse>> {

  private static final long serialVersionUID = 1L;

  private static final Map<String, AnswerKind> PREPARED =
      Map.of(
          "/api/stats/24h", AnswerKind.LAST_24_HOURS, "/api/stats/7days", AnswerKind.LAST_7_DAYS);

  private final transient StatsRoutes api;
  private final transient Function<HttpRequest, CompletionStage<HttpResponse>> routes;

  public RequestHandler(
      StatsRoutes api, V1Routes v1, DocsRoutes docs, PageRoutes page, ActorSystem<?> system) {
    this.api = api;
    this.routes =
        mapResponse(
                CommonHeaders::on,
                () ->
                    concat(preflights(), v1.route(), docs.routes(), page.routes(), api.routes())
                        .seal(StatsErrors.rejections(), StatsErrors.exceptions()))
            .handler(system);
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    AnswerKind prepared =
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
