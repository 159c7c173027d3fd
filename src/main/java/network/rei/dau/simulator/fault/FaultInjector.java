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
 * Holds the active faults of a node, which can be added and removed while the node serves. With the
 * same seed and the same order of requests, the faults affect the same requests. Thread-safe.
 */
public final class FaultInjector {

  private final Random random;
  private final List<ActiveFault> active = new CopyOnWriteArrayList<>();

  /** Creates an injector without faults. */
  public FaultInjector(long seed) {
    random = new Random(seed);
  }

  /** Adds a fault that always fires. */
  public ActiveFault add(Fault fault) {
    return add(fault, FaultTrigger.always());
  }

  /** Adds a fault. */
  public ActiveFault add(Fault fault, FaultTrigger trigger) {
    ActiveFault added = new ActiveFault(fault, trigger, random);
    active.add(added);
    return added;
  }

  public void remove(ActiveFault fault) {
    active.remove(fault);
  }

  /** Removes all faults; connections that hang continue to hang. */
  public void clear() {
    active.clear();
  }

  /** Adds a latency of every request. */
  public ActiveFault latency(Duration fixed, Duration jitter) {
    return add(new Fault.Latency(fixed, jitter));
  }

  /** Adds a JSON-RPC error for every call of a method. */
  public ActiveFault methodFails(String method, int code, String message) {
    return add(new Fault.CallError(code, message), FaultTrigger.onMethod(method));
  }

  /** Adds a load balancer before two nodes, of which one lags behind. */
  public ActiveFault loadBalanced(int blocksBehind) {
    return add(new Fault.Lag(blocksBehind), FaultTrigger.withProbability(0.5));
  }

  /** Runs an action for each fault of a type that affects the request. */
  public <F extends Fault> void forEach(Class<F> type, List<RpcCall> calls, Consumer<F> action) {
    for (ActiveFault fault : active) {
      if (type.isInstance(fault.fault()) && fault.applies(calls)) {
        action.accept(type.cast(fault.fault()));
      }
    }
  }

  /** Returns the first fault of a type that affects the call. */
  public <F extends Fault> Optional<F> first(Class<F> type, RpcCall call) {
    for (ActiveFault fault : active) {
      if (type.isInstance(fault.fault()) && fault.applies(call)) {
        return Optional.of(type.cast(fault.fault()));
      }
    }
    return Optional.empty();
  }

  /** Returns the first fault that replaces the response. */
  public Optional<Fault> replacingResponse(RpcRequest request) {
    for (ActiveFault fault : active) {
      if (replacesResponse(fault.fault(), request) && fault.applies(request.calls())) {
        return Optional.of(fault.fault());
      }
    }
    return Optional.empty();
  }

  private static boolean replacesResponse(Fault fault, RpcRequest request) {
    if (fault instanceof Fault.BatchLimit limit) {
      return request.batch() && request.calls().size() > limit.calls();
    }
    return fault instanceof Fault.HttpError
        || fault instanceof Fault.RequestRate
        || fault instanceof Fault.ErrorObject
        || fault instanceof Fault.BrokenConnection
        || fault instanceof Fault.Flood
        || fault instanceof Fault.GzipBomb;
  }

  /** Returns the latency of the request. */
  public Duration latencyOf(List<RpcCall> calls) {
    List<Duration> waits = new ArrayList<>();
    forEach(
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
