package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.pathSingleSlash;
import static network.rei.dau.http.directive.CommonHeaders.withCommonHeaders;
import static network.rei.dau.http.directive.CommonHeaders.withSecurityHeaders;
import static network.rei.dau.http.directive.Cors.withPreflights;
import static network.rei.dau.http.directive.ResourceDirectives.segments;
import static network.rei.dau.http.ratelimit.RateLimitDirective.rateLimited;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import network.rei.dau.cluster.Membership;
import network.rei.dau.cluster.Role;
import network.rei.dau.http.admin.AdminRoutes;
import network.rei.dau.http.cluster.ClusterRoutes;
import network.rei.dau.http.embed.EmbedRoutes;
import network.rei.dau.http.health.HealthRoutes;
import network.rei.dau.http.metrics.RequestCounting;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.page.DocsRoutes;
import network.rei.dau.http.page.PageRoutes;
import network.rei.dau.http.problem.Problems;
import network.rei.dau.http.stats.StatsErrors;
import network.rei.dau.http.stats.StatsRoutes;
import network.rei.dau.http.v1.V1Routes;
import network.rei.dau.observability.trace.Tracing;

/**
 * Builds the tree of all routes. A concern of many routes is a directive around them: counting, the
 * common headers, the role of the node, the rate limit, preflight requests, and the shape of
 * errors.
 */
record HttpRoutes(
    ActorSystem<?> system,
    HttpSettings settings,
    Clock clock,
    RequestMetrics metrics,
    StatsRoutes stats,
    HealthRoutes health,
    V1Routes v1,
    EmbedRoutes embeds,
    Optional<AdminRoutes> admin) {

  private static final Set<String> OPERATOR_PATHS =
      Set.of("/health", "/alive", "/ready", "/metrics", "/api/v1/status");

  /** Returns the routes of the service's port, with those of operators if they share it. */
  Route publicRoute() {
    return counted(() -> settings.management().isOn() ? api() : concat(operators(), api()));
  }

  /** Returns the routes of the management port, with those of the cluster on one of its nodes. */
  Route managementRoute() {
    Route health =
        withSecurityHeaders(
            () ->
                segments(Map.of("health", this.health.health()))
                    .seal(StatsErrors.rejections(), StatsErrors.exceptions()));
    return counted(
        () ->
            Membership.of(system).isPresent()
                ? concat(operators(), ClusterRoutes.of(system), health)
                : concat(operators(), health));
  }

  private Route operators() {
    return admin
        .map(operations -> concat(operations.route(), health.operators()))
        .orElseGet(health::operators);
  }

  private Route api() {
    Route root = concat(PageRoutes.document(settings.page()), StatsRoutes.service());
    Map<String, Route> resources = new HashMap<>(embeds.routes());
    resources.put("api", segments(Map.of("stats", stats.route(), "v1", v1.route())));
    resources.put("stats-service", v1.statsService());
    resources.put("health", health.health());
    resources.put("page", PageRoutes.files());
    resources.put("docs", DocsRoutes.ui());
    resources.put("openapi.yaml", DocsRoutes.yaml());
    resources.put("openapi.json", DocsRoutes.json());
    Route all = segments(resources);
    Route routes =
        withPreflights(
            () ->
                concat(pathSingleSlash(() -> root), all)
                    .seal(StatsErrors.rejections(), StatsErrors.exceptions()));
    return withCommonHeaders(
        () -> servedByRole(() -> rateLimited(settings.rateLimit(), clock, () -> routes)));
  }

  /** A node without the role {@code api} serves only the routes that operators and probes need. */
  private Route servedByRole(Supplier<Route> inner) {
    return Membership.has(system, Role.API) ? inner.get() : operatorsOnly(inner);
  }

  /** Answers 404 to all paths that neither operators nor probes need. */
  static Route operatorsOnly(Supplier<Route> inner) {
    Route route = inner.get();
    return extractRequest(
        request ->
            OPERATOR_PATHS.contains(request.getUri().path())
                ? route
                : complete(Problems.roleRequired()));
  }

  private Route counted(Supplier<Route> inner) {
    List<String> paths = new ArrayList<>(StatsRoutes.PATHS);
    paths.addAll(HealthRoutes.PATHS);
    paths.addAll(DocsRoutes.PATHS);
    paths.addAll(AdminRoutes.paths());
    paths.addAll(ClusterRoutes.PATHS);
    paths.addAll(V1Routes.PATHS);
    paths.addAll(V1Routes.STATS_SERVICE_PATHS);
    paths.addAll(EmbedRoutes.PATHS);
    return new RequestCounting(paths, metrics, Tracing.of(system)).count(inner);
  }
}
