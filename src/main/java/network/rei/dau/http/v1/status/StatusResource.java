package network.rei.dau.http.v1.status;

import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.onSuccess;
import static network.rei.dau.http.directive.CommonHeaders.NO_STORE;
import static network.rei.dau.http.directive.JsonDirectives.completeJson;
import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.time.Clock;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.parameter.TimeParameters;
import network.rei.dau.http.v1.response.ComputePool;
import network.rei.dau.http.v1.response.Format;
import network.rei.dau.json.TimeFormat;

/** {@code /status}: how fresh and how complete the data is, at the time of each request. */
public record StatusResource(
    ActorClient actors, ComputePool computePool, Clock clock, HttpSettings settings) {

  /** Returns the route of the resource. */
  public Route route() {
    return resource(
        () ->
            extractRequest(
                request -> {
                  Parameters parameters = Parameters.of(request);
                  Format.requireJson(parameters);
                  return status(TimeParameters.of(parameters).format());
                }));
  }

  private Route status(TimeFormat times) {
    return onSuccess(
        actors
            .snapshot()
            .thenCombine(
                actors.statusIfAvailable(),
                (data, ingest) ->
                    new StatusReport(data, ingest, actors.membership(), settings, clock.instant()))
            .thenCompose(report -> computePool.submit(report::view)),
        view -> completeJson(view, times, NO_STORE));
  }
}
