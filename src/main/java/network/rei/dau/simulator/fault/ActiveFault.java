package network.rei.dau.simulator.fault;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import network.rei.dau.simulator.node.RpcCall;

/** A fault that has been set, and how often it has fired. Thread-safe. */
public final class ActiveFault {

  private final Fault fault;
  private final FaultTrigger when;
  private final Random random;
  private final Map<Long, Integer> firedPerBlock = new ConcurrentHashMap<>();
  private long fired;
  private double tokens;
  private long refilledAtNanos;

  ActiveFault(Fault fault, FaultTrigger when, Random random) {
    this.fault = fault;
    this.when = when;
    this.random = random;
    if (fault instanceof Fault.RequestRate rate) {
      tokens = Math.max(1, rate.perSecond());
      refilledAtNanos = System.nanoTime();
    }
  }

  public Fault fault() {
    return fault;
  }

  /** How often it has struck a request, a block or a call. */
  public synchronized long fired() {
    return fired;
  }

  /** Whether it strikes a request of these calls. */
  synchronized boolean strikes(List<RpcCall> calls) {
    if (when.blocks() == null && when.method() == null && !limitsPerBlock()) {
      return chance();
    }
    for (RpcCall call : calls) {
      if (matches(call)) {
        return strikes(call);
      }
    }
    return false;
  }

  /** Whether it strikes this call. */
  synchronized boolean strikes(RpcCall call) {
    if (!matches(call) || !chance()) {
      return false;
    }
    if (limitsPerBlock() && call.blockNumber() >= 0) {
      firedPerBlock.merge(call.blockNumber(), 1, Integer::sum);
    }
    return true;
  }

  private boolean limitsPerBlock() {
    return when.timesPerBlock() != Integer.MAX_VALUE;
  }

  private boolean matches(RpcCall call) {
    if (when.method() != null && !when.method().equals(call.method())) {
      return false;
    }
    long number = call.blockNumber();
    if (when.blocks() != null && (number < 0 || !when.blocks().test(number))) {
      return false;
    }
    return !limitsPerBlock() || firedPerBlock.getOrDefault(number, 0) < when.timesPerBlock();
  }

  private boolean chance() {
    if (fired >= when.times()) {
      return false;
    }
    if (when.probability() < 1 && random.nextDouble() >= when.probability()) {
      return false;
    }
    if (fault instanceof Fault.RequestRate rate && tokenTaken(rate.perSecond())) {
      return false;
    }
    fired++;
    return true;
  }

  /** A token bucket that holds one second's worth. */
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
