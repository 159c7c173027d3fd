package network.rei.dau.observability.metrics;

import network.rei.dau.http.RequestMetrics;

/** Requests, by the routes of the API's description. */
record HttpMetricGroup(RequestMetrics counts) implements MetricGroup {

  @Override
  public void tell(Scrape reading, Meters to) {
    counts
        .routes()
        .forEach(
            (route, counted) -> {
              counted
                  .answers()
                  .forEach(
                      (status, count) ->
                          to.counter(
                              "rei_dau_http_requests_total",
                              "Requests that were answered, by route and status.",
                              count,
                              "route",
                              route,
                              "status",
                              status.toString()));
              to.histogram(
                  "rei_dau_http_request_duration_seconds",
                  "From a request's coming until its answer could be sent.",
                  counted.times(),
                  "route",
                  route);
            });
  }
}
