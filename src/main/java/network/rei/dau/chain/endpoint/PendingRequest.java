package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.web3j.protocol.Web3jService;

/**
 * One call of a caller's under way: a row of items, each one JSON-RPC request. What was not yet
 * asked for is a suffix of the row; what must be asked for again lies beside it.
 *
 * <p>Only touched on the event loop, but for the future.
 */
abstract class PendingRequest<R> {

  private final CompletableFuture<R> future = new CompletableFuture<>();
  private final List<QueuedCall> retries = new ArrayList<>();
  private final int size;
  private final int[] spent;
  private final byte[] fails;
  private int fresh;
  private long startedAt;
  private boolean ended;

  PendingRequest(int size) {
    this.size = size;
    this.spent = new int[size];
    this.fails = new byte[size];
  }

  /** What asks for item {@code index}. */
  abstract RpcCall request(int index, Web3jService service);

  /**
   * Takes a result.
   *
   * @param endpoint which endpoint it came from
   * @return items, this one perhaps among them, that turn out to be wrong; usually none
   */
  abstract List<Misfit> accept(int index, Object result, int endpoint);

  /**
   * An item's tries are used up.
   *
   * @return whether the call can do without it
   */
  boolean absorbs(int index, RpcFailure fault) {
    return false;
  }

  /** Whether an item that failed so is asked for again soon: waiting would hardly help. */
  boolean hurries(RpcFailure fault) {
    return false;
  }

  abstract boolean isComplete();

  /** The result, once complete. */
  abstract R result();

  /** These items, for people: "blocks 17, 19-23". */
  abstract String describe(int[] indexes);

  /** Whether the items are blocks in full, which are read and queued apart from the rest. */
  abstract boolean isBulk();

  int size() {
    return size;
  }

  CompletableFuture<R> future() {
    return future;
  }

  /** Whether nobody waits for it any more. */
  boolean isOver() {
    return ended || future.isDone();
  }

  /** Its outcome is known, if not yet to the caller. */
  void end() {
    ended = true;
  }

  void start(long now) {
    startedAt = now;
  }

  long startedAt() {
    return startedAt;
  }

  boolean hasFresh() {
    return fresh < size;
  }

  QueuedCall nextFresh() {
    return new QueuedCall(this, fresh++);
  }

  List<QueuedCall> retries() {
    return retries;
  }

  /** Items that wait to be asked for. */
  int waiting() {
    return size - fresh + retries.size();
  }

  /** Counts a failed try of an item; returns what all of them have cost. */
  int charge(int index, int cost) {
    fails[index] = (byte) Math.min(Byte.MAX_VALUE, fails[index] + 1);
    spent[index] += cost;
    return spent[index];
  }

  int fails(int index) {
    return fails[index];
  }

  /** An item that must be asked for again although it was answered, and which endpoint did so. */
  record Misfit(int index, int endpoint, RpcFailure fault) {}
}
