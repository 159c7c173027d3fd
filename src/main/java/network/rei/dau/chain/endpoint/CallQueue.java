package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import network.rei.dau.chain.jsonrpc.RpcCall.Expected;

/**
 * Holds the pending requests and selects the calls of the next batch: small requests before short
 * ranges of blocks, which are usually the newest blocks, and those before long ranges; older
 * requests before younger ones, retries before calls that were not sent yet. Not thread-safe.
 */
final class CallQueue {

  /** The maximum number of blocks of a short range. */
  static final int SHORT_RANGE = 16;

  private final boolean mixesRequests;
  private final List<PendingRequest<?, ?>> small = new ArrayList<>();
  private final List<PendingRequest<?, ?>> bulk = new ArrayList<>();

  /**
   * Creates an empty queue.
   *
   * @param mixesRequests whether a batch may hold calls of several requests, so that the last
   *     blocks of one range and the first of the next share an HTTP request. It must not where a
   *     call has only one try: a request must not fail because of the calls of another one.
   */
  CallQueue(boolean mixesRequests) {
    this.mixesRequests = mixesRequests;
  }

  void add(PendingRequest<?, ?> request) {
    if (!request.isBulk()) {
      small.add(request);
    } else if (isShort(request)) {
      bulk.add((int) bulk.stream().takeWhile(CallQueue::isShort).count(), request);
    } else {
      bulk.add(request);
    }
  }

  private static boolean isShort(PendingRequest<?, ?> request) {
    return request.calls().size() <= SHORT_RANGE;
  }

  /** Removes the requests that have an outcome or were cancelled. */
  void removeOver() {
    removeOver(small);
    removeOver(bulk);
  }

  private static void removeOver(List<PendingRequest<?, ?>> requests) {
    List<PendingRequest<?, ?>> over = requests.stream().filter(PendingRequest::isOver).toList();
    requests.removeAll(over);
    over.forEach(PendingRequest::removed);
  }

  /** Returns all requests, in the order in which they are served. */
  List<PendingRequest<?, ?>> requests() {
    List<PendingRequest<?, ?>> requests = new ArrayList<>(small);
    requests.addAll(bulk);
    return requests;
  }

  boolean isEmpty() {
    return small.isEmpty() && bulk.isEmpty();
  }

  /** Returns how many whole blocks wait to be requested. */
  int waitingBlocks() {
    int waiting = 0;
    for (PendingRequest<?, ?> request : bulk) {
      waiting += request.waiting();
    }
    return waiting;
  }

  /**
   * The batch that calls are taken for.
   *
   * @param maxCalls how many queued calls it may hold
   * @param withChainId whether it also asks for the chain id
   * @param allowed whether its endpoint may get a call
   */
  record Slot(int maxCalls, boolean withChainId, Predicate<QueuedCall> allowed) {

    /** Returns the slot for a batch of at most so many calls. */
    Slot ofAtMost(int calls) {
      return new Slot(Math.min(maxCalls, calls), withChainId, allowed);
    }
  }

  /** Takes calls of small requests for one batch; returns none if there are none now. */
  List<QueuedCall> takeSmall(Slot slot, long now) {
    return takeFrom(small, slot, now);
  }

  /**
   * Takes whole blocks for one batch, or headers that their ranges need; returns none if there are
   * none for this endpoint now.
   */
  List<QueuedCall> takeBlocks(Slot slot, long now) {
    return takeFrom(bulk, slot, now);
  }

  private List<QueuedCall> takeFrom(List<PendingRequest<?, ?>> requests, Slot slot, long now) {
    List<QueuedCall> taken = new ArrayList<>();
    int limit = slot.maxCalls();
    for (PendingRequest<?, ?> request : requests) {
      limit = takeRetries(request, limit, slot, now, taken);
      // Unsent calls fill a batch up, unless it is small to find the call that fails.
      while (limit == slot.maxCalls()
          && taken.size() < limit
          && request.hasUnsent()
          && fits(request.nextUnsent(), taken)
          && slot.allowed().test(request.nextUnsent())) {
        taken.add(request.takeUnsent());
      }
      if (taken.size() >= limit || (!mixesRequests && !taken.isEmpty())) {
        break;
      }
    }
    return taken;
  }

  /** Adds retries that are due; returns how many calls the batch may hold with them in it. */
  private static int takeRetries(
      PendingRequest<?, ?> request, int maxCalls, Slot slot, long now, List<QueuedCall> taken) {
    int limit = maxCalls;
    for (Iterator<QueuedCall> retries = request.retries().iterator();
        retries.hasNext() && taken.size() < limit; ) {
      QueuedCall call = retries.next();
      if (!request.needs(call.index())) {
        retries.remove();
        continue;
      }
      int most = call.maxQueuedCalls(slot.withChainId());
      if (call.isDue(now)
          && most > taken.size()
          && fits(call, taken)
          && slot.allowed().test(call)) {
        limit = Math.min(limit, most);
        taken.add(call);
        retries.remove();
      }
    }
    return limit;
  }

  /** A response is read either with the transactions of its blocks or without. */
  private static boolean fits(QueuedCall call, List<QueuedCall> taken) {
    return taken.isEmpty() || isBlock(taken.get(0)) == isBlock(call);
  }

  private static boolean isBlock(QueuedCall call) {
    return call.call().expected() == Expected.BLOCK;
  }

  /** Returns the nanoseconds until the next retry is due; {@code Long.MAX_VALUE} if none waits. */
  long nanosUntilDue(long now) {
    long wait = Long.MAX_VALUE;
    for (PendingRequest<?, ?> request : requests()) {
      for (QueuedCall call : request.retries()) {
        if (!call.isDue(now)) {
          wait = Math.min(wait, call.notBefore() - now);
        }
      }
    }
    return wait;
  }
}
