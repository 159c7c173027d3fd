package network.rei.dau.simulator.fault;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import network.rei.dau.simulator.node.RpcCall;

/** A fault of a node, and how many times it has fired. Thread-safe. */
public final class ActiveFault {

  private final Fault fault;
  private final FaultTrigger trigger;
  private final Random random;
  private final Map<Long, Integer> firedPerBlock = new ConcurrentHashMap<>();
  private long fired;
  private double tokens;
  private long refilledAtNanos;

  ActiveFault(Fault fault, FaultTrigger trigger, Random random) {
    this.fault = fault;
    this.trigger = trigger;
    this.random = random;
    limit()
        .ifPresent(
            perSecond -> {
              tokens = Math.max(1, perSecond);
              refilledAtNanos = System.nanoTime();
            });
  }

  /** Returns how many requests or calls a second are not affected, if this fault is a limit. */
  private OptionalDouble limit() {
    if (fault instanceof Fault.RequestRate rate) {
      return OptionalDouble.of(rate.perSecond());
    }
    return fault instanceof Fault.CallRate rate
        ? OptionalDouble.of(rate.perSecond())
        : OptionalDouble.empty();
  }

  public Fault fault() {
    return fault;
  }

  /** Returns how many times the fault has affected a request, a block or a call. */
  public synchronized long fired() {
    return fired;
  }

  /** Returns whether the fault affects this request with these calls, and counts it. */
  synchronized boolean applies(List<RpcCall> calls) {
    if (trigger.blocks() == null && trigger.method() == null && !limitsPerBlock()) {
      return chance();
    }
    for (RpcCall call : calls) {
      if (matches(call)) {
        return applies(call);
      }
    }
    return false;
  }

  /** Returns whether the fault affects this call, and counts it. */
  synchronized boolean applies(RpcCall call) {
    if (!matches(call) || !chance()) {
      return false;
    }
    if (limitsPerBlock() && call.blockNumber() >= 0) {
      firedPerBlock.merge(call.blockNumber(), 1, Integer::sum);
    }
    return true;
  }

  private boolean limitsPerBlock() {
    return trigger.timesPerBlock() != Integer.MAX_VALUE;
  }

  private boolean matches(RpcCall call) {
    if (trigger.method() != null && !trigger.method().equals(call.method())) {
      return false;
    }
    long number = call.blockNumber();
    if (trigger.blocks() != null && (number < 0 || !trigger.blocks().test(number))) {
      return false;
    }
    return !limitsPerBlock() || firedPerBlock.getOrDefault(number, 0) < trigger.timesPerBlock();
  }

  private boolean chance() {
    if (fired >= trigger.times()) {
      return false;
    }
    if (trigger.probability() < 1 && random.nextDouble() >= trigger.probability()) {
      return false;
    }
    OptionalDouble limit = limit();
    if (limit.isPresent() && tokenTaken(limit.getAsDouble())) {
      return false;
    }
    fired++;
    return true;
  }

  /** Takes a token out of a bucket that holds the tokens of one second. */
  private boolean tokenTaken(double perSecond) {
    long now = System.nanoTime();
    tokens = Math.min(Math.max(1, perSecond), tokens + (now - refilledAtNanos) * 1e-9 * perSecond);
    refilledAtNanos = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
