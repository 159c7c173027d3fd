package network.rei.dau.observability.metrics.data;

import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/**
 * The endpoints of the chain as this node sees them. Endpoints whose names are equal, because they
 * differ only in credentials, are represented by the first of them.
 */
public record EndpointMetricGroup(ChainClient chain) implements MetricGroup {

  private static final String ENDPOINT = "endpoint";

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    chain.endpoints().forEach(endpoint -> collect(endpoint, metrics));
    chain.metrics().forEach(endpoint -> collect(endpoint, metrics));
  }

  private static void collect(EndpointStatus endpoint, MetricFamilies metrics) {
    String name = endpoint.name();
    metrics.gauge(
        "rei_dau_endpoint_up",
        "1 if requests are sent to the endpoint, 0 if it is excluded.",
        endpoint.state() == EndpointStatus.State.HEALTHY,
        ENDPOINT,
        name);
    for (EndpointStatus.State state : EndpointStatus.State.values()) {
      metrics.gauge(
          "rei_dau_endpoint_state",
          "1 for the state of the endpoint, 0 for the other states.",
          endpoint.state() == state,
          ENDPOINT,
          name,
          "state",
          state.label());
    }
    metrics.gauge(
        "rei_dau_endpoint_in_flight_requests",
        "Requests that wait for a response.",
        endpoint.inFlight(),
        ENDPOINT,
        name);
    metrics.gauge(
        "rei_dau_endpoint_concurrency_limit",
        "Largest number of concurrent requests, as adapted to the endpoint.",
        endpoint.concurrency(),
        ENDPOINT,
        name);
    metrics.gauge(
        "rei_dau_endpoint_batch_size_limit",
        "Largest number of blocks in one request, as adapted to the endpoint.",
        endpoint.batchSize(),
        ENDPOINT,
        name);
    endpoint
        .head()
        .ifPresent(
            head ->
                metrics.gauge(
                    "rei_dau_endpoint_head_block",
                    "Newest block that the endpoint named.",
                    head,
                    ENDPOINT,
                    name));
    metrics.gauge(
        "rei_dau_endpoint_lagging",
        "1 if the head of the endpoint is behind the head of the chain, 0 otherwise.",
        endpoint.lagging(),
        ENDPOINT,
        name);
    endpoint
        .servesFrom()
        .ifPresent(
            first ->
                metrics.gauge(
                    "rei_dau_endpoint_serves_from_block",
                    "Lowest block that the endpoint is known to serve, if it lacks older ones.",
                    first,
                    ENDPOINT,
                    name));
    metrics.counter(
        "rei_dau_endpoint_unverified_blocks_total",
        "Blocks whose list of transactions could not be verified.",
        endpoint.unverifiedBlocks(),
        ENDPOINT,
        name);
  }

  private static void collect(EndpointMetrics endpoint, MetricFamilies metrics) {
    String name = endpoint.endpoint();
    metrics.counter(
        "rei_dau_endpoint_requests_total",
        "Requests that were answered or failed.",
        endpoint.requests(),
        ENDPOINT,
        name);
    metrics.histogram(
        "rei_dau_endpoint_request_duration_seconds",
        "Duration of the requests that were answered.",
        endpoint.latency(),
        ENDPOINT,
        name);
    metrics.histogram(
        "rei_dau_endpoint_batch_size",
        "Number of calls in a request.",
        endpoint.batchSizes(),
        ENDPOINT,
        name);
    metrics.counters(
        "rei_dau_endpoint_errors_total",
        "Requests that failed in whole or in part, by type.",
        endpoint.errors(),
        "type",
        ENDPOINT,
        name);
    metrics.counter(
        "rei_dau_endpoint_cool_downs_total",
        "Periods in which the endpoint was excluded after failures.",
        endpoint.coolDowns(),
        ENDPOINT,
        name);
  }
}
