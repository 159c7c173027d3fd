package network.rei.dau.observability.metrics;

import network.rei.dau.http.metrics.RequestMetrics;

/** HTTP requests, by route of the API's description. */
record HttpMetricGroup(RequestMetrics requests) implements MetricGroup {

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
  }
}
