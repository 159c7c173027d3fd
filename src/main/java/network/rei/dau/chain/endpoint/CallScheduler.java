package network.rei.dau.chain.endpoint;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.endpoint.CallQueue.Slot;
import network.rei.dau.chain.endpoint.EndpointSelector.Candidate;
import network.rei.dau.chain.endpoint.PendingRequest.Outcome;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.endpoint.limit.TokenBucket;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which calls go to which endpoint in which batch, and when. A state machine: each event
 * comes with the time, in nanoseconds of a steady clock, and returns what has to be done. It
 * performs no input or output and is not thread-safe; {@link EndpointManager} owns it.
 */
final class CallScheduler {

  private static final Logger LOG = LoggerFactory.getLogger(CallScheduler.class);

  /** Dividing the waiting blocks into smaller batches costs more than it gains. */
  private static final int MIN_DIVIDED_BATCH = 20;

  private final List<Endpoint> endpoints;
  private final TokenBucket rateLimit;
  private final RetryPolicy retries;
  private final long timeoutNanos;
  private final Deadline deadline;
  private final EndpointSelector selector;
  private final CallQueue queue;
  private final BatchResultHandler results;
  private final HeadTracker heads;
  private final BlockMemory memory;

  /** The batches whose responses were read and whose senders are being recovered. */
  private final Set<InFlightBatch> recovering = Collections.newSetFromMap(new IdentityHashMap<>());

  private final int maxRecovering;
  private int blocksInFlight;

  /**
   * What has to be done after an event.
   *
   * @param outcomes of requests that ended
   * @param batches to send
   * @param wakeUpNanos after how many nanoseconds {@link #wakeUp} has to be called, in place of the
   *     time of an earlier event; empty if only another event can change anything
   */
  record Effects(
      List<Outcome<?>> outcomes, List<InFlightBatch> batches, OptionalLong wakeUpNanos) {}

  CallScheduler(
      RpcSettings settings,
      ClientTuning tuning,
      List<Endpoint> endpoints,
      RetryPolicy retries,
      MemoryBudget memory,
      InstantSource clock,
      long now) {
    this.endpoints = List.copyOf(endpoints);
    this.selector = new EndpointSelector(this.endpoints);
    this.memory = new BlockMemory(memory, settings);
    this.maxRecovering = settings.maxInFlight();
    this.queue = new CallQueue(settings.attempts() > 1);
    this.rateLimit = new TokenBucket(settings.maxRequestsPerSecond(), now);
    this.retries = retries;
    this.timeoutNanos = settings.timeout().toNanos();
    this.deadline =
        new Deadline(
            this.endpoints,
            settings.attempts(),
            retries.deadlineNanos(),
            tuning.longestRetryAfter().toNanos());
    this.heads = new HeadTracker(this.endpoints, settings.clockBound(), clock);
    this.results =
        new BatchResultHandler(
            settings.chainId(), this.endpoints, selector, retries, deadline, tuning);
  }

  /** A caller has submitted a request. */
  Effects submit(PendingRequest<?, ?> request, long now) {
    request.submittedAt(now);
    request.begin(heads, now);
    queue.add(request);
    return dispatch(List.of(), now);
  }

  /**
   * The response to a batch was read, and the senders of its blocks are being recovered. Its
   * endpoint can get another batch in the meantime; its blocks still count as in flight.
   */
  Effects responseRead(InFlightBatch batch, boolean answered, long now) {
    recovering.add(batch);
    batch.endpoint().recordReturn(batch, now, answered);
    batch.endpoint().publish();
    return dispatch(List.of(), now);
  }

  /** A batch was answered or failed. */
  Effects batchCompleted(InFlightBatch batch, BatchResult result, long now) {
    blocksInFlight -= batch.blocks();
    memory.recordResult(result);
    memory.recordInFlight(blocksInFlight);
    if (!recovering.remove(batch)) {
      batch.endpoint().recordReturn(batch, now, result.failure() == null);
    }
    List<Outcome<?>> outcomes = contain(batch, result, now);
    batch.endpoint().publish();
    return dispatch(outcomes, now);
  }

  /**
   * Contains an unexpected exception: the answer counts as a failure of its endpoint, and its calls
   * are retried as after any other failure.
   */
  private List<Outcome<?>> contain(InFlightBatch batch, BatchResult result, long now) {
    try {
      return results.handle(batch, result, now);
    } catch (RuntimeException e) {
      LOG.error("an answer of endpoint {} could not be handled", batch.endpoint().name(), e);
      return results.handle(batch, BatchResult.failed(batch.size(), unhandled(e)), now);
    }
  }

  private static RpcFailure unhandled(RuntimeException e) {
    return new RpcFailure(
        Kind.MALFORMED,
        RpcFailure.Cause.SERVER,
        "the answer could not be handled: " + e.getClass().getName());
  }

  /** The number of clients that share the rate limit has changed. */
  Effects rateShareChanged(int clients, long now) {
    rateLimit.share(clients, now);
    return dispatch(List.of(), now);
  }

  /** The time of {@link Effects#wakeUpNanos} has come. */
  Effects wakeUp(long now) {
    return dispatch(List.of(), now);
  }

  /** Fails all pending requests, because the client is closed. */
  List<Outcome<?>> close() {
    return fail(queue.requests(), closed());
  }

  /** Fails all pending requests, because an event could not be handled. */
  List<Outcome<?>> failAll(RuntimeException e) {
    return fail(queue.requests(), internalFailure(e));
  }

  static ChainException closed() {
    return new ChainException(Kind.CLOSED, "the chain client is closed");
  }

  private static ChainException internalFailure(RuntimeException e) {
    return new ChainException(Kind.MALFORMED, "the chain client failed: " + e, e);
  }

  private static List<Outcome<?>> fail(
      List<PendingRequest<?, ?>> requests, ChainException failure) {
    List<Outcome<?>> outcomes = new ArrayList<>();
    requests.forEach(request -> outcomes.add(request.fail(failure)));
    return outcomes;
  }

  private Effects dispatch(List<Outcome<?>> ended, long now) {
    queue.removeOver();
    List<Outcome<?>> outcomes = new ArrayList<>(ended);
    outcomes.addAll(decideByTime(now));
    queue.removeOver();
    List<InFlightBatch> batches = new ArrayList<>();
    long wait = Long.MAX_VALUE;
    while (!queue.isEmpty()) {
      long untilPermitted = rateLimit.nanosUntilNext(now);
      if (untilPermitted > 0) {
        wait = untilPermitted;
        break;
      }
      InFlightBatch batch = nextBatch(now);
      if (batch == null) {
        break;
      }
      rateLimit.take(now);
      blocksInFlight += batch.blocks();
      memory.recordInFlight(blocksInFlight);
      batches.add(batch);
    }
    if (!queue.isEmpty()) {
      wait = Math.min(wait, nanosUntilChange(now));
    }
    return new Effects(
        outcomes, batches, wait == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(wait));
  }

  private List<Outcome<?>> decideByTime(long now) {
    List<Outcome<?>> outcomes = new ArrayList<>();
    if (!recovering.isEmpty()) {
      deadline.recordProgress(now); // an endpoint has answered, and this node is what takes time
    }
    for (PendingRequest<?, ?> request : queue.requests()) {
      Optional<? extends Outcome<?>> decided = request.decide(now);
      if (decided.isPresent()) {
        outcomes.add(decided.get());
        continue;
      }
      ChainException failure = deadline.failure(request, now);
      if (failure != null) {
        outcomes.add(request.giveUp(failure));
      }
    }
    return outcomes;
  }

  /** Returns the next batch that can be sent now; null if there is none. */
  private InFlightBatch nextBatch(long now) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.breaker().isRecheckDue(now) && !endpoint.isChecking()) {
        return batch(endpoint, List.of(), true, now);
      }
    }
    List<Candidate> candidates = selector.order(now);
    // A small call that only one endpoint can answer must not wait for the blocks of another one.
    for (boolean blocks : new boolean[] {false, true}) {
      for (Candidate candidate : candidates) {
        InFlightBatch batch = nextBatch(candidate, blocks, now);
        if (batch != null) {
          return batch;
        }
      }
    }
    return null;
  }

  private InFlightBatch nextBatch(Candidate candidate, boolean blocks, long now) {
    Endpoint endpoint = candidate.endpoint();
    boolean batches = endpoint.supportsBatches();
    boolean verified = endpoint.isVerifiedLately(now);
    if (!batches && !verified) {
      return endpoint.mayCheckAlone(now) ? batch(endpoint, List.of(), true, now) : null;
    }
    Slot slot =
        new Slot(maxCalls(endpoint, now), batches, call -> selector.mayGet(candidate, call, now));
    List<QueuedCall> calls = take(slot, blocks, now);
    if (calls.isEmpty()) {
      return null;
    }
    boolean alone = verified && calls.get(0).mustBeAlone();
    return batch(endpoint, calls, batches && !alone, now);
  }

  private List<QueuedCall> take(Slot slot, boolean blocks, long now) {
    if (!blocks) {
      return queue.takeSmall(slot, now);
    }
    int maxBlocks = recovering.size() < maxRecovering ? memory.maxBlocks(blocksInFlight) : 0;
    return maxBlocks == 0 ? List.of() : queue.takeBlocks(slot.ofAtMost(maxBlocks), now);
  }

  /** As many calls as the endpoint accepts, but not so many that its other slots have none. */
  private int maxCalls(Endpoint endpoint, long now) {
    int maxCalls = endpoint.maxCalls(now);
    int blocks = queue.waitingBlocks() + blocksInFlight;
    if (rateLimit.isLimited() || blocks == 0) {
      return maxCalls; // under a limit of requests, few large ones fetch more
    }
    int slots = endpoint.limits().concurrency();
    return Math.min(maxCalls, Math.max(MIN_DIVIDED_BATCH, (blocks + slots - 1) / slots));
  }

  private InFlightBatch batch(
      Endpoint endpoint, List<QueuedCall> calls, boolean withChainId, long now) {
    endpoint.recordSent(calls, now);
    long timeout = timeoutNanos(endpoint, calls);
    return new InFlightBatch(
        endpoint,
        calls,
        withChainId,
        now,
        timeout,
        timeout < timeoutNanos,
        endpoint.callsInFlight(),
        endpoint.limits().halvings(),
        endpoint.breaker().transitions());
  }

  /** The last try of a call has the whole timeout. */
  private long timeoutNanos(Endpoint endpoint, List<QueuedCall> calls) {
    boolean early =
        calls.stream()
            .allMatch(call -> retries.mayBeGivenUpEarly(call.request().retryCost(call.index())));
    return early ? endpoint.waitNanos(calls.size()) : timeoutNanos;
  }

  private long nanosUntilChange(long now) {
    long wait = queue.nanosUntilDue(now);
    for (Endpoint endpoint : endpoints) {
      wait = Math.min(wait, endpoint.breaker().nanosUntilChange(now));
    }
    for (PendingRequest<?, ?> request : queue.requests()) {
      wait = Math.min(wait, deadline.nanosLeft(request.submittedAt(), now));
      wait = Math.min(wait, request.nanosUntilDecision(now));
    }
    return wait;
  }
}
