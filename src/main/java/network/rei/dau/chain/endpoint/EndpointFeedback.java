package network.rei.dau.chain.endpoint;

import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an endpoint's answers and failures teach of what it can take and how well it is. On the
 * event loop only.
 */
final class EndpointFeedback {

  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

  private final EndpointName name;
  private final AdaptiveLimits limits;
  private final CircuitBreaker health;
  private final LongAdder coolDowns;
  private boolean cutBefore;
  private boolean lossLogged;

  EndpointFeedback(
      EndpointName name, AdaptiveLimits limits, CircuitBreaker health, LongAdder coolDowns) {
    this.name = name;
    this.limits = limits;
    this.health = health;
    this.coolDowns = coolDowns;
  }

  /** A request was answered, if perhaps not each item of it well. */
  void answered(InFlightBatch flight, boolean clean) {
    cutBefore = false;
    boolean recovered = health.answered();
    if (recovered && lossLogged) {
      LOG.info("endpoint {} answers again", name);
      lossLogged = false;
    }
    if (clean) {
      limits.clean(Math.max(1, flight.items().size()));
    }
  }

  /**
   * A request failed, or an item of it in a way that speaks of the endpoint.
   *
   * @param trusted whether its chain was seen to be ours not long ago
   * @return whether the endpoint is left alone from now on
   */
  boolean failed(InFlightBatch flight, RpcFailure fault, long now, boolean trusted) {
    // One call and its check tell little of batches: the call is asked for alone next.
    boolean small = flight.size() == 1 || (flight.batch() > flight.items().size() && trusted);
    boolean lost = false;
    switch (small ? ofSmall(fault.cause(), flight) : fault.cause()) {
      case ANSWER -> limits.fault();
      case SERVER, DENIED -> {
        limits.fault();
        lost = weigh(flight, fault, now, 1);
      }
      case CUT -> {
        limits.fault();
        // One cut is an accident; two in a row may mean that the batches are too large.
        if (cutBefore && !small) {
          limits.tooLarge(flight.batch());
        }
        if (!cutBefore || small || health.state() != EndpointStatus.State.HEALTHY) {
          lost = weigh(flight, fault, now, 1);
        }
        cutBefore = true;
      }
      case CONNECT -> {
        limits.strained(flight.limitsEpoch());
        lost = weigh(flight, fault, now, 1);
      }
      case TIMEOUT -> {
        limits.strained(flight.limitsEpoch());
        lost = weigh(flight, fault, now, 2);
      }
      case RATE -> {
        health.lives();
        boolean first = limits.tooMany(flight.limitsEpoch());
        long asked = fault.retryAfter() == null ? -1 : fault.retryAfter().toNanos();
        if (first || asked >= 0) {
          health.pause(now, asked, true);
        }
      }
      case RATE_OR_SIZE -> {
        health.lives();
        // If it means the size, waiting ever longer would be in vain.
        if (limits.strained(flight.limitsEpoch())) {
          health.pause(now, -1, false);
        }
        limits.tooLarge(flight.batch());
      }
      case TOO_LARGE -> {
        if (flight.size() > 1) {
          limits.tooLarge(flight.batch());
          health.lives();
        } else {
          lost = weigh(flight, fault, now, 1);
        }
      }
    }
    return lost;
  }

  private static RpcFailure.Cause ofSmall(RpcFailure.Cause cause, InFlightBatch flight) {
    return switch (cause) {
      case RATE_OR_SIZE -> RpcFailure.Cause.RATE;
      case TOO_LARGE -> flight.size() > 1 ? RpcFailure.Cause.ANSWER : cause;
      default -> cause;
    };
  }

  private boolean weigh(InFlightBatch flight, RpcFailure fault, long now, int weight) {
    // A server that asks to be left alone (503 with Retry-After) is, but it did fail.
    if (fault.retryAfter() != null) {
      health.pause(now, fault.retryAfter().toNanos(), false);
    }
    boolean lost = health.failed(now, flight.healthEpoch(), weight);
    if (lost) {
      coolDowns.increment();
      limits.strained(limits.epoch());
      logLoss(fault);
    }
    return lost;
  }

  /** Once, until it answers again: that it is tried again and fails again is no news. */
  private void logLoss(RpcFailure fault) {
    if (!lossLogged) {
      LOG.warn(
          "endpoint {} is left alone until it answers again: {}",
          name,
          name.scrub(fault.message()));
      lossLogged = true;
    }
  }
}
