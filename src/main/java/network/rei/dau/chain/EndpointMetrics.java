package network.rei.dau.chain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/**
 * Publishes the metrics and the last status of one endpoint to other threads. Its endpoint manager
 * is the only writer.
 */
public final class EndpointMetrics {

  private final LongAdder requests = new LongAdder();
  private final Histogram latency = Histogram.ofRequestTimes();
  private final Histogram batchSizes =
      Histogram.ofNumbers(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000);
  private final CounterMap<ChainException.Kind> errors =
      new CounterMap<>(ChainException.Kind::label);
  private final LongAdder coolDowns = new LongAdder();
  private volatile EndpointStatus status;

  private EndpointMetrics(String endpoint) {
    for (ChainException.Kind kind : ChainException.Kind.values()) {
      errors.of(kind);
    }
    this.status =
        new EndpointStatus(
            endpoint,
            EndpointStatus.State.HEALTHY,
            0,
            0,
            0,
            Optional.empty(),
            0,
            0,
            Optional.empty(),
            OptionalLong.empty(),
            false,
            OptionalLong.empty(),
            0);
  }

  /** Returns one for each URL of the settings, in their order. */
  public static List<EndpointMetrics> of(RpcSettings settings) {
    return settings.requestUrls().stream()
        .map(url -> new EndpointMetrics(EndpointName.of(url).toString()))
        .toList();
  }

  /** Returns the URL without user, password, path secrets and query. */
  public String endpoint() {
    return status.name();
  }

  /** Returns the status that was published last. */
  public EndpointStatus status() {
    return status;
  }

  /** Makes a status visible to other threads. */
  public void publish(EndpointStatus changed) {
    status = changed;
  }

  /** Returns the number of HTTP requests that were answered or failed. */
  public LongAdder requests() {
    return requests;
  }

  /** Returns the durations of the requests that were answered. */
  public Histogram latency() {
    return latency;
  }

  /** Returns how many calls each request held, without the one for the chain id. */
  public Histogram batchSizes() {
    return batchSizes;
  }

  /** Returns how many requests failed as a whole or in part, by the kind of the failure. */
  public CounterMap<ChainException.Kind> errors() {
    return errors;
  }

  /** Returns how often the circuit breaker opened. */
  public LongAdder coolDowns() {
    return coolDowns;
  }
}
