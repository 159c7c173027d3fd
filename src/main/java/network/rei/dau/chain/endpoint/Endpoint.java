package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.protocol.Web3jService;

/**
 * One endpoint as the event loop knows it: what it can take, how well and how fast it is, whether
 * its chain was seen to be ours. Only {@link #status()} and {@link #counts()} may be called from
 * elsewhere.
 */
final class Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
  private static final double WEIGHT_OF_NEW = 0.2;
  private static final int PROBE_SIZE = 1;
  private static final long STALE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long VERIFIED_NANOS = Duration.ofSeconds(30).toNanos();

  private final int index;
  private final EndpointName name;
  private final Web3jService service;
  private final AdaptiveLimits limits;
  private final CircuitBreaker health;
  private final EndpointFeedback lessons;
  private final EndpointMetrics counts;
  private final Deque<Long> sentAt = new ArrayDeque<>();
  private double latencyNanos;
  private boolean verified;
  private long verifiedAt;
  private boolean checking;
  private long lastSentAt;
  private long requests;
  private long errors;
  private RpcFailure lastFault;
  private String refusal = "";
  private volatile EndpointStatus status;

  Endpoint(
      int index,
      EndpointName name,
      Web3jService service,
      RpcSettings settings,
      ClientTuning tuning,
      RandomGenerator random) {
    this.index = index;
    this.name = name;
    this.service = service;
    this.limits =
        new AdaptiveLimits(
            tuning.startConcurrency(),
            tuning.startBatchSize(),
            settings.maxInFlight(),
            settings.maxBatchSize());
    this.health = new CircuitBreaker(tuning, random);
    this.counts = new EndpointMetrics(name);
    this.lessons = new EndpointFeedback(name, limits, health, counts.coolDowns());
    publish();
  }

  int index() {
    return index;
  }

  EndpointName name() {
    return name;
  }

  Web3jService service() {
    return service;
  }

  AdaptiveLimits limits() {
    return limits;
  }

  CircuitBreaker health() {
    return health;
  }

  boolean hasFreeSlot(long now) {
    return health.mayTake(now)
        && !checking
        && (health.isProbeDue(now) || sentAt.size() < limits.concurrency());
  }

  /** Whether it takes batches; then each of its requests can say which chain it is of. */
  boolean takesBatches() {
    return limits.batchSize() > 1;
  }

  /**
   * Items in the next batch at most, without the check; a probe is small, so that little is lost if
   * it fails.
   */
  int room(long now) {
    return health.isProbeDue(now) ? Math.min(PROBE_SIZE, limits.batchSize()) : limits.batchSize();
  }

  /** Whether its chain was seen to be ours since it was last away. */
  boolean isVerified() {
    return verified;
  }

  /** Whether it was so not long ago, so that an answer that does not say so may be believed. */
  boolean isVerifiedLately(long now) {
    return verified && now - verifiedAt < VERIFIED_NANOS;
  }

  /** Whether its chain is being asked for, and nothing else may go out. */
  boolean isChecking() {
    return checking;
  }

  int inFlight() {
    return sentAt.size();
  }

  /**
   * How long a request to it takes, in nanoseconds; one that hangs looks slower by the moment. 0 if
   * nothing is known yet.
   */
  double expectedNanos(long now) {
    return sentAt.isEmpty()
        ? latencyNanos
        : Math.max(latencyNanos, (double) (now - sentAt.peekFirst()));
  }

  /** Whether what is known of its speed is old. */
  boolean isStale(long now) {
    return now - lastSentAt > STALE_NANOS;
  }

  /**
   * A request goes out.
   *
   * @param onlyCheck whether it asks for nothing but the chain's id: nothing else goes out before
   */
  void sent(long now, boolean onlyCheck) {
    checking = onlyCheck;
    if (health.isRefused()) {
      health.recheckSent(now);
    } else {
      health.sent();
    }
    sentAt.addLast(now);
    lastSentAt = now;
    publish();
  }

  /** A request came back, well or not. */
  void returned(InFlightBatch flight, long now, boolean answered) {
    sentAt.remove((Long) flight.sentAt());
    checking &= !flight.isOnlyCheck();
    requests++;
    counts.requests().increment();
    if (!flight.items().isEmpty()) {
      counts.batchSizes().record(flight.items().size());
    }
    if (answered) {
      counts.latency().record(now - flight.sentAt());
      double took = (double) (now - flight.sentAt());
      latencyNanos =
          latencyNanos == 0 ? took : latencyNanos + WEIGHT_OF_NEW * (took - latencyNanos);
    }
  }

  /** Its chain is ours. */
  void verify(long now) {
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
    lastFault = new RpcFailure(ChainException.Kind.WRONG_CHAIN, RpcFailure.Cause.DENIED, message);
    errors++;
    counts.errors().increment(ChainException.Kind.WRONG_CHAIN);
    verified = false;
    health.refuse(now);
  }

  /** A request was answered, if perhaps not each item of it well. */
  void wasAnswered(InFlightBatch flight, boolean clean) {
    lessons.answered(flight, clean);
  }

  /** A request failed, or an item of it in a way that speaks of the endpoint. */
  void failed(InFlightBatch flight, RpcFailure fault, long now) {
    verified &= !lessons.failed(flight, fault, now, isVerifiedLately(now));
  }

  /** Notes what went wrong, for people. */
  void note(RpcFailure fault) {
    errors++;
    counts.errors().increment(fault.kind());
    lastFault =
        new RpcFailure(
            fault.kind(), fault.cause(), name.scrub(fault.message()), fault.retryAfter());
  }

  /** What went wrong last; null if nothing did. */
  RpcFailure lastFault() {
    return lastFault;
  }

  /** Which other chain it was seen to serve; empty if none. */
  String refusal() {
    return refusal;
  }

  EndpointStatus status() {
    return status;
  }

  EndpointMetrics counts() {
    return counts;
  }

  /** Makes the present state visible to other threads. */
  void publish() {
    status =
        new EndpointStatus(
            name.toString(),
            health.state(),
            sentAt.size(),
            limits.concurrency(),
            limits.batchSize(),
            latencyNanos == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos((long) latencyNanos)),
            requests,
            errors,
            Optional.ofNullable(lastFault).map(RpcFailure::message));
  }
}
