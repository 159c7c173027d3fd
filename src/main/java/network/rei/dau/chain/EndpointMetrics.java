package network.rei.dau.chain;

import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.chain.endpoint.EndpointName;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/** What was counted of one endpoint since the start; read by any thread. */
public final class EndpointMetrics {

  private final String endpoint;
  private final LongAdder requests = new LongAdder();
  private final Histogram latency = Histogram.ofWaits();
  private final Histogram batchSizes =
      Histogram.ofNumbers(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000);
  private final CounterMap<ChainException.Kind> errors =
      new CounterMap<>(ChainException.Kind::label);
  private final LongAdder coolDowns = new LongAdder();

  public EndpointMetrics(EndpointName endpoint) {
    this.endpoint = endpoint.toString();
    for (ChainException.Kind kind : ChainException.Kind.values()) {
      errors.of(kind);
    }
  }

  /** Its URL without user, password, path secrets and query. */
  public String endpoint() {
    return endpoint;
  }

  /** Answered or failed. */
  public LongAdder requests() {
    return requests;
  }

  /** Time of the requests that were answered. */
  public Histogram latency() {
    return latency;
  }

  /** How many blocks, or other things, each request asked for. */
  public Histogram batchSizes() {
    return batchSizes;
  }

  /** Requests that failed in whole or in part, by what was wrong. */
  public CounterMap<ChainException.Kind> errors() {
    return errors;
  }

  /** How often it was left alone for a while after failures. */
  public LongAdder coolDowns() {
    return coolDowns;
  }
}
