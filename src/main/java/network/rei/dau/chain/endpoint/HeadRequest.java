package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.endpoint.NamedHeads.Answer;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;

/**
 * The head of the chain: the highest block that an endpoint names as its newest one and that
 * counts. It counts if its timestamp is not too far ahead of the clock, and if it links: its parent
 * is read too, from another endpoint if there is one, and must have the hash that it names and not
 * be far newer.
 *
 * <p>All endpoints that follow the head are asked at once. The others are asked a second later, if
 * there is no head by then. As soon as a head counts, the result waits for the other endpoints only
 * as long as their calls have not failed, not longer than several times their usual latency, and
 * not longer than a second after the first answer.
 */
final class HeadRequest extends PendingRequest<RpcResult, BlockHeader> {

  private enum Step {
    /** The header of the block {@code latest}. */
    LATEST,
    /** Its number, from an endpoint that does not answer {@code latest}. */
    NUMBER,
    /** The header of that number. */
    HEADER,
    /** The header of the parent of a head, from any endpoint. */
    PARENT,
    /** The same from each endpoint that named the head, where another one does not confirm it. */
    OWN_PARENT
  }

  /**
   * What a call is for.
   *
   * @param number of the header that is wanted, or of the block before it if that is a null round;
   *     -1 if it is not a header of a number
   */
  private record Role(Step step, Answer answer, long number) {}

  private final Web3j web3j;
  private final List<Role> roles = new ArrayList<>();
  private NamedHeads heads;
  private BlockHeader result;
  private boolean answered;
  private long answeredAt;

  HeadRequest(Web3j web3j) {
    super(web3j.newBatch(), RpcResult.class);
    this.web3j = web3j;
  }

  @Override
  void begin(HeadTracker tracker, long now) {
    heads = new NamedHeads(tracker);
    boolean anyFollows = tracker.endpoints().stream().anyMatch(e -> tracker.asks(e, now));
    for (Endpoint endpoint : tracker.endpoints()) {
      boolean awaited = !anyFollows || tracker.asks(endpoint, now);
      if (awaited) {
        endpoint.recordHeadAsked(now);
      }
      QueuedCall call =
          call(
              new Role(Step.LATEST, heads.ask(endpoint, awaited), -1),
              web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false));
      retries()
          .add(
              call.again(awaited ? now : now + Endpoint.LONGEST_WAIT_NANOS, -1, Integer.MAX_VALUE));
    }
  }

  private QueuedCall call(Role role, Request<?, ?> request) {
    roles.add(role);
    return new QueuedCall(this, addCall(request));
  }

  private void askForHeader(Step step, Answer answer, long number) {
    askForHeader(new Role(step, answer, number), number);
  }

  private void askForHeader(Role role, long number) {
    QueuedCall call = call(role, NullRounds.header(web3j, number));
    retries()
        .add(role.step() == Step.PARENT ? call.avoiding(role.answer().endpoint.index()) : call);
  }

  @Override
  int onlyEndpoint(int index) {
    Role role = roles.get(index);
    return role.step() == Step.PARENT ? -1 : role.answer().endpoint.index();
  }

  @Override
  List<FailedCall> accept(int index, RpcResult result, int endpoint) {
    Role role = roles.get(index);
    Answer answer = role.answer();
    if (result instanceof RpcResult.NullRound) {
      long before = calls().get(index).block() - 1;
      if (role.step() == Step.LATEST || role.number() - before > NullRounds.MAX_IN_A_ROW) {
        return List.of(new FailedCall(this, index, endpoint, NullRounds.TOO_MANY));
      }
      askForHeader(role, before);
    } else if (result instanceof RpcResult.Quantity number) {
      askForHeader(Step.HEADER, answer, number.value());
    } else if (result instanceof RpcResult.Header found) {
      switch (role.step()) {
        case PARENT, OWN_PARENT -> compare(answer, found.header(), endpoint);
        default -> {
          if (heads.name(answer, found.header())) {
            askForHeader(Step.PARENT, answer, found.header().number() - 1);
          }
        }
      }
      askForOwnParents();
    }
    return List.of();
  }

  private void compare(Answer answer, BlockHeader parent, int endpoint) {
    boolean linked = parent.hash().equals(answer.head().parentHash());
    if (linked && !answer.head().isFarBefore(parent)) {
      heads.link(answer.head());
      return;
    }
    if (endpoint == answer.endpoint.index()) {
      heads.refuse(
          answer,
          linked ? Kind.MALFORMED : Kind.UNLINKED_BLOCK,
          linked
              ? "its timestamp is far before that of its parent"
              : "its parent has another hash than it names");
    }
    heads.readOwnParents(answer.head());
  }

  /** Asks all endpoints that named a head for its parent, so that none of them waits for others. */
  private void askForOwnParents() {
    for (Answer answer : heads.takeUnconfirmed()) {
      askForHeader(Step.OWN_PARENT, answer, answer.head().number() - 1);
    }
  }

  /**
   * Other calls take the place of a bad answer to {@code latest}, and of any failure to read the
   * parent from another endpoint.
   */
  @Override
  boolean isRetried(int index, RpcFailure reason) {
    return switch (roles.get(index).step()) {
      case LATEST -> reason.cause() != Cause.ANSWER;
      case PARENT -> false;
      case NUMBER, HEADER, OWN_PARENT -> true;
    };
  }

  /** The result does not wait for an endpoint that fails, unless its head may be wrong. */
  @Override
  void recordFailure(int index, RpcFailure reason) {
    Answer answer = roles.get(index).answer();
    switch (roles.get(index).step()) {
      case LATEST -> answer.awaited &= reason.cause() == Cause.ANSWER;
      case NUMBER, HEADER -> answer.awaited = false;
      case OWN_PARENT -> answer.awaited &= reason.isNotServed();
      case PARENT -> {} // the endpoint that named the head is asked next
    }
  }

  @Override
  boolean retriesEarly(RpcFailure reason) {
    return reason.isNotServed();
  }

  @Override
  boolean toleratesMissing(int index, RpcFailure reason) {
    Answer answer = roles.get(index).answer();
    switch (roles.get(index).step()) {
      case LATEST -> {
        if (reason.cause() == Cause.ANSWER) {
          retries().add(call(new Role(Step.NUMBER, answer, -1), web3j.ethBlockNumber()));
        } else {
          heads.fail(answer, reason);
        }
      }
      case NUMBER, HEADER -> heads.fail(answer, reason);
      case PARENT -> {
        heads.readOwnParents(answer.head());
        askForOwnParents();
      }
      case OWN_PARENT -> {
        if (reason.isNotServed()) {
          heads.refuse(answer, Kind.UNLINKED_BLOCK, "no endpoint serves its parent");
        } else {
          heads.fail(answer, reason);
        }
      }
    }
    return true;
  }

  @Override
  boolean needs(int index) {
    Role role = roles.get(index);
    boolean parent = role.step() == Step.PARENT || role.step() == Step.OWN_PARENT;
    return !parent || !heads.isLinked(role.answer().head());
  }

  @Override
  Optional<Outcome<BlockHeader>> decide(long now) {
    if (!answered && heads.isAnyNamed()) {
      answered = true;
      answeredAt = now;
    }
    heads.pass(now);
    askForOwnParents();
    Optional<BlockHeader> best = heads.best();
    if (best.isEmpty()) {
      return heads.isEachDone() ? Optional.of(fail(heads.failure())) : Optional.empty();
    }
    if (nanosAwaited(now) > 0) {
      return Optional.empty();
    }
    result = best.get();
    heads.accept(result, now);
    return Optional.of(complete());
  }

  @Override
  long nanosUntilDecision(long now) {
    long wait = nanosAwaited(now);
    return Math.min(answered && wait > 0 ? wait : Long.MAX_VALUE, heads.nanosUntilLate(now));
  }

  /** Returns how long other answers than the first are still waited for. */
  private long nanosAwaited(long now) {
    long first = answered ? answeredAt : now;
    long wait = 0;
    for (Answer answer : heads.awaited(now)) {
      boolean queued =
          retries().stream().anyMatch(call -> roles.get(call.index()).answer() == answer);
      wait = Math.max(wait, answer.nanosAwaited(first, queued, now));
    }
    return wait;
  }

  @Override
  boolean isComplete() {
    return result != null;
  }

  @Override
  BlockHeader result() {
    return result;
  }

  @Override
  String describe(int[] indexes) {
    return "the head";
  }
}
