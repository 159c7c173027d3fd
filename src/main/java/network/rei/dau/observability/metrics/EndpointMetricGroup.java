package network.rei.dau.observability.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;

/** The endpoints of the chain, as this node finds them. */
record EndpointMetricGroup(ChainClient chain) implements MetricGroup {

  private static final String ENDPOINT = "endpoint";

  @Override
  public void tell(Scrape reading, Meters to) {
    List<EndpointStatus> endpoints = distinct(chain.endpoints());
    state(endpoints, to);
    gauge(
        endpoints,
        EndpointStatus::inFlight,
        to.gauges("rei_dau_endpoint_in_flight_requests", "Requests under way."));
    gauge(
        endpoints,
        EndpointStatus::concurrency,
        to.gauges(
            "rei_dau_endpoint_concurrency_limit",
            "How many requests may be under way at once, as was found out."));
    gauge(
        endpoints,
        EndpointStatus::batchSize,
        to.gauges(
            "rei_dau_endpoint_batch_size_limit",
            "How many blocks one request may ask for, as was found out."));
    chain.metrics().forEach(counts -> counts(counts, to));
  }

  /** Endpoints that differ in what must not be shown only are told by the first of them. */
  private static List<EndpointStatus> distinct(List<EndpointStatus> endpoints) {
    Set<String> names = new HashSet<>();
    return endpoints.stream().filter(endpoint -> names.add(endpoint.name())).toList();
  }

  private static void state(List<EndpointStatus> endpoints, Meters to) {
    Meters.Gauges up =
        to.gauges("rei_dau_endpoint_up", "1 if the endpoint takes work, 0 if it is left alone.");
    Meters.Gauges states =
        to.gauges("rei_dau_endpoint_state", "1 for the state that the endpoint is in.");
    for (EndpointStatus endpoint : endpoints) {
      up.is(endpoint.state() == EndpointStatus.State.HEALTHY ? 1 : 0, ENDPOINT, endpoint.name());
      for (EndpointStatus.State state : EndpointStatus.State.values()) {
        states.is(
            endpoint.state() == state ? 1 : 0,
            ENDPOINT,
            endpoint.name(),
            "state",
            state.name().toLowerCase(Locale.ROOT));
      }
    }
    up.told();
    states.told();
  }

  private static void gauge(
      List<EndpointStatus> endpoints, Function<EndpointStatus, Number> value, Meters.Gauges gauge) {
    endpoints.forEach(endpoint -> gauge.is(value.apply(endpoint), ENDPOINT, endpoint.name()));
    gauge.told();
  }

  private static void counts(EndpointMetrics counts, Meters to) {
    String name = counts.endpoint();
    to.counter(
        "rei_dau_endpoint_requests_total",
        "Requests that were answered or failed.",
        counts.requests(),
        ENDPOINT,
        name);
    to.histogram(
        "rei_dau_endpoint_request_duration_seconds",
        "How long requests took that were answered.",
        counts.latency(),
        ENDPOINT,
        name);
    to.histogram(
        "rei_dau_endpoint_batch_size",
        "How many things one request asked for.",
        counts.batchSizes(),
        ENDPOINT,
        name);
    to.counters(
        "rei_dau_endpoint_errors_total",
        "Requests that failed in whole or in part, by type.",
        counts.errors(),
        "type",
        ENDPOINT,
        name);
    to.counter(
        "rei_dau_endpoint_cool_downs_total",
        "How often the endpoint was left alone for a while after failures.",
        counts.coolDowns(),
        ENDPOINT,
        name);
  }
}
