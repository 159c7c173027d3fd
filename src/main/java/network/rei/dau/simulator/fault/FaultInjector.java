package network.rei.dau.simulator.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import network.rei.dau.simulator.node.RpcCall;
import network.rei.dau.simulator.node.RpcRequest;

/**
 * The faults of one node: several at once, each when its {@link FaultTrigger} says so, set and
 * removed while the node runs. Thread-safe. For one seed and one order of requests the same
 * requests are struck.
 */
public final class FaultInjector {

  private final Random random;
  private final List<ActiveFault> active = new CopyOnWriteArrayList<>();

  /** No faults yet. */
  public FaultInjector(long seed) {
    random = new Random(seed);
  }

  /** Sets a fault that always fires. */
  public ActiveFault add(Fault fault) {
    return add(fault, FaultTrigger.always());
  }

  /**
   * Sets a fault; what it returns tells how often it fired, and removes it with {@link #remove}.
   */
  public ActiveFault add(Fault fault, FaultTrigger when) {
    ActiveFault set = new ActiveFault(fault, when, random);
    active.add(set);
    return set;
  }

  public void remove(ActiveFault fault) {
    active.remove(fault);
  }

  /** The node is sound again; what hangs goes on hanging. */
  public void clear() {
    active.clear();
  }

  /** Every request waits that long, and up to {@code jitter} longer. */
  public ActiveFault latency(Duration fixed, Duration jitter) {
    return add(new Fault.Latency(fixed, jitter));
  }

  /** A JSON-RPC error for every call of one method. */
  public ActiveFault methodFails(String method, int code, String message) {
    return add(new Fault.ItemError(code, message), FaultTrigger.onMethod(method));
  }

  /** Each request is answered at random by a node at the head or by one that is behind. */
  public ActiveFault loadBalanced(int blocksBehind) {
    return add(new Fault.Lag(blocksBehind), FaultTrigger.withProbability(0.5));
  }

  /** Runs for each fault of a kind that strikes the request. */
  public <F extends Fault> void each(Class<F> kind, List<RpcCall> calls, Consumer<F> action) {
    for (ActiveFault fault : active) {
      if (kind.isInstance(fault.fault()) && fault.strikes(calls)) {
        action.accept(kind.cast(fault.fault()));
      }
    }
  }

  /** The first fault of a kind that strikes the call. */
  public <F extends Fault> Optional<F> first(Class<F> kind, RpcCall call) {
    for (ActiveFault fault : active) {
      if (kind.isInstance(fault.fault()) && fault.strikes(call)) {
        return Optional.of(kind.cast(fault.fault()));
      }
    }
    return Optional.empty();
  }

  /** The first fault that answers in place of the node. */
  public Optional<Fault> inPlaceOfAnswer(RpcRequest request) {
    for (ActiveFault fault : active) {
      if (answersInPlace(fault.fault(), request) && fault.strikes(request.calls())) {
        return Optional.of(fault.fault());
      }
    }
    return Optional.empty();
  }

  private static boolean answersInPlace(Fault fault, RpcRequest request) {
    if (fault instanceof Fault.BatchLimit limit) {
      return request.batch() && request.calls().size() > limit.items();
    }
    return fault instanceof Fault.HttpError
        || fault instanceof Fault.RequestRate
        || fault instanceof Fault.ErrorObject
        || fault instanceof Fault.BrokenConnection
        || fault instanceof Fault.Flood
        || fault instanceof Fault.GzipBomb;
  }

  /** How long the request waits. */
  public Duration latencyOf(List<RpcCall> calls) {
    List<Duration> waits = new ArrayList<>();
    each(
        Fault.Latency.class,
        calls,
        latency ->
            waits.add(
                latency
                    .fixed()
                    .plusNanos((long) (random.nextDouble() * latency.jitter().toNanos()))));
    return waits.stream().reduce(Duration.ZERO, Duration::plus);
  }
}
