package network.rei.dau.chain.endpoint;

import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcResult;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.observability.trace.TraceContext;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.Request;

/**
 * A batch of calls that a caller of the chain client waits for. The scheduler divides it among HTTP
 * requests, retries what fails, and collects the results here.
 *
 * <p>After it was submitted, only the scheduler uses it, except for the future.
 *
 * @param <T> the type of the result of each call
 * @param <R> the type of the result of the whole request
 */
abstract class PendingRequest<T extends RpcResult, R> {

  private final CompletableFuture<R> future = new CompletableFuture<>();
  private final Class<T> resultType;
  private final List<RpcCall> calls;
  private final List<QueuedCall> retries = new ArrayList<>();
  private final int unsentEnd;
  private int[] retryCosts;
  private byte[] failures;
  private int nextUnsent;
  private long submittedAt;
  private boolean ended;
  private Context span = TraceContext.none();

  PendingRequest(BatchRequest batch, Class<T> resultType) {
    this.resultType = resultType;
    this.calls =
        batch.getRequests().stream()
            .map(RpcCall::of)
            .collect(Collectors.toCollection(ArrayList::new));
    this.retryCosts = new int[calls.size()];
    this.failures = new byte[calls.size()];
    this.unsentEnd = calls.size();
  }

  /** Makes its calls belong to a span. */
  final void within(Context parent) {
    span = parent;
  }

  /** Returns the context of the span that its calls belong to. */
  final Context span() {
    return span;
  }

  /** Has the blocks that it asks for proven whatever the settings say. */
  final void requireAtLeast(ProofLevel level) {
    calls.replaceAll(call -> call.atLeast(level));
  }

  /**
   * Adds a call that a result made necessary, and that is queued by the caller.
   *
   * @return its position
   */
  final int addCall(Request<?, ?> request) {
    calls.add(RpcCall.of(request));
    retryCosts = Arrays.copyOf(retryCosts, calls.size());
    failures = Arrays.copyOf(failures, calls.size());
    return calls.size() - 1;
  }

  /** Prepares its calls, before the first of them is sent. */
  void begin(HeadTracker heads, long now) {}

  /** Returns its outcome if it is decided by what has arrived, or by the time; else empty. */
  Optional<Outcome<R>> decide(long now) {
    return isComplete() ? Optional.of(complete()) : Optional.empty();
  }

  /** Returns after how many nanoseconds time alone decides it. */
  long nanosUntilDecision(long now) {
    return Long.MAX_VALUE;
  }

  /** Returns the index of the endpoint that alone can answer a call; -1 if any can. */
  int onlyEndpoint(int index) {
    return -1;
  }

  /** A try of a call has failed. */
  void recordFailure(int index, RpcFailure failure) {}

  /** Returns whether a call that failed so is tried again, as often as its tries permit. */
  boolean isRetried(int index, RpcFailure failure) {
    return true;
  }

  /**
   * Takes the result of a call.
   *
   * @param endpoint the index of the endpoint that it came from
   * @return calls, this one perhaps among them, whose results turned out to be wrong; usually none
   */
  abstract List<FailedCall> accept(int index, T result, int endpoint);

  /** Returns the result; only if {@link #isComplete}. */
  abstract R result();

  abstract boolean isComplete();

  /** Returns the calls as text for operators, such as "blocks 17, 19-23". */
  abstract String describe(int[] indexes);

  /** Returns whether the calls ask for whole blocks, which are queued behind all other calls. */
  boolean isBulk() {
    return false;
  }

  /**
   * Gives up a call whose tries are used up.
   *
   * @return whether the request can do without its result
   */
  boolean toleratesMissing(int index, RpcFailure failure) {
    return false;
  }

  /** Returns whether the result of a call is still needed, though the request is not over. */
  boolean needs(int index) {
    return true;
  }

  /**
   * Ends the calls whose tries are used up, which the request cannot do without.
   *
   * @param indexes their positions, at least one
   * @return its outcome; empty if other calls decide it
   */
  Optional<Outcome<R>> giveUp(int[] indexes, ChainException failure) {
    return Optional.of(fail(failure));
  }

  /** Returns its outcome if no endpoint answers any more. */
  Outcome<R> giveUp(ChainException failure) {
    return fail(failure);
  }

  /** Returns whether a call that failed so is retried early, because waiting would hardly help. */
  boolean retriesEarly(RpcFailure failure) {
    return false;
  }

  /** It was removed from the queue, because it has an outcome or was cancelled. */
  void removed() {}

  /** Takes the result of a call, which the parser has checked to be of the expected type. */
  final List<FailedCall> acceptResult(int index, RpcResult result, int endpoint) {
    return accept(index, resultType.cast(result), endpoint);
  }

  String describe() {
    return describe(IntStream.range(0, size()).toArray());
  }

  List<RpcCall> calls() {
    return calls;
  }

  int size() {
    return calls.size();
  }

  CompletableFuture<R> future() {
    return future;
  }

  /** Returns whether its outcome is decided, or its caller has cancelled it. */
  boolean isOver() {
    return ended || future.isDone();
  }

  void end() {
    ended = true;
  }

  void submittedAt(long now) {
    submittedAt = now;
  }

  long submittedAt() {
    return submittedAt;
  }

  boolean hasUnsent() {
    return nextUnsent < unsentEnd && needs(nextUnsent);
  }

  /** Returns the next call that was not sent yet, if there {@linkplain #hasUnsent is one}. */
  QueuedCall nextUnsent() {
    return new QueuedCall(this, nextUnsent);
  }

  QueuedCall takeUnsent() {
    return new QueuedCall(this, nextUnsent++);
  }

  List<QueuedCall> retries() {
    return retries;
  }

  /** Returns how many calls wait to be sent. */
  int waiting() {
    int waiting = retries.size();
    for (int i = nextUnsent; i < unsentEnd && needs(i); i++) {
      waiting++;
    }
    return waiting;
  }

  /** Counts a failed try of a call and returns the cost of all its tries. */
  int addRetryCost(int index, int cost) {
    failures[index] = (byte) Math.min(Byte.MAX_VALUE, failures[index] + 1);
    retryCosts[index] += cost;
    return retryCosts[index];
  }

  /** Returns the cost of the failed tries of a call. */
  int retryCost(int index) {
    return retryCosts[index];
  }

  int failures(int index) {
    return failures[index];
  }

  /** Returns its success, which also ends it. */
  Outcome<R> complete() {
    R result = result();
    end();
    return new Outcome<>(future, result, null);
  }

  /** Returns its failure, which also ends it. */
  Outcome<R> fail(ChainException failure) {
    end();
    return new Outcome<>(future, null, failure);
  }

  /**
   * The outcome of a request.
   *
   * @param failure null if there is a result
   */
  record Outcome<R>(CompletableFuture<R> future, R result, ChainException failure) {

    /** Completes the caller's future, which may run the caller's code on this thread. */
    void deliver() {
      if (failure == null) {
        future.complete(result);
      } else {
        future.completeExceptionally(failure);
      }
    }
  }
}
