package network.rei.dau.chain.endpoint;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.endpoint.EndpointSelector.Choice;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.protocol.core.BatchRequest;

/**
 * Gives the waiting items of all jobs to the endpoints as their slots come free. All of its state
 * is touched on the event loop only; there is no barrier between jobs.
 */
final class CallScheduler {

  private static final Logger LOG = LoggerFactory.getLogger(CallScheduler.class);

  /** Below this, splitting what waits over more requests costs more than it gains. */
  private static final int SMALLEST_SHARE = 20;

  private final EventLoop loop;
  private final Executor results;
  private final List<Endpoint> endpoints;
  private final TokenBucket ceiling;
  private final DeadlinePolicy givingUp;
  private final CallQueue queue;
  private final BatchResultHandler landing;
  private int blocksInFlight;
  private boolean wakes;
  private long wakeAt;
  private Runnable cancelWake = () -> {};
  private volatile boolean closed;

  CallScheduler(
      EventLoop loop,
      Executor results,
      RpcSettings settings,
      ClientTuning tuning,
      List<Endpoint> endpoints,
      RetryPolicy retries) {
    this.loop = loop;
    this.results = results;
    this.endpoints = List.copyOf(endpoints);
    this.queue = new CallQueue(settings.attempts() > 1);
    this.ceiling = new TokenBucket(settings.maxRequestsPerSecond(), loop.nanoTime());
    Deadline patience = new Deadline(retries.patienceNanos(), tuning.longestRetryAfter().toNanos());
    this.givingUp = new DeadlinePolicy(this.endpoints, patience, settings.attempts());
    this.landing =
        new BatchResultHandler(
            settings.chainId(),
            this.endpoints,
            retries,
            patience,
            tuning,
            this::complete,
            this::fail);
  }

  /** Starts a job; its stage completes on the executor of the results. */
  <R> CompletionStage<R> submit(PendingRequest<R> job) {
    run(
        () -> {
          job.start(loop.nanoTime());
          queue.add(job);
          if (job.isComplete()) {
            complete(job);
          }
          dispatch();
        });
    if (closed) {
      // The loop may have ended before it saw the job.
      job.future().completeExceptionally(closedNow());
    }
    return job.future();
  }

  /** Takes one of so many equal parts of the ceiling; from any thread. */
  void shareCeiling(int parts) {
    run(
        () -> {
          ceiling.share(parts, loop.nanoTime());
          dispatch();
        });
  }

  /** The endpoints as they stand, in the order of the settings; from any thread. */
  List<EndpointStatus> endpoints() {
    return endpoints.stream().map(Endpoint::status).toList();
  }

  /** What was counted of each, in the same order; from any thread. */
  List<EndpointMetrics> counts() {
    return endpoints.stream().map(Endpoint::counts).toList();
  }

  /** Fails what is under way, and whatever comes later. */
  void close() {
    closed = true;
    loop.execute(
        () -> {
          cancelWake.run();
          queue.jobs().forEach(job -> fail(job, closedNow()));
        });
    loop.close();
  }

  private void run(Runnable task) {
    loop.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            // A fault of ours; no stage may wait for ever because of it.
            LOG.error("the chain client failed", e);
            ChainException failure =
                new ChainException(Kind.MALFORMED, "the chain client failed: " + e);
            queue.jobs().forEach(job -> fail(job, failure));
          }
        });
  }

  private void dispatch() {
    long now = loop.nanoTime();
    queue.dropOver();
    giveUp(now);
    long wait = Long.MAX_VALUE;
    while (!closed && !queue.isEmpty()) {
      wait = ceiling.nanosUntilNext(now);
      if (wait > 0) {
        break;
      }
      wait = Long.MAX_VALUE;
      InFlightBatch flight = nextFlight(now);
      if (flight == null) {
        break;
      }
      send(flight, now);
    }
    if (!closed && !queue.isEmpty()) {
      wakeWithin(Math.min(wait, nanosUntilChange(now)), now);
    }
  }

  private void giveUp(long now) {
    for (PendingRequest<?> job : queue.jobs()) {
      ChainException reason = givingUp.reason(job, now);
      if (reason != null) {
        fail(job, reason);
      }
    }
  }

  private InFlightBatch nextFlight(long now) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.health().isRecheckDue(now) && !endpoint.isChecking()) {
        return flight(endpoint, List.of(), true, now);
      }
    }
    for (Choice choice : EndpointSelector.order(endpoints, now)) {
      Endpoint endpoint = choice.endpoint();
      boolean batches = endpoint.takesBatches();
      boolean known = endpoint.isVerifiedLately(now);
      if (!batches && !known) {
        // The check goes alone, and the rest waits for it.
        if (endpoint.isVerified()
            || endpoint.inFlight() == 0
            || endpoint.health().isProbeDue(now)) {
          return flight(endpoint, List.of(), true, now);
        }
        continue;
      }
      int room = room(endpoint, now);
      boolean elsewhere = landing.isElsewhere(endpoint.index(), now);
      List<QueuedCall> items =
          choice.onlyRepairs()
              ? queue.takeRepairs(endpoint.index(), room, batches, now)
              : queue.take(endpoint.index(), room, batches, now, elsewhere);
      if (!items.isEmpty()) {
        boolean alone = known && items.get(0).goesAlone();
        return flight(endpoint, items, batches && !alone, now);
      }
    }
    return null;
  }

  /** As much as the endpoint takes, but not so much that its other slots stand idle. */
  private int room(Endpoint endpoint, long now) {
    int room = endpoint.room(now);
    int blocks = queue.waitingBlocks() + blocksInFlight;
    if (ceiling.isSet() || blocks == 0) {
      return room; // few large requests are politer than many small ones
    }
    int slots = endpoint.limits().concurrency();
    return Math.min(room, Math.max(SMALLEST_SHARE, (blocks + slots - 1) / slots));
  }

  private static InFlightBatch flight(
      Endpoint endpoint, List<QueuedCall> items, boolean check, long now) {
    boolean onlyCheck = items.isEmpty();
    endpoint.sent(now, onlyCheck);
    return new InFlightBatch(
        endpoint, items, check, now, endpoint.limits().epoch(), endpoint.health().epoch());
  }

  private void send(InFlightBatch flight, long now) {
    ceiling.take(now);
    Endpoint endpoint = flight.endpoint();
    BatchRequest batch = new BatchRequest(endpoint.service());
    if (flight.check()) {
      batch.add(RpcCall.chainId(endpoint.service()));
    }
    for (QueuedCall item : flight.items()) {
      batch.add(item.job().request(item.index(), endpoint.service()));
    }
    blocksInFlight += flight.blocks();
    CompletableFuture<Void> unused =
        batch.sendAsync().thenAccept(answer -> run(() -> landed(flight, (BatchResult) answer)));
  }

  private void landed(InFlightBatch flight, BatchResult answer) {
    blocksInFlight -= flight.blocks();
    landing.land(flight, answer, loop.nanoTime());
    dispatch();
  }

  private <R> void complete(PendingRequest<R> job) {
    R result = job.result();
    end(job, () -> job.future().complete(result));
  }

  private void fail(PendingRequest<?> job, ChainException failure) {
    end(job, () -> job.future().completeExceptionally(failure));
  }

  /** What callers have hung on the stage runs on another thread: it must not hold up the loop. */
  private void end(PendingRequest<?> job, Runnable outcome) {
    job.end();
    queue.remove(job);
    results.execute(outcome);
  }

  private long nanosUntilChange(long now) {
    long wait = queue.nanosUntilDue(now);
    for (Endpoint endpoint : endpoints) {
      wait = Math.min(wait, endpoint.health().nanosUntilChange(now));
    }
    for (PendingRequest<?> job : queue.jobs()) {
      wait = Math.min(wait, givingUp.nanosLeft(job, now));
    }
    return wait;
  }

  private void wakeWithin(long nanos, long now) {
    if (nanos == Long.MAX_VALUE || (wakes && wakeAt - now <= nanos)) {
      return;
    }
    cancelWake.run();
    wakes = true;
    wakeAt = now + nanos;
    cancelWake =
        loop.schedule(
            () -> {
              wakes = false;
              run(this::dispatch);
            },
            nanos);
  }

  private static ChainException closedNow() {
    return new ChainException(Kind.CLOSED, "the chain client is closed");
  }
}
