package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.server.Route;
import java.util.Set;
import java.util.function.Supplier;
import network.rei.dau.http.problem.Problems;

/** Limits a node without the role {@code api} to the routes that operators and probes need. */
final class ClusterRole {

  private static final Set<String> OPERATOR_PATHS =
      Set.of("/health", "/alive", "/ready", "/metrics", "/api/v1/status");

  private ClusterRole() {}

  /** Answers 404 to all other paths. */
  static Route operatorsOnly(Supplier<Route> inner) {
    Route route = inner.get();
    return extractRequest(
        request ->
            OPERATOR_PATHS.contains(request.getUri().path())
                ? route
                : complete(Problems.roleRequired()));
  }
}
