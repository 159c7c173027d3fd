package network.rei.dau.observability.metrics.http;

import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The HTTP requests by route, and what the server holds for its clients. */
public record HttpMetricGroup(RequestMetrics requests, ResourceMetrics held)
    implements MetricGroup {

  private static final String ROUTE = "route";

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    requests
        .routes()
        .forEach(
            (route, counted) -> {
              counted
                  .answers()
                  .forEach(
                      (status, count) ->
                          metrics.counter(
                              "rei_dau_http_requests_total",
                              "Requests that were answered, by route and status.",
                              count,
                              ROUTE,
                              route,
                              "status",
                              status.toString()));
              metrics.histogram(
                  "rei_dau_http_request_duration_seconds",
                  "Time from the arrival of a request until its response was ready to be sent.",
                  counted.times(),
                  ROUTE,
                  route);
            });
    collect("http", held.http(), held.limits().connections(), metrics);
    collect("management", held.management(), held.limits().managementConnections(), metrics);
    metrics.gauge(
        "rei_dau_http_event_streams",
        "Open streams of server-sent events.",
        held.eventStreams().get());
    metrics.gauge(
        "rei_dau_http_event_streams_limit",
        "Streams of server-sent events that may be open.",
        held.limits().eventStreams());
    metrics.gauge(
        "rei_dau_http_streamed_bytes",
        "Memory of the lists of /api/stats that are being sent.",
        held.memory().used(ResponseMemory.Kind.LISTS));
    metrics.gauge(
        "rei_dau_http_cached_bytes",
        "Bytes of the cached responses of /api/v1.",
        held.memory().used(ResponseMemory.Kind.CACHE));
    collect(held.memory(), metrics);
  }

  private static void collect(ResponseMemory memory, MetricFamilies metrics) {
    for (ResponseMemory.Kind kind : ResponseMemory.Kind.values()) {
      metrics.gauge(
          "rei_dau_http_memory_used_bytes",
          "Estimated memory of the responses that are held for clients.",
          memory.used(kind),
          "kind",
          kind.label());
    }
    metrics.gauge(
        "rei_dau_http_memory_limit_bytes",
        "Memory that the responses held for clients may take.",
        memory.limit());
    metrics.counter(
        "rei_dau_http_memory_refusals_total",
        "Responses and event streams that were refused because there was not enough memory.",
        memory.refusals());
  }

  private static void collect(
      String port, ResourceMetrics.OfPort held, int limit, MetricFamilies metrics) {
    metrics.gauge(
        "rei_dau_http_connections_limit",
        "Connections that may be open, by port.",
        limit,
        "port",
        port);
    metrics.gauge(
        "rei_dau_http_connections",
        "Open connections, by port.",
        held.connections().get(),
        "port",
        port);
    metrics.gauge(
        "rei_dau_http_head_bytes",
        "Bytes of the heads of requests that have not arrived completely, by port.",
        held.headBytes().get(),
        "port",
        port);
  }
}
