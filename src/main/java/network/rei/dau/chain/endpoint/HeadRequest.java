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
 * there is no head by then. The result does not wait longer than a second after the first head that
 * counts.
 */
final class HeadRequest extends PendingRequest<RpcResult, BlockHeader> {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long PARENT_PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

  private enum Link {
    PENDING,
    LINKED,
    REFUSED
  }

  private enum Step {
    /** The header of the block {@code latest}. */
    LATEST,
    /** Its number, from an endpoint that does not answer {@code latest}. */
    NUMBER,
    /** The header of that number. */
    HEADER,
    /** The header of the parent of a head, from any endpoint. */
    PARENT,
    /** The same from the endpoint that named the head, where another one does not confirm it. */
    OWN_PARENT
  }

  /** What one endpoint answered. */
  private static final class Ask {
    final Endpoint endpoint;
    final boolean awaited;
    BlockHeader head;
    boolean failed;

    Ask(Endpoint endpoint, boolean awaited) {
      this.endpoint = endpoint;
      this.awaited = awaited;
    }
  }

  /** A head that an endpoint named. */
  private static final class Candidate {
    Link link = Link.PENDING;
    boolean timed;
    long since;
    boolean ownParentAsked;
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
    if (answer instanceof RpcResult.Quantity number) {
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
    Candidate known = candidates.putIfAbsent(head, new Candidate());
    if (heads.isAhead(head)) {
      refuse(head, Kind.MALFORMED, "its timestamp is too far ahead of the clock");
    } else if (known == null) {
      if (head.number() == 0 || heads.continuesAccepted(head)) {
        candidates.get(head).link = Link.LINKED;
      } else {
        askForHeader(Step.PARENT, ask, head.number() - 1);
      }
    } else if (known.link == Link.REFUSED) {
      refuse(head, Kind.UNLINKED_BLOCK, "another endpoint named it too, and it did not count");
    }
  }

  private void compare(Role role, BlockHeader parent, int endpoint) {
    BlockHeader head = role.ask().head;
    if (parent.hash().equals(head.parentHash())) {
      candidates.get(head).link = Link.LINKED;
    } else if (endpoint == role.ask().endpoint.index()) {
      refuse(head, Kind.UNLINKED_BLOCK, "its parent has another hash than it names");
    } else {
      askForOwnParent(role.ask());
    }
  }

  private void askForOwnParent(Ask ask) {
    Candidate candidate = candidates.get(ask.head);
    if (!candidate.ownParentAsked) {
      candidate.ownParentAsked = true;
      askForHeader(Step.OWN_PARENT, ask, ask.head.number() - 1);
    }
  }

  /** A head does not count, which is a failure of each endpoint that named it. */
  private void refuse(BlockHeader head, Kind kind, String reason) {
    candidates.get(head).link = Link.REFUSED;
    String message = "block " + head.number() + " does not count as the head: " + reason;
    for (Ask ask : asks) {
      if (head.equals(ask.head) && !ask.failed) {
        RpcFailure wrong = RpcFailure.answer(kind, message);
        wrongHeads.add(new WrongHead(ask.endpoint, wrong));
        fail(ask, wrong);
      }
    }
  }

  private void fail(Ask ask, RpcFailure reason) {
    ask.failed = true;
    EndpointName name = ask.endpoint.name();
    failure =
        new ChainException(
            reason.kind(), name + ": " + name.scrub(reason.about(describe(new int[0]))));
  }

  /** Another call takes the place of a bad answer to {@code latest} or to an unknown parent. */
  @Override
  boolean isRetried(int index, RpcFailure reason) {
    return switch (roles.get(index).step()) {
      case LATEST -> reason.cause() != Cause.ANSWER;
      case PARENT -> !reason.isNotServed();
      case NUMBER, HEADER, OWN_PARENT -> true;
    };
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
      case PARENT -> askForOwnParent(role.ask());
      case OWN_PARENT -> {
        if (reason.isNotServed()) {
          refuse(role.ask().head, Kind.UNLINKED_BLOCK, "no endpoint serves its parent");
        } else {
          candidates.get(role.ask().head).link = Link.REFUSED;
          asks.stream()
              .filter(ask -> role.ask().head.equals(ask.head))
              .forEach(ask -> fail(ask, reason));
        }
      }
    }
    return true;
  }

  @Override
  boolean needs(int index) {
    Role role = roles.get(index);
    boolean parent = role.step() == Step.PARENT || role.step() == Step.OWN_PARENT;
    return !parent || candidates.get(role.ask().head).link == Link.PENDING;
  }

  @Override
  Optional<Outcome<BlockHeader>> decide(long now) {
    wrongHeads.forEach(wrong -> wrong.endpoint().recordWrongHead(wrong.failure(), now));
    wrongHeads.clear();
    if (!answered && asks.stream().anyMatch(ask -> ask.head != null && !ask.failed)) {
      answered = true;
      answeredAt = now;
    }
    asks.forEach(ask -> askSlowParent(ask, now));
    Optional<BlockHeader> best =
        candidates.keySet().stream()
            .filter(head -> candidates.get(head).link == Link.LINKED)
            .reduce(heads::better);
    if (best.isEmpty()) {
      return asks.stream().allMatch(this::isDone) ? Optional.of(fail(failure)) : Optional.empty();
    }
    boolean waits = asks.stream().anyMatch(ask -> ask.awaited && !isDone(ask));
    if (waits && now - answeredAt < PATIENCE_NANOS) {
      return Optional.empty();
    }
    result = best.get();
    heads.accept(result);
    for (Ask ask : asks) {
      if (ask.head != null && !ask.failed) {
        ask.endpoint.recordLag(heads.isBehind(ask.head), result.number());
      }
    }
    return Optional.of(complete());
  }

  /** Asks the endpoint that named a head for its parent too, if another one is slow to answer. */
  private void askSlowParent(Ask ask, long now) {
    Candidate candidate = candidates.get(ask.head);
    if (candidate == null || candidate.link != Link.PENDING) {
      return;
    }
    candidate.since = candidate.timed ? candidate.since : now;
    candidate.timed = true;
    if (now - candidate.since >= PARENT_PATIENCE_NANOS) {
      askForOwnParent(ask);
    }
  }

  @Override
  long nanosUntilDecision(long now) {
    long wait = answered ? answeredAt + PATIENCE_NANOS - now : Long.MAX_VALUE;
    wait = wait > 0 ? wait : Long.MAX_VALUE;
    for (Candidate candidate : candidates.values()) {
      if (candidate.link == Link.PENDING && candidate.timed && !candidate.ownParentAsked) {
        wait = Math.min(wait, Math.max(1, candidate.since + PARENT_PATIENCE_NANOS - now));
      }
    }
    return wait;
  }

  private boolean isDone(Ask ask) {
    return ask.failed || (ask.head != null && candidates.get(ask.head).link != Link.PENDING);
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
