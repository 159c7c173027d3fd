package network.rei.dau.metrics;

import network.rei.dau.http.RequestCounts;

/** Requests, by the routes of the API's description. */
record HttpSection(RequestCounts counts) implements Section {

  @Override
  public void tell(Reading reading, Meters to) {
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
