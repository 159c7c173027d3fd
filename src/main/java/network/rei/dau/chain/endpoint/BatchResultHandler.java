package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.endpoint.PendingRequest.Misfit;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.jsonrpc.RpcResult;

/**
 * What becomes of an answer: good items go to their jobs, bad ones back into the queue or, their
 * tries used up, fail their job; the endpoint learns from both. On the event loop only.
 */
final class BatchResultHandler {

  private final long chainId;
  private final List<Endpoint> endpoints;
  private final RetryPolicy retries;
  private final Deadline patience;
  private final long grid;
  private final Consumer<PendingRequest<?>> complete;
  private final BiConsumer<PendingRequest<?>, ChainException> fail;

  BatchResultHandler(
      long chainId,
      List<Endpoint> endpoints,
      RetryPolicy retries,
      Deadline patience,
      ClientTuning tuning,
      Consumer<PendingRequest<?>> complete,
      BiConsumer<PendingRequest<?>, ChainException> fail) {
    this.chainId = chainId;
    this.endpoints = endpoints;
    this.retries = retries;
    this.patience = patience;
    this.grid = Math.max(1, tuning.firstRetry().toNanos() / 2);
    this.complete = complete;
    this.fail = fail;
  }

  /** Whether another endpoint than this one takes work at present. */
  boolean isElsewhere(int endpoint, long now) {
    for (Endpoint other : endpoints) {
      if (other.index() != endpoint && other.health().isWell(now)) {
        return true;
      }
    }
    return false;
  }

  void land(InFlightBatch flight, BatchResult answer, long now) {
    Endpoint endpoint = flight.endpoint();
    endpoint.returned(flight, now, answer.fault() == null);
    RpcFailure whole = answer.fault();
    RpcResult check = flight.check() ? answer.answers().get(0) : null;
    RpcFailure unchecked = check == null ? null : check.fault();
    if (check != null && unchecked == null && (Long) check.getResult() != chainId) {
      endpoint.refuse((Long) check.getResult(), chainId, now);
      disbelieve(flight, now);
      return;
    }
    if (check == null && endpoint.health().isRefused()) {
      // Meanwhile another answer has shown that it is of another chain.
      disbelieve(flight, now);
      return;
    }
    if (check != null && unchecked == null) {
      endpoint.verify(now);
    }
    boolean trusted = unchecked == null || endpoint.isVerifiedLately(now);
    if (!trusted && whole == null) {
      whole = uncheckable(unchecked);
    }
    List<Misfit> bad = new ArrayList<>();
    List<QueuedCall> items = flight.items();
    Set<PendingRequest<?>> touched = new LinkedHashSet<>();
    Map<PendingRequest<?>, List<Misfit>> failed = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      QueuedCall item = items.get(i);
      RpcResult response = answer.answers().get(flight.check() ? i + 1 : i);
      RpcFailure fault = trusted ? response.fault() : whole;
      PendingRequest<?> job = item.job();
      if (fault != null) {
        Misfit misfit = new Misfit(item.index(), endpoint.index(), fault);
        bad.add(misfit);
        failed.computeIfAbsent(job, j -> new ArrayList<>()).add(misfit);
      } else {
        patience.progress(now);
        if (!job.isOver()) {
          touched.add(job);
          List<Misfit> misfits = job.accept(item.index(), response.getResult(), endpoint.index());
          if (!misfits.isEmpty()) {
            bad.addAll(misfits);
            failed.computeIfAbsent(job, j -> new ArrayList<>()).addAll(misfits);
          }
        }
      }
    }
    teach(flight, whole, unchecked, bad, now);
    double jitter = retries.jitter();
    failed.forEach((job, misfits) -> retry(job, misfits, flight, jitter, now));
    for (PendingRequest<?> job : touched) {
      if (!job.isOver() && job.isComplete()) {
        complete.accept(job);
      }
    }
    endpoint.publish();
  }

  /** Not the blocks' fault: they go elsewhere and have lost nothing. */
  private static void disbelieve(InFlightBatch flight, long now) {
    Endpoint endpoint = flight.endpoint();
    flight.items().forEach(item -> again(item, now, endpoint.index(), Integer.MAX_VALUE));
    endpoint.publish();
  }

  /** An endpoint that does not say which chain it serves has answered nothing that counts. */
  private static RpcFailure uncheckable(RpcFailure fault) {
    Cause cause = fault.cause() == Cause.ANSWER ? Cause.SERVER : fault.cause();
    return uncheckable(fault, cause);
  }

  private static RpcFailure uncheckable(RpcFailure fault, Cause cause) {
    return new RpcFailure(
        fault.kind(), cause, "eth_chainId: " + fault.message(), fault.retryAfter());
  }

  private void teach(
      InFlightBatch flight, RpcFailure whole, RpcFailure unchecked, List<Misfit> bad, long now) {
    Endpoint endpoint = flight.endpoint();
    if (whole != null) {
      endpoint.note(whole);
      endpoint.failed(flight, whole, now);
      excuse(whole, now);
      return;
    }
    List<RpcFailure> faults = new ArrayList<>();
    bad.forEach(misfit -> faults.add(misfit.fault()));
    if (unchecked != null) {
      faults.add(uncheckable(unchecked, unchecked.cause()));
    }
    RpcFailure strain = null;
    for (RpcFailure fault : faults) {
      // A block that the node lacks says nothing of how much it can take.
      boolean ofBlock = fault.cause() == Cause.ANSWER;
      if (strain == null && (!ofBlock || fault.kind() == Kind.REFUSED)) {
        strain = fault;
      }
    }
    if (!faults.isEmpty()) {
      endpoint.note(strain != null ? strain : faults.get(0));
    }
    if (!endpoint.health().isRefused() || flight.check()) {
      endpoint.wasAnswered(flight, strain == null);
    }
    if (strain != null) {
      endpoint.failed(flight, strain, now);
    }
  }

  private void excuse(RpcFailure fault, long now) {
    if (fault.retryAfter() != null) {
      patience.excuse(now, fault.retryAfter().toNanos());
    }
  }

  private void retry(
      PendingRequest<?> job, List<Misfit> misfits, InFlightBatch flight, double jitter, long now) {
    if (job.isOver()) {
      return;
    }
    List<Misfit> doomed = new ArrayList<>();
    for (Misfit misfit : misfits) {
      Cause cause = misfit.fault().cause();
      int spent = job.charge(misfit.index(), retries.cost(cause, flight.size()));
      if (retries.isSpent(spent)) {
        if (!job.absorbs(misfit.index(), misfit.fault())) {
          doomed.add(misfit);
        }
        continue;
      }
      int fails = job.fails(misfit.index());
      int waits = job.hurries(misfit.fault()) ? 1 : fails;
      long delay = retries.delay(cause, waits, isElsewhere(misfit.endpoint(), now), jitter);
      int maxBatch = shrinks(cause, fails) ? (flight.size() + 1) / 2 : Integer.MAX_VALUE;
      QueuedCall item = new QueuedCall(job, misfit.index());
      again(item, onGrid(now, delay), misfit.endpoint(), maxBatch);
    }
    if (!doomed.isEmpty()) {
      fail.accept(job, failure(job, doomed));
    } else if (job.isComplete()) {
      complete.accept(job);
    }
  }

  /** Retries of several answers that fall due about the same time share a request. */
  private long onGrid(long now, long delay) {
    return delay == 0 ? now : -Math.floorDiv(-(now + delay), grid) * grid;
  }

  private static boolean shrinks(Cause cause, int fails) {
    return switch (cause) {
      case TOO_LARGE, RATE_OR_SIZE, CUT, TIMEOUT -> true;
      // By now it may be one block that the server cannot serve: find it.
      case SERVER -> fails > 2;
      case ANSWER, CONNECT, RATE, DENIED -> false;
    };
  }

  private static void again(QueuedCall item, long notBefore, int avoid, int maxBatch) {
    if (!item.job().isOver()) {
      item.job()
          .retries()
          .add(new QueuedCall(item.job(), item.index(), true, notBefore, avoid, maxBatch));
    }
  }

  private ChainException failure(PendingRequest<?> job, List<Misfit> doomed) {
    Misfit last = doomed.get(doomed.size() - 1);
    int[] indexes = doomed.stream().mapToInt(Misfit::index).toArray();
    int fails = job.fails(last.index());
    EndpointName name = endpoints.get(last.endpoint()).name();
    return new ChainException(
        last.fault().kind(),
        name
            + ": "
            + name.scrub(last.fault().about(job.describe(indexes)))
            + (fails == 1 ? "" : " (after " + fails + " tries)"));
  }
}
