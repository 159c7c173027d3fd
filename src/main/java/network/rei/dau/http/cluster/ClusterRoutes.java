package network.rei.dau.http.cluster;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.onSuccess;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefixTest;
import static akka.http.javadsl.server.Directives.respondWithDefaultHeader;
import static akka.http.javadsl.server.PathMatchers.separateOnSlashes;
import static network.rei.dau.http.directive.CommonHeaders.NO_STORE;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.Cluster;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import akka.management.cluster.javadsl.ClusterHttpManagementRoutes;
import akka.management.cluster.javadsl.ClusterMembershipCheck;
import java.util.List;
import network.rei.dau.http.directive.CommonHeaders;
import network.rei.dau.http.stats.StatsErrors;

/**
 * The routes of Akka Management that read the cluster: the members as <a
 * href="https://doc.akka.io/docs/akka-management/1.4/cluster-http-management.html">Cluster HTTP
 * Management</a> reports them, and its readiness check. Those that change the membership, or report
 * shards and events, are left out.
 */
public final class ClusterRoutes {

  /** The paths of these routes, in the notation of OpenAPI. */
  public static final List<String> PATHS =
      List.of("/cluster/members", "/cluster/members/{address}", "/cluster/ready");

  private ClusterRoutes() {}

  /**
   * Returns the routes below {@code /cluster}.
   *
   * @param system a node of a cluster
   */
  public static Route of(ActorSystem<?> system) {
    Route members = ClusterHttpManagementRoutes.readOnly(Cluster.get(Adapter.toClassic(system)));
    Route ready = ready(new ClusterMembershipCheck(Adapter.toClassic(system)));
    Route all =
        concat(
            path(separateOnSlashes("cluster/ready"), () -> ready),
            pathPrefixTest(separateOnSlashes("cluster/members"), () -> get(() -> members)));
    Route headed = respondWithDefaultHeader(NO_STORE, () -> all);
    return pathPrefixTest(
        "cluster",
        () ->
            CommonHeaders.withSecurityHeaders(
                () -> headed.seal(StatsErrors.rejections(), StatsErrors.exceptions())));
  }

  /** Answers 200 for a member that is up, and 503 for a node in any other state. */
  private static Route ready(ClusterMembershipCheck check) {
    return get(
        () ->
            onSuccess(
                check.get(),
                ready -> complete(ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE)));
  }
}
