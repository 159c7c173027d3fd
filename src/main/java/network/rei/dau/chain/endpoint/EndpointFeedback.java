package network.rei.dau.chain.endpoint;

import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.EndpointName;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.endpoint.limit.AdaptiveLimits;
import network.rei.dau.chain.endpoint.limit.CircuitBreaker;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts the limits and the circuit breaker of an endpoint to its answers and failures. Not
 * thread-safe.
 */
final class EndpointFeedback {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointFeedback.class);

  private final EndpointName name;
  private final AdaptiveLimits limits;
  private final CircuitBreaker breaker;
  private final LongAdder coolDowns;
  private boolean cutBefore;
  private boolean openingLogged;

  EndpointFeedback(
      EndpointName name, AdaptiveLimits limits, CircuitBreaker breaker, LongAdder coolDowns) {
    this.name = name;
    this.limits = limits;
    this.breaker = breaker;
    this.coolDowns = coolDowns;
  }

  /**
   * A request was answered, even if some of its calls failed.
   *
   * @param clean whether no failure was a sign of overload
   * @param inFlight the requests that were in flight when it was answered, itself included
   */
  void recordAnswer(InFlightBatch batch, boolean clean, int inFlight) {
    cutBefore = false;
    boolean recovered = breaker.recordSuccess(batch.sentAt());
    if (recovered && openingLogged) {
      LOG.info("endpoint {} answers again", name);
      openingLogged = false;
    }
    if (clean) {
      limits.recordSuccess(Math.max(1, batch.queued().size()), batch.load(), inFlight);
    }
  }

  /**
   * A request failed, or a call of it in a way that is a sign of overload.
   *
   * @param verified whether the endpoint was seen to serve the configured chain not long ago
   * @return whether this opens the circuit
   */
  boolean recordFailure(InFlightBatch batch, RpcFailure failure, long now, boolean verified) {
    // One call with the chain id shows little about batches; the call is retried alone.
    boolean single = batch.size() == 1 || (batch.batchSize() > batch.queued().size() && verified);
    RpcFailure.Cause cause = single ? causeOfSingle(failure.cause(), batch) : failure.cause();
    switch (cause) {
      case RATE, RATE_OR_SIZE, ANSWER -> {}
      case SERVER, DENIED, CUT, CONNECT, TIMEOUT, TOO_LARGE ->
          limits.recordFailure(batch.batchSize(), batch.load());
    }
    return switch (cause) {
      case ANSWER -> {
        limits.recordBadAnswer();
        yield false;
      }
      case SERVER, DENIED -> weigh(batch, failure, now, 1);
      case CUT -> recordCut(batch, failure, now, single);
      case CONNECT -> recordOverload(batch, failure, now, 1);
      case TIMEOUT ->
          batch.early() ? weigh(batch, failure, now, 1) : recordOverload(batch, failure, now, 2);
      case RATE -> recordTooManyRequests(batch, failure, now);
      case RATE_OR_SIZE ->
          limits.hasProven(batch.batchSize())
              ? recordTooManyRequests(batch, failure, now)
              : recordTooManyOrTooLarge(batch, now);
      case TOO_LARGE -> recordTooLarge(batch, failure, now);
    };
  }

  private static RpcFailure.Cause causeOfSingle(RpcFailure.Cause cause, InFlightBatch batch) {
    return switch (cause) {
      case RATE_OR_SIZE -> RpcFailure.Cause.RATE;
      case TOO_LARGE -> batch.size() > 1 ? RpcFailure.Cause.ANSWER : cause;
      default -> cause;
    };
  }

  /** The head that the endpoint named does not count. */
  void recordWrongHead(RpcFailure failure, long now) {
    weigh(failure, now, now, breaker.transitions(), 1);
  }

  /** One cut response is an accident; two in a row may mean that the batches are too large. */
  private boolean recordCut(InFlightBatch batch, RpcFailure failure, long now, boolean single) {
    if (cutBefore && !single) {
      limits.recordUnanswered(batch.batchSize());
    }
    boolean accident = !cutBefore || single;
    cutBefore = true;
    return (accident || breaker.state() != EndpointStatus.State.HEALTHY)
        && weigh(batch, failure, now, 1);
  }

  private boolean recordOverload(InFlightBatch batch, RpcFailure failure, long now, int weight) {
    limits.recordOverload(batch.load(), batch.halvings());
    return weigh(batch, failure, now, weight);
  }

  private boolean recordTooManyRequests(InFlightBatch batch, RpcFailure failure, long now) {
    breaker.markAlive();
    if (batch.size() == 1) {
      limits.forgetDoubtfulSize();
    }
    boolean halved = limits.recordTooManyRequests(batch.halvings());
    long asked = failure.retryAfter() == null ? -1 : failure.retryAfter().toNanos();
    if (halved || asked >= 0) {
      breaker.pause(now, asked, true);
    }
    return false;
  }

  private boolean recordTooManyOrTooLarge(InFlightBatch batch, long now) {
    breaker.markAlive();
    if (limits.halve(batch.halvings())) {
      // The pause does not grow: if the size is the reason, longer waits would not help.
      breaker.pause(now, -1, false);
    }
    limits.recordPerhapsTooLarge(batch.batchSize());
    return false;
  }

  private boolean recordTooLarge(InFlightBatch batch, RpcFailure failure, long now) {
    if (batch.size() == 1) {
      return weigh(batch, failure, now, 1);
    }
    if (failure.kind() == ChainException.Kind.REFUSED) {
      limits.recordTooLarge(batch.batchSize());
    } else {
      limits.recordUnanswered(batch.batchSize());
      breaker.usualFailures().recordFailure();
    }
    breaker.markAlive();
    return false;
  }

  /** Counts a failure for the circuit breaker; returns whether it opens the circuit. */
  private boolean weigh(InFlightBatch batch, RpcFailure failure, long now, int weight) {
    return weigh(failure, batch.sentAt(), now, batch.transitions(), weight);
  }

  private boolean weigh(RpcFailure failure, long sentAt, long now, int transitions, int weight) {
    if (failure.retryAfter() != null) {
      // A 503 with Retry-After is a failure and a request to wait at once.
      breaker.pause(now, failure.retryAfter().toNanos(), false);
    }
    boolean opens = breaker.recordFailure(sentAt, now, transitions, weight);
    if (opens) {
      coolDowns.increment();
      limits.halve(limits.halvings());
      logOpening(failure);
    }
    return opens;
  }

  /** Logs only the first opening until the endpoint answers again. */
  private void logOpening(RpcFailure failure) {
    if (!openingLogged) {
      LOG.warn(
          "endpoint {} gets no calls until it answers a probe: {}",
          name,
          name.scrub(failure.message()));
      openingLogged = true;
    }
  }
}
