package network.rei.dau.chain.endpoint;

import java.math.BigInteger;
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
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;

/**
 * The head of the chain: the highest block that an endpoint names as its newest one and that
 * counts. It counts if its timestamp is not too far ahead of the clock, and if it links: its parent
 * is read too, from another endpoint if there is one, and must have the hash that it names.
 *
 * <p>All endpoints that follow the head are asked at once. The others are asked a second later, if
 * there is no head by then. As soon as a head counts, the result waits for the other endpoints only
 * as long as their calls have not failed, and not longer than a second after the first answer.
 */
final class HeadRequest extends PendingRequest<RpcResult, BlockHeader> {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long PARENT_PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

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

  /** What one endpoint answered. */
  private static final class Ask {
    final Endpoint endpoint;
    boolean awaited;
    BlockHeader head;
    boolean ownParentAsked;
    boolean failed;

    Ask(Endpoint endpoint, boolean awaited) {
      this.endpoint = endpoint;
      this.awaited = awaited;
    }
  }

  /** A head that endpoints named. */
  private static final class Candidate {
    boolean linked;
    boolean timed;
    long since;

    /** Whether each endpoint that names it is asked for its parent too. */
    boolean ownParents;
  }

  private record Role(Step step, Ask ask) {}

  private record WrongHead(Endpoint endpoint, RpcFailure failure) {}

  private final Web3j web3j;
  private final List<Ask> asks = new ArrayList<>();
  private final List<Role> roles = new ArrayList<>();
  private final Map<BlockHeader, Candidate> candidates = new LinkedHashMap<>();
  private final List<WrongHead> wrongHeads = new ArrayList<>();
  private HeadTracker heads;
  private BlockHeader result;
  private boolean answered;
  private long answeredAt;
  private ChainException failure;

  HeadRequest(Web3j web3j) {
    super(web3j.newBatch(), RpcResult.class);
    this.web3j = web3j;
  }

  @Override
  void begin(HeadTracker tracker, long now) {
    heads = tracker;
    boolean anyFollows = heads.endpoints().stream().anyMatch(e -> heads.asks(e, now));
    for (Endpoint endpoint : heads.endpoints()) {
      boolean awaited = !anyFollows || heads.asks(endpoint, now);
      if (awaited) {
        endpoint.recordHeadAsked(now);
      }
      Ask ask = new Ask(endpoint, awaited);
      asks.add(ask);
      QueuedCall call =
          call(
              Step.LATEST, ask, web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false));
      retries().add(call.again(awaited ? now : now + PATIENCE_NANOS, -1, Integer.MAX_VALUE));
    }
  }

  private QueuedCall call(Step step, Ask ask, Request<?, ?> request) {
    roles.add(new Role(step, ask));
    return new QueuedCall(this, addCall(request));
  }

  private void askForHeader(Step step, Ask ask, long number) {
    DefaultBlockParameter block = DefaultBlockParameter.valueOf(BigInteger.valueOf(number));
    QueuedCall call = call(step, ask, web3j.ethGetBlockByNumber(block, false));
    retries().add(step == Step.PARENT ? call.avoiding(ask.endpoint.index()) : call);
  }

  @Override
  int onlyEndpoint(int index) {
    Role role = roles.get(index);
    return role.step() == Step.PARENT ? -1 : role.ask().endpoint.index();
  }

  @Override
  List<FailedCall> accept(int index, RpcResult answer, int endpoint) {
    Role role = roles.get(index);
    if (answer instanceof RpcResult.NullRound) {
      long before = calls().get(index).block() - 1;
      BlockHeader head = role.ask().head;
      if (head == null || head.number() - before > NullRounds.MOST) {
        return List.of(new FailedCall(this, index, endpoint, NullRounds.TOO_MANY));
      }
      askForHeader(role.step(), role.ask(), before);
    } else if (answer instanceof RpcResult.Quantity number) {
      askForHeader(Step.HEADER, role.ask(), number.value());
    } else if (answer instanceof RpcResult.Header header) {
      switch (role.step()) {
        case PARENT, OWN_PARENT -> compare(role, header.header(), endpoint);
        default -> consider(role.ask(), header.header());
      }
    }
    return List.of();
  }

  private void consider(Ask ask, BlockHeader head) {
    ask.head = head;
    ask.endpoint.recordHead(head.number());
    Candidate known = candidates.get(head);
    Candidate candidate = candidates.computeIfAbsent(head, named -> new Candidate());
    if (heads.isAhead(head)) {
      refuse(ask, Kind.MALFORMED, "its timestamp is too far ahead of the clock");
    } else if (head.number() == 0 || heads.continuesAccepted(head)) {
      candidate.linked = true;
    } else if (known == null) {
      askForHeader(Step.PARENT, ask, head.number() - 1);
    } else if (candidate.ownParents) {
      askForOwnParents(head);
    }
  }

  private void compare(Role role, BlockHeader parent, int endpoint) {
    Ask ask = role.ask();
    if (parent.hash().equals(ask.head.parentHash())) {
      candidates.get(ask.head).linked = true;
      return;
    }
    if (endpoint == ask.endpoint.index()) {
      refuse(ask, Kind.UNLINKED_BLOCK, "its parent has another hash than it names");
    }
    askForOwnParents(ask.head);
  }

  /** Asks all endpoints that named a head for its parent, so that none of them waits for others. */
  private void askForOwnParents(BlockHeader head) {
    candidates.get(head).ownParents = true;
    for (Ask ask : asks) {
      if (head.equals(ask.head) && !ask.failed && !ask.ownParentAsked) {
        ask.ownParentAsked = true;
        askForHeader(Step.OWN_PARENT, ask, head.number() - 1);
      }
    }
  }

  /** The head that an endpoint named does not count, which is a failure of the endpoint. */
  private void refuse(Ask ask, Kind kind, String reason) {
    RpcFailure wrong =
        RpcFailure.answer(
            kind, "block " + ask.head.number() + " does not count as the head: " + reason);
    wrongHeads.add(new WrongHead(ask.endpoint, wrong));
    fail(ask, wrong);
  }

  private void fail(Ask ask, RpcFailure reason) {
    ask.failed = true;
    EndpointName name = ask.endpoint.name();
    failure =
        new ChainException(
            reason.kind(), name + ": " + name.scrub(reason.about(describe(new int[0]))));
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
    Role role = roles.get(index);
    switch (role.step()) {
      case LATEST -> role.ask().awaited &= reason.cause() == Cause.ANSWER;
      case NUMBER, HEADER -> role.ask().awaited = false;
      case OWN_PARENT -> role.ask().awaited &= reason.isNotServed();
      case PARENT -> {} // the endpoint that named the head is asked next
    }
  }

  @Override
  boolean retriesEarly(RpcFailure reason) {
    return reason.isNotServed();
  }

  @Override
  boolean toleratesMissing(int index, RpcFailure reason) {
    Role role = roles.get(index);
    switch (role.step()) {
      case LATEST -> {
        if (reason.cause() == Cause.ANSWER) {
          retries().add(call(Step.NUMBER, role.ask(), web3j.ethBlockNumber()));
        } else {
          fail(role.ask(), reason);
        }
      }
      case NUMBER, HEADER -> fail(role.ask(), reason);
      case PARENT -> askForOwnParents(role.ask().head);
      case OWN_PARENT -> {
        if (reason.isNotServed()) {
          refuse(role.ask(), Kind.UNLINKED_BLOCK, "no endpoint serves its parent");
        } else {
          fail(role.ask(), reason);
        }
      }
    }
    return true;
  }

  @Override
  boolean needs(int index) {
    Role role = roles.get(index);
    boolean parent = role.step() == Step.PARENT || role.step() == Step.OWN_PARENT;
    return !parent || !candidates.get(role.ask().head).linked;
  }

  @Override
  Optional<Outcome<BlockHeader>> decide(long now) {
    wrongHeads.forEach(wrong -> wrong.endpoint().recordWrongHead(wrong.failure(), now));
    wrongHeads.clear();
    if (!answered && asks.stream().anyMatch(ask -> ask.head != null && !ask.failed)) {
      answered = true;
      answeredAt = now;
    }
    candidates.forEach((head, candidate) -> askSlowParents(head, candidate, now));
    Optional<BlockHeader> best =
        candidates.keySet().stream()
            .filter(head -> candidates.get(head).linked)
            .reduce(heads::better);
    if (best.isEmpty()) {
      return asks.stream().allMatch(this::isDone) ? Optional.of(fail(failure)) : Optional.empty();
    }
    boolean waits =
        asks.stream().anyMatch(ask -> ask.awaited && !isDone(ask) && ask.endpoint.mayAnswer(now));
    if (waits && now - answeredAt < PATIENCE_NANOS) {
      return Optional.empty();
    }
    result = best.get();
    heads.accept(result);
    for (Ask ask : asks) {
      if (ask.head != null && !ask.failed) {
        ask.endpoint.recordLag(heads.isBehind(ask.head), result.number(), now);
      }
    }
    return Optional.of(complete());
  }

  /** Asks the endpoints that named a head for its parent, if another one is slow to answer. */
  private void askSlowParents(BlockHeader head, Candidate candidate, long now) {
    candidate.since = candidate.timed ? candidate.since : now;
    candidate.timed = true;
    if (!candidate.linked && now - candidate.since >= PARENT_PATIENCE_NANOS) {
      askForOwnParents(head);
    }
  }

  @Override
  long nanosUntilDecision(long now) {
    long wait = answered ? answeredAt + PATIENCE_NANOS - now : Long.MAX_VALUE;
    wait = wait > 0 ? wait : Long.MAX_VALUE;
    for (Candidate candidate : candidates.values()) {
      if (!candidate.linked && candidate.timed && !candidate.ownParents) {
        wait = Math.min(wait, Math.max(1, candidate.since + PARENT_PATIENCE_NANOS - now));
      }
    }
    return wait;
  }

  private boolean isDone(Ask ask) {
    return ask.failed || (ask.head != null && candidates.get(ask.head).linked);
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
