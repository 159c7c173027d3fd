package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.EndpointName;
import network.rei.dau.chain.jsonrpc.RpcFailure;

/**
 * The heads that the endpoints name in answer to one request, and which of them count. A head that
 * an endpoint names does not count until its parent was read. Not thread-safe.
 */
final class NamedHeads {

  private static final long LONGEST_PARENT_WAIT_NANOS = Duration.ofMillis(500).toNanos();

  /** What one endpoint answered. */
  static final class Answer {
    final Endpoint endpoint;

    /** Whether the result waits for it. */
    boolean awaited;

    private BlockHeader head;
    private boolean parentAsked;
    private boolean failed;

    private boolean sent;
    private long sentAt;

    private Answer(Endpoint endpoint, boolean awaited) {
      this.endpoint = endpoint;
      this.awaited = awaited;
    }

    /**
     * Returns how long the result still waits for it, in nanoseconds; 0 or less if it does not.
     *
     * @param first when the first endpoint answered
     * @param queued whether its call waits to be sent
     */
    long nanosAwaited(long first, boolean queued, long now) {
      sentAt = sent && !queued ? sentAt : now;
      sent = !queued;
      long longest = endpoint.waitNanos(now);
      long sinceFirst = now - first;
      if (queued && longest > 0) {
        return Endpoint.LONGEST_WAIT_NANOS - sinceFirst;
      }
      return Math.min(
          Endpoint.LONGEST_WAIT_NANOS - sinceFirst, longest - Math.min(sinceFirst, now - sentAt));
    }

    /** Returns the head that the endpoint named; null if it has not named one. */
    BlockHeader head() {
      return head;
    }
  }

  private static final class Candidate {
    boolean linked;
    boolean timed;
    long since;

    /** Whether each endpoint that names it is asked for its parent too. */
    boolean ownParents;
  }

  private record WrongHead(Endpoint endpoint, RpcFailure failure) {}

  private final HeadTracker tracker;
  private final List<Answer> answers = new ArrayList<>();
  private final Map<BlockHeader, Candidate> candidates = new LinkedHashMap<>();
  private final List<WrongHead> wrongHeads = new ArrayList<>();
  private ChainException failure;

  NamedHeads(HeadTracker tracker) {
    this.tracker = tracker;
  }

  /** An endpoint is asked for the head. */
  Answer ask(Endpoint endpoint, boolean awaited) {
    Answer answer = new Answer(endpoint, awaited);
    answers.add(answer);
    return answer;
  }

  /**
   * An endpoint has named a head.
   *
   * @return whether another endpoint has to be asked for the parent of the head
   */
  boolean name(Answer answer, BlockHeader head) {
    answer.head = head;
    answer.endpoint.recordHead(head.number());
    boolean first = !candidates.containsKey(head);
    Candidate candidate = candidates.computeIfAbsent(head, named -> new Candidate());
    if (tracker.isAhead(head)) {
      refuse(answer, Kind.MALFORMED, "its timestamp is too far ahead of the clock");
      return false;
    }
    candidate.linked |= head.number() == 0 || tracker.continuesAccepted(head);
    return first && !candidate.linked;
  }

  /** The parent of a head has the hash that the head names. */
  void link(BlockHeader head) {
    candidates.get(head).linked = true;
  }

  boolean isLinked(BlockHeader head) {
    return candidates.get(head).linked;
  }

  /** No other endpoint confirms a head. */
  void readOwnParents(BlockHeader head) {
    candidates.get(head).ownParents = true;
  }

  /** Returns the endpoints that have to be asked for the parent of the head that they named. */
  List<Answer> takeUnconfirmed() {
    List<Answer> unconfirmed = new ArrayList<>();
    for (Answer answer : answers) {
      if (!isDone(answer)
          && answer.head != null
          && candidates.get(answer.head).ownParents
          && !answer.parentAsked) {
        answer.parentAsked = true;
        unconfirmed.add(answer);
      }
    }
    return unconfirmed;
  }

  /** The head that an endpoint named does not count, which is a failure of the endpoint. */
  void refuse(Answer answer, Kind kind, String reason) {
    RpcFailure wrong =
        RpcFailure.answer(
            kind, "block " + answer.head.number() + " does not count as the head: " + reason);
    wrongHeads.add(new WrongHead(answer.endpoint, wrong));
    fail(answer, wrong);
  }

  /** An endpoint does not name a head, or it is not known whether its head counts. */
  void fail(Answer answer, RpcFailure reason) {
    answer.failed = true;
    EndpointName name = answer.endpoint.name();
    failure = new ChainException(reason.kind(), name + ": " + name.scrub(reason.about("the head")));
  }

  /** Returns the failure of the endpoint that failed last; null if there was none. */
  ChainException failure() {
    return failure;
  }

  /** Records the heads that do not count for their endpoints, and which parents are late. */
  void pass(long now) {
    wrongHeads.forEach(wrong -> wrong.endpoint().recordWrongHead(wrong.failure(), now));
    wrongHeads.clear();
    for (Candidate candidate : candidates.values()) {
      candidate.since = candidate.timed ? candidate.since : now;
      candidate.timed = true;
      candidate.ownParents |= now - candidate.since >= parentWaitNanos(now);
    }
  }

  /** Returns after how many nanoseconds a parent is late. */
  long nanosUntilLate(long now) {
    long wait = Long.MAX_VALUE;
    for (Candidate candidate : candidates.values()) {
      if (!candidate.linked && candidate.timed && !candidate.ownParents) {
        wait = Math.min(wait, Math.max(1, candidate.since + parentWaitNanos(now) - now));
      }
    }
    return wait;
  }

  /** The parent is read from one of the endpoints, which may be the slowest. */
  private long parentWaitNanos(long now) {
    long longest = 0;
    for (Endpoint endpoint : tracker.endpoints()) {
      longest = Math.max(longest, endpoint.waitNanos(now));
    }
    return Math.min(longest, LONGEST_PARENT_WAIT_NANOS);
  }

  /** Returns whether an endpoint has named a head that is not refused. */
  boolean isAnyNamed() {
    return answers.stream().anyMatch(answer -> answer.head != null && !answer.failed);
  }

  /** Returns whether it is known of each endpoint whether it names a head that counts. */
  boolean isEachDone() {
    return answers.stream().allMatch(this::isDone);
  }

  /** Returns the endpoints that are waited for, may answer now, and have not done so. */
  List<Answer> awaited(long now) {
    return answers.stream()
        .filter(answer -> answer.awaited && !isDone(answer) && answer.endpoint.mayAnswer(now))
        .toList();
  }

  private boolean isDone(Answer answer) {
    return answer.failed || (answer.head != null && isLinked(answer.head));
  }

  /** Returns the best head that counts; empty if there is none yet. */
  Optional<BlockHeader> best() {
    return candidates.keySet().stream().filter(this::isLinked).reduce(tracker::better);
  }

  /** The request ends with this head. */
  void accept(BlockHeader head, long now) {
    tracker.accept(head);
    for (Answer answer : answers) {
      if (answer.head != null && !answer.failed) {
        answer.endpoint.recordLag(tracker.isBehind(answer.head), head.number(), now);
      }
    }
  }
}
