package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The jobs under way, and which items go into the next batch: small calls before ranges, older
 * before younger, retries before what was never asked for. Pure; not for several threads.
 */
final class CallQueue {

  private final boolean spans;
  private final List<PendingRequest<?>> small = new ArrayList<>();
  private final List<PendingRequest<?>> bulk = new ArrayList<>();

  /**
   * A queue without jobs.
   *
   * @param spans whether a batch may hold items of several jobs, so that the last blocks of one
   *     range and the first of the next share a request. Not where an item has only one try: a job
   *     must not fail because of a neighbour's item.
   */
  CallQueue(boolean spans) {
    this.spans = spans;
  }

  void add(PendingRequest<?> job) {
    (job.isBulk() ? bulk : small).add(job);
  }

  void remove(PendingRequest<?> job) {
    (job.isBulk() ? bulk : small).remove(job);
  }

  /** Forgets the jobs for which nobody waits any more. */
  void dropOver() {
    small.removeIf(PendingRequest::isOver);
    bulk.removeIf(PendingRequest::isOver);
  }

  /** All jobs, in the order in which they are served. */
  List<PendingRequest<?>> jobs() {
    List<PendingRequest<?>> jobs = new ArrayList<>(small);
    jobs.addAll(bulk);
    return jobs;
  }

  boolean isEmpty() {
    return small.isEmpty() && bulk.isEmpty();
  }

  /** Blocks in full that wait to be asked for. */
  int waitingBlocks() {
    int waiting = 0;
    for (PendingRequest<?> job : bulk) {
      waiting += job.waiting();
    }
    return waiting;
  }

  /**
   * Takes the items for one batch.
   *
   * @param endpoint who will be asked
   * @param most items at most
   * @param check whether the batch also asks for the chain's id
   * @param elsewhere whether items that this endpoint failed should wait for another one
   * @return empty if there is nothing for this endpoint now
   */
  List<QueuedCall> take(int endpoint, int most, boolean check, long now, boolean elsewhere) {
    List<QueuedCall> taken = takeFrom(small, endpoint, most, check, now, elsewhere);
    return taken.isEmpty() ? takeFrom(bulk, endpoint, most, check, now, elsewhere) : taken;
  }

  /** Takes items that other endpoints failed to answer, and nothing else. */
  List<QueuedCall> takeRepairs(int endpoint, int most, boolean check, long now) {
    for (PendingRequest<?> job : jobs()) {
      List<QueuedCall> taken = new ArrayList<>();
      takeRetries(
          job, item -> item.avoid() >= 0 && item.avoid() != endpoint, most, check, now, taken);
      if (!taken.isEmpty()) {
        return taken;
      }
    }
    return List.of();
  }

  private List<QueuedCall> takeFrom(
      List<PendingRequest<?>> jobs,
      int endpoint,
      int most,
      boolean check,
      long now,
      boolean elsewhere) {
    List<QueuedCall> taken = new ArrayList<>();
    int limit = most;
    for (PendingRequest<?> job : jobs) {
      limit =
          takeRetries(
              job, item -> !(elsewhere && item.avoid() == endpoint), limit, check, now, taken);
      // What is fresh fills a batch up, but not one that is small on purpose.
      while (limit == most && taken.size() < limit && job.hasFresh()) {
        taken.add(job.nextFresh());
      }
      if (taken.size() >= limit || (!spans && !taken.isEmpty())) {
        break;
      }
    }
    return taken;
  }

  /** Adds due retries; returns how many items the batch may hold with them in it. */
  private static int takeRetries(
      PendingRequest<?> job,
      Predicate<QueuedCall> allowed,
      int most,
      boolean check,
      long now,
      List<QueuedCall> taken) {
    int limit = most;
    for (Iterator<QueuedCall> retries = job.retries().iterator();
        retries.hasNext() && taken.size() < limit; ) {
      QueuedCall item = retries.next();
      if (item.isDue(now) && item.most(check) > taken.size() && allowed.test(item)) {
        limit = Math.min(limit, item.most(check));
        taken.add(item);
        retries.remove();
      }
    }
    return limit;
  }

  /** Nanoseconds until the next retry falls due; {@code Long.MAX_VALUE} if none waits for time. */
  long nanosUntilDue(long now) {
    long wait = Long.MAX_VALUE;
    for (PendingRequest<?> job : jobs()) {
      for (QueuedCall item : job.retries()) {
        if (!item.isDue(now)) {
          wait = Math.min(wait, item.notBefore() - now);
        }
      }
    }
    return wait;
  }
}
