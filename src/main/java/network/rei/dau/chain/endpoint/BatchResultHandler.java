package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.EndpointName;
import network.rei.dau.chain.endpoint.PendingRequest.Outcome;
import network.rei.dau.chain.endpoint.RetryPolicy.FailedTry;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.jsonrpc.RpcResult;

/**
 * Distributes the result of a batch: good results go to their requests, failed calls back into the
 * queue or, if their tries are used up, fail their request. The endpoint records both. Not
 * thread-safe.
 */
final class BatchResultHandler {

  private static final double SURPRISING = 0.05;

  private final long chainId;
  private final List<Endpoint> endpoints;
  private final EndpointSelector selector;
  private final RetryPolicy retries;
  private final Deadline deadline;
  private final long retryGrid;

  BatchResultHandler(
      long chainId,
      List<Endpoint> endpoints,
      EndpointSelector selector,
      RetryPolicy retries,
      Deadline deadline,
      ClientTuning tuning) {
    this.chainId = chainId;
    this.endpoints = endpoints;
    this.selector = selector;
    this.retries = retries;
    this.deadline = deadline;
    this.retryGrid = Math.max(1, tuning.firstRetry().toNanos() / 2);
  }

  /** Returns the outcomes of the requests that end with this result. */
  List<Outcome<?>> handle(InFlightBatch batch, BatchResult result, long now) {
    if (comesFromOtherChain(batch, result, now)) {
      requeueAll(batch, now);
      return List.of();
    }
    RpcFailure chainIdFailure = batch.withChainId() ? result.results().get(0).failure() : null;
    boolean trusted = chainIdFailure == null || batch.endpoint().isVerifiedLately(now);
    if (!trusted) {
      batch.endpoint().recordFailedCheck();
    }
    RpcFailure whole =
        result.failure() == null && !trusted ? withoutChainId(chainIdFailure) : result.failure();
    List<FailedCall> failed =
        trusted ? accept(batch, result, now) : failAll(batch, Objects.requireNonNull(whole));
    recordOutcome(batch, whole, chainIdFailure, failed, now);
    return outcomes(batch, failed, now);
  }

  /** Returns whether the endpoint serves another chain, by this result or by a later one. */
  private boolean comesFromOtherChain(InFlightBatch batch, BatchResult result, long now) {
    Endpoint endpoint = batch.endpoint();
    if (!batch.withChainId()) {
      return endpoint.breaker().isRefused();
    }
    if (result.results().get(0) instanceof RpcResult.Quantity answered) {
      if (answered.value() != chainId) {
        endpoint.refuse(answered.value(), chainId, now);
        return true;
      }
      endpoint.verify(now);
    }
    return false;
  }

  /** Queues the calls for another endpoint; the tries that they have left stay the same. */
  private static void requeueAll(InFlightBatch batch, long now) {
    int endpoint = batch.endpoint().index();
    batch.queued().forEach(call -> requeue(call.again(now, endpoint, Integer.MAX_VALUE)));
  }

  private static void requeue(QueuedCall call) {
    if (!call.request().isOver() && call.request().needs(call.index())) {
      call.request().retries().add(call);
    }
  }

  /** A batch whose chain id is unknown counts as failed as a whole. */
  private static RpcFailure withoutChainId(RpcFailure failure) {
    Cause cause = failure.cause() == Cause.ANSWER ? Cause.SERVER : failure.cause();
    return chainIdFailure(failure, cause);
  }

  private static RpcFailure chainIdFailure(RpcFailure failure, Cause cause) {
    return new RpcFailure(
        failure.kind(), cause, "eth_chainId: " + failure.message(), failure.retryAfter());
  }

  private static List<FailedCall> failAll(InFlightBatch batch, RpcFailure failure) {
    int endpoint = batch.endpoint().index();
    return batch.queued().stream()
        .map(call -> new FailedCall(call.request(), call.index(), endpoint, failure))
        .toList();
  }

  /** Gives the results to the requests; returns the calls that failed or proved to be wrong. */
  private List<FailedCall> accept(InFlightBatch batch, BatchResult result, long now) {
    int endpoint = batch.endpoint().index();
    int first = batch.withChainId() ? 1 : 0;
    List<FailedCall> failed = new ArrayList<>();
    for (int i = 0; i < batch.queued().size(); i++) {
      QueuedCall call = batch.queued().get(i);
      RpcResult answered = result.results().get(first + i);
      batch.endpoint().recordResult(call.call(), answered, now);
      if (answered.failure() != null) {
        failed.add(new FailedCall(call.request(), call.index(), endpoint, answered.failure()));
        continue;
      }
      deadline.recordProgress(now);
      if (!call.request().isOver() && call.request().needs(call.index())) {
        failed.addAll(call.request().acceptResult(call.index(), answered, endpoint));
      }
    }
    return failed;
  }

  /** Lets the endpoint adapt its limits and circuit breaker to what happened. */
  private void recordOutcome(
      InFlightBatch batch,
      RpcFailure whole,
      RpcFailure chainIdFailure,
      List<FailedCall> failed,
      long now) {
    Endpoint endpoint = batch.endpoint();
    if (whole != null) {
      endpoint.recordError(whole);
      endpoint.recordFailure(batch, whole, now);
      if (whole.retryAfter() != null) {
        deadline.extend(now, whole.retryAfter().toNanos());
      }
      return;
    }
    List<RpcFailure> failures = new ArrayList<>();
    failed.forEach(call -> failures.add(call.failure()));
    if (chainIdFailure != null) {
      failures.add(chainIdFailure(chainIdFailure, chainIdFailure.cause()));
    }
    RpcFailure strain =
        failures.stream().filter(BatchResultHandler::isStrain).findFirst().orElse(null);
    if (!failures.isEmpty()) {
      endpoint.recordError(strain != null ? strain : failures.get(0));
    }
    if (!endpoint.breaker().isRefused() || batch.withChainId()) {
      endpoint.recordAnswer(batch, strain == null);
    }
    if (strain != null) {
      endpoint.recordFailure(batch, strain, now);
    }
  }

  /** A block that the node lacks does not show how much load the endpoint can take. */
  private static boolean isStrain(RpcFailure failure) {
    return failure.cause() != Cause.ANSWER || failure.kind() == Kind.REFUSED;
  }

  private List<Outcome<?>> outcomes(InFlightBatch batch, List<FailedCall> failed, long now) {
    List<Outcome<?>> outcomes = new ArrayList<>();
    // One jitter for all, so that calls that failed together are retried together.
    double jitter = retries.jitter();
    byRequest(failed)
        .forEach(
            (request, calls) -> {
              List<FailedCall> exhausted = retry(calls, batch, jitter, now);
              if (!exhausted.isEmpty()) {
                int[] indexes = exhausted.stream().mapToInt(FailedCall::index).toArray();
                request
                    .giveUp(indexes, failure(request, exhausted, indexes))
                    .ifPresent(outcomes::add);
              }
            });
    for (PendingRequest<?, ?> request : batch.requests()) {
      if (!request.isOver()) {
        request.decide(now).ifPresent(outcomes::add);
      }
    }
    return outcomes;
  }

  private static Map<PendingRequest<?, ?>, List<FailedCall>> byRequest(List<FailedCall> failed) {
    Map<PendingRequest<?, ?>, List<FailedCall>> byRequest = new LinkedHashMap<>();
    for (FailedCall call : failed) {
      if (!call.request().isOver() && call.request().needs(call.index())) {
        byRequest.computeIfAbsent(call.request(), request -> new ArrayList<>()).add(call);
      }
    }
    return byRequest;
  }

  /** Queues the calls again; returns those that have no try left and are needed. */
  private List<FailedCall> retry(
      List<FailedCall> failed, InFlightBatch batch, double jitter, long now) {
    List<FailedCall> exhausted = new ArrayList<>();
    for (FailedCall call : failed) {
      call.request().recordFailure(call.index(), call.failure());
      int cost = retries.cost(failedTry(call, batch));
      boolean spent = retries.isSpent(call.request().addRetryCost(call.index(), cost));
      if (!spent && call.request().isRetried(call.index(), call.failure())) {
        requeue(retryOf(call, batch, jitter, now));
      } else if (!call.request().toleratesMissing(call.index(), call.failure())) {
        exhausted.add(call);
      }
    }
    return exhausted;
  }

  private QueuedCall retryOf(FailedCall failed, InFlightBatch batch, double jitter, long now) {
    PendingRequest<?, ?> request = failed.request();
    Cause cause = failed.failure().cause();
    int failures = request.failures(failed.index());
    QueuedCall call = new QueuedCall(request, failed.index());
    boolean hasAlternative = selector.hasAlternative(call, failed.endpoint(), now);
    int failuresToWaitFor = request.retriesEarly(failed.failure()) ? 1 : failures;
    long delay =
        retries.delay(
            failedTry(failed, batch),
            failuresToWaitFor,
            request.retryCost(failed.index()),
            hasAlternative,
            jitter);
    int maxBatch = bisects(cause, failures, batch) ? (batch.size() + 1) / 2 : Integer.MAX_VALUE;
    return call.again(onGrid(now, delay), failed.endpoint(), maxBatch);
  }

  /** Rounds up, so that retries that are due at about the same time share an HTTP request. */
  private long onGrid(long now, long delay) {
    return delay == 0 ? now : -Math.floorDiv(-(now + delay), retryGrid) * retryGrid;
  }

  private static FailedTry failedTry(FailedCall failed, InFlightBatch batch) {
    double usual = batch.endpoint().breaker().usualFailures().share();
    return new FailedTry(failed.failure().cause(), batch.size(), batch.early(), usual);
  }

  private static boolean bisects(Cause cause, int failures, InFlightBatch batch) {
    return switch (cause) {
      case RATE_OR_SIZE -> true;
      case TOO_LARGE, CUT -> mayBeTooLarge(batch) || mayBeOneBlock(failures, batch);
      case TIMEOUT -> (!batch.early() && mayBeTooLarge(batch)) || mayBeOneBlock(failures, batch);
      case SERVER -> mayBeOneBlock(failures, batch);
      case ANSWER, CONNECT, RATE, DENIED -> false;
    };
  }

  private static boolean mayBeTooLarge(InFlightBatch batch) {
    return batch.endpoint().limits().mayBeTooLarge(batch.batchSize());
  }

  /** After more failures than usual it may be a single block that the server cannot serve. */
  private static boolean mayBeOneBlock(int failures, InFlightBatch batch) {
    return failures > 2
        && batch.endpoint().breaker().usualFailures().probability(failures) < SURPRISING;
  }

  private ChainException failure(
      PendingRequest<?, ?> request, List<FailedCall> exhausted, int[] indexes) {
    FailedCall last = exhausted.get(exhausted.size() - 1);
    int failures = request.failures(last.index());
    EndpointName name = endpoints.get(last.endpoint()).name();
    return new ChainException(
        last.failure().kind(),
        name
            + ": "
            + name.scrub(last.failure().about(request.describe(indexes)))
            + (failures == 1 ? "" : " (after " + failures + " tries)"));
  }
}
