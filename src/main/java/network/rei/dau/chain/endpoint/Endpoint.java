package network.rei.dau.chain.endpoint;

import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointName;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.endpoint.limit.AdaptiveLimits;
import network.rei.dau.chain.endpoint.limit.AnswerTimes;
import network.rei.dau.chain.endpoint.limit.CircuitBreaker;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.endpoint.limit.ServedBlocks;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcResult;
import network.rei.dau.observability.trace.TraceContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one endpoint: its limits, its circuit breaker, its latency, its requests in flight,
 * and whether it was seen to serve the configured chain. Not thread-safe; {@link #publish} makes
 * the state visible to other threads.
 */
final class Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
  private static final double WEIGHT_OF_NEW_LATENCY = 0.2;
  private static final int PROBE_SIZE = 1;
  private static final long STALE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long VERIFIED_NANOS = Duration.ofSeconds(30).toNanos();

  static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST_WAIT_NANOS = Duration.ofMillis(100).toNanos();
  private static final double WAIT_IN_LATENCIES = 4;

  private final int index;
  private final EndpointName name;
  private final AdaptiveLimits limits;
  private final AnswerTimes times;
  private final CircuitBreaker breaker;
  private final EndpointFeedback feedback;
  private final EndpointMetrics metrics;
  private final Deque<Long> sentAt = new ArrayDeque<>();
  private int callsInFlight;
  private double latencyNanos;
  private boolean verified;
  private long verifiedAt;
  private boolean checking;
  private boolean failsCheck;
  private long lastSentAt;
  private long requests;
  private long errors;
  private RpcFailure lastFailure;
  private String refusal = "";
  private OptionalLong head = OptionalLong.empty();
  private boolean lagging;
  private boolean wrongHead;
  private long headAskedAt;
  private long unverifiedBlocks;
  private final ServedBlocks servedBlocks = new ServedBlocks();

  /**
   * Creates an endpoint that was not called yet.
   *
   * @param index its position in {@code settings.requestUrls()}
   */
  Endpoint(
      int index,
      RpcSettings settings,
      ClientTuning tuning,
      RandomGenerator random,
      EndpointMetrics metrics) {
    this.index = index;
    this.name = EndpointName.of(settings.requestUrls().get(index));
    this.limits =
        new AdaptiveLimits(
            tuning.startConcurrency(),
            tuning.startBatchSize(),
            settings.maxInFlight(),
            settings.maxBatchSize());
    this.times = new AnswerTimes(settings.timeout());
    this.breaker = new CircuitBreaker(tuning, random);
    this.metrics = metrics;
    this.feedback = new EndpointFeedback(name, limits, breaker, metrics.coolDowns());
    publish();
  }

  int index() {
    return index;
  }

  EndpointName name() {
    return name;
  }

  AdaptiveLimits limits() {
    return limits;
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  boolean hasFreeSlot(long now) {
    return breaker.permitsRequest(now)
        && !checking
        && (breaker.isProbeDue(now) || sentAt.size() < limits.concurrency());
  }

  /** Returns how many calls of pending requests it has not answered yet. */
  int callsInFlight() {
    return callsInFlight;
  }

  /** Returns whether it accepts batches, so that each request can also ask for the chain id. */
  boolean supportsBatches() {
    return limits.batchSize() > 1;
  }

  /**
   * Returns how many calls the next batch may hold besides the one for the chain id. A probe is
   * small, so that little is lost if it fails.
   */
  int maxCalls(long now) {
    return breaker.isProbeDue(now) ? Math.min(PROBE_SIZE, limits.batchSize()) : limits.batchSize();
  }

  /** Returns whether it was seen so recently to serve the configured chain that it is trusted. */
  boolean isVerifiedLately(long now) {
    return verified && now - verifiedAt < VERIFIED_NANOS;
  }

  /** Returns whether only its chain id is being asked for, and nothing else may be sent. */
  boolean isChecking() {
    return checking;
  }

  /** Returns whether the chain id may be asked for alone, because it supports no batches. */
  boolean mayCheckAlone(long now) {
    return verified || sentAt.isEmpty() || breaker.isProbeDue(now);
  }

  /** Returns whether it serves another chain, and it is not yet time to ask again. */
  boolean servesOtherChain(long now) {
    return breaker.isRefused() && !checking && !breaker.isRecheckDue(now);
  }

  /**
   * Returns how long a request is expected to take, in nanoseconds, at least as long as the oldest
   * in flight has taken; 0 before the first response.
   */
  double expectedNanos(long now) {
    return sentAt.isEmpty()
        ? latencyNanos
        : Math.max(latencyNanos, (double) (now - sentAt.peekFirst()));
  }

  /**
   * Returns how long its answer to a request is waited for, in nanoseconds.
   *
   * @param calls of pending requests in it
   */
  long waitNanos(int calls) {
    return times.waitNanos(calls);
  }

  /**
   * Returns how long its answer to a call is waited for if other answers suffice, in nanoseconds:
   * several times as long as its answers usually take; 0 while it leaves another call unanswered
   * for longer than that.
   */
  long waitNanos(long now) {
    long usual = SHORTEST_WAIT_NANOS + (long) (WAIT_IN_LATENCIES * latencyNanos);
    long waiting = sentAt.isEmpty() ? 0 : now - sentAt.peekFirst();
    if (waiting >= Math.max(LONGEST_WAIT_NANOS, usual)) {
      return 0;
    }
    return latencyNanos == 0 ? LONGEST_WAIT_NANOS : Math.min(LONGEST_WAIT_NANOS, usual);
  }

  /** Returns whether its latency was measured too long ago to be used. */
  boolean isLatencyStale(long now) {
    return now - lastSentAt > STALE_NANOS;
  }

  /**
   * A request is sent.
   *
   * @param calls that it holds besides the one for the chain id; if there are none, nothing else is
   *     sent before its answer
   */
  void recordSent(List<QueuedCall> calls, long now) {
    checking = calls.isEmpty();
    calls.forEach(call -> servedBlocks.recordRequested(call.call().block(), now));
    if (breaker.isRefused()) {
      breaker.recordRecheckSent(now);
    } else {
      breaker.recordSent();
    }
    sentAt.addLast(now);
    callsInFlight += calls.size();
    lastSentAt = now;
    publish();
  }

  /**
   * A request has ended.
   *
   * @param at when its response was read
   * @param answered whether its response was read to the end
   */
  void recordReturn(InFlightBatch batch, long at, boolean answered) {
    sentAt.remove((Long) batch.sentAt());
    callsInFlight -= batch.queued().size();
    checking &= !batch.isOnlyChainId();
    requests++;
    metrics.requests().increment();
    if (!batch.isOnlyChainId()) {
      metrics.batchSizes().record(batch.queued().size());
    }
    if (answered) {
      TraceContext.record(metrics.latency(), at - batch.sentAt(), Span.fromContext(batch.span()));
      times.recordAnswer(batch.queued().size(), at - batch.sentAt(), at);
      double nanos = (double) (at - batch.sentAt());
      latencyNanos =
          latencyNanos == 0 ? nanos : latencyNanos + WEIGHT_OF_NEW_LATENCY * (nanos - latencyNanos);
    }
  }

  /**
   * Returns whether calls may be sent to it now, and it did not fail the last check of its chain.
   */
  boolean mayAnswer(long now) {
    return breaker.isHealthy(now) && !failsCheck;
  }

  /** Returns whether it answers calls, if only after a pause that it asked for. */
  boolean mayAnswerLater() {
    return breaker.state() == EndpointStatus.State.HEALTHY && !failsCheck;
  }

  /** It did not answer which chain it serves. */
  void recordFailedCheck() {
    failsCheck = true;
  }

  /** It serves the configured chain. */
  void verify(long now) {
    failsCheck = false;
    verified = true;
    verifiedAt = now;
    refusal = "";
  }

  /** It serves another chain. */
  void refuse(long chainId, long expected, long now) {
    String message =
        "endpoint "
            + name
            + " serves chain id "
            + chainId
            + ", but rei-dau.chain.id is "
            + expected;
    if (!refusal.equals(message)) {
      LOG.error("{}", message);
    }
    refusal = message;
    lastFailure = new RpcFailure(ChainException.Kind.WRONG_CHAIN, RpcFailure.Cause.DENIED, message);
    errors++;
    metrics.errors().increment(ChainException.Kind.WRONG_CHAIN);
    verified = false;
    breaker.refuse(now);
  }

  /**
   * A request was answered, even if some of its calls failed.
   *
   * @param clean whether no failure was a sign of overload
   */
  void recordAnswer(InFlightBatch batch, boolean clean) {
    feedback.recordAnswer(batch, clean, sentAt.size() + 1);
  }

  /** A request failed, or a call of it in a way that is a sign of overload. */
  void recordFailure(InFlightBatch batch, RpcFailure failure, long now) {
    if (failure.cause() == RpcFailure.Cause.TIMEOUT) {
      times.recordGivenUp(batch.queued().size(), batch.sentAt(), batch.timeoutNanos());
    }
    verified &= !feedback.recordFailure(batch, failure, now, isVerifiedLately(now));
  }

  /** Returns whether its last head counted and was not behind. */
  boolean followsHead() {
    return !lagging && !wrongHead;
  }

  long headAskedAt() {
    return headAskedAt;
  }

  void recordHeadAsked(long now) {
    headAskedAt = now;
  }

  /** It named this block as its newest one. */
  void recordHead(long number) {
    head = OptionalLong.of(number);
  }

  /** The head that it named does not count. */
  void recordWrongHead(RpcFailure failure, long now) {
    wrongHead = true;
    recordError(failure);
    feedback.recordWrongHead(failure, now);
    publish();
  }

  /**
   * The head that it named counts, or is lower than the one that does.
   *
   * @param behind whether it lags
   * @param best the head that counts
   */
  void recordLag(boolean behind, long best, long now) {
    wrongHead = false;
    if (behind && !lagging) {
      LOG.warn(
          "endpoint {} lags: its newest block is {}, and another endpoint has block {};"
              + " it serves the blocks that it has, but is not asked for the head",
          name,
          head.orElseThrow(),
          best);
    } else if (!behind && lagging) {
      LOG.info("endpoint {} follows the head of the chain again", name);
    }
    lagging = behind;
    servedBlocks.recordServed(head.orElseThrow(), now);
    publish();
  }

  /** It answered a call, perhaps with a failure. */
  void recordResult(RpcCall call, RpcResult result, long now) {
    if (result instanceof RpcResult.Block block && !block.verified()) {
      unverifiedBlocks++;
    }
    RpcFailure failure = result.failure();
    if (call.block() >= 0 && failure == null) {
      servedBlocks.recordServed(call.block(), now);
    } else if (call.block() >= 0 && failure.isNotServed()) {
      recordNotServed(call.block(), now);
    }
  }

  private void recordNotServed(long block, long now) {
    boolean known = servedBlocks.servesFrom().isPresent();
    servedBlocks.recordNotServed(block, now);
    if (!known && servedBlocks.servesFrom().isPresent()) {
      LOG.info(
          "endpoint {} lacks old blocks, block {} and others; other endpoints are asked for them",
          name,
          block);
    }
  }

  /**
   * Returns whether it lacks a block, as far as it is known: an old one, or one that it does not
   * have yet because it lags.
   *
   * @param block below 0 for no block
   */
  boolean lacks(long block, long now) {
    return servedBlocks.lacks(block, now)
        || (lagging && head.isPresent() && block > head.getAsLong());
  }

  /** Counts an error and keeps it for operators. */
  void recordError(RpcFailure failure) {
    errors++;
    metrics.errors().increment(failure.kind());
    lastFailure =
        new RpcFailure(
            failure.kind(), failure.cause(), name.scrub(failure.message()), failure.retryAfter());
  }

  /** Returns the last failure; null if there was none. */
  RpcFailure lastFailure() {
    return lastFailure;
  }

  /** Returns which other chain it was seen to serve; empty if none. */
  String refusal() {
    return refusal;
  }

  /** Makes the present state visible to other threads. */
  void publish() {
    metrics.publish(
        new EndpointStatus(
            name.toString(),
            breaker.state(),
            sentAt.size(),
            limits.concurrency(),
            limits.batchSize(),
            latencyNanos == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos((long) latencyNanos)),
            requests,
            errors,
            Optional.ofNullable(lastFailure).map(RpcFailure::message),
            head,
            lagging,
            servedBlocks.servesFrom(),
            unverifiedBlocks));
  }
}
