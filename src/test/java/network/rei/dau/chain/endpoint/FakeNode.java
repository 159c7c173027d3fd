package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcCall.Expected;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.jsonrpc.RpcResult;

/** A node in virtual time, which answers after its latency as the test defines. */
final class FakeNode {

  static final RpcFailure BAD_GATEWAY = new RpcFailure(Kind.REFUSED, Cause.SERVER, "HTTP 502");
  static final RpcFailure TIMEOUT =
      new RpcFailure(Kind.TIMEOUT, Cause.TIMEOUT, "no answer in time");
  static final RpcFailure DOWN = new RpcFailure(Kind.UNREACHABLE, Cause.CONNECT, "no connection");
  static final RpcFailure CUT = new RpcFailure(Kind.UNREACHABLE, Cause.CUT, "the connection broke");
  static final RpcFailure TOO_LARGE = new RpcFailure(Kind.REFUSED, Cause.TOO_LARGE, "HTTP 413");

  /** One batch that it received. */
  record Received(Duration at, List<RpcCall> calls) {

    List<Long> blocks() {
      return calls.stream().map(RpcCall::block).filter(block -> block >= 0).toList();
    }

    boolean asksForChainIdFirst() {
      return calls.get(0).request().getMethod().equals("eth_chainId");
    }
  }

  final List<Received> received = new ArrayList<>();
  int inFlight;
  int mostInFlight;
  long chainId = 1;
  long head = 1_000_000;
  boolean answersLatest = true;
  Duration latency;

  /** The failure of a whole batch, or null for none. */
  Function<Received, RpcFailure> batchFailure = batch -> null;

  /** The result for one block. */
  LongFunction<RpcResult> answer = FakeNode::block;

  /** The failure of {@code eth_chainId}; null if it is answered. */
  RpcFailure chainIdFailure;

  /** How long recovering the senders takes after a response was read. */
  Duration recovery = Duration.ZERO;

  private final VirtualTime time;

  FakeNode(VirtualTime time, Duration latency) {
    this.time = time;
    this.latency = latency;
  }

  static RpcResult block(long number) {
    return new RpcResult.Block(TestBlocks.block(number), true);
  }

  static RpcResult block(long number, Hash hash, Hash parent, long timestamp) {
    return new RpcResult.Block(TestBlocks.block(number, hash, parent, timestamp), true);
  }

  /**
   * Receives a batch and answers it later.
   *
   * @param onRead is run when the response is read, if senders are to be recovered
   */
  void receive(
      List<RpcCall> calls, long timeoutNanos, Runnable onRead, Consumer<BatchResult> replyTo) {
    Received batch = new Received(time.elapsed(), calls);
    received.add(batch);
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    RpcFailure failed = batchFailure.apply(batch);
    boolean late = latency.toNanos() > timeoutNanos;
    RpcFailure failure = failed == null && late ? TIMEOUT : failed;
    boolean blocks = calls.stream().anyMatch(call -> call.expected() == Expected.BLOCK);
    boolean hangs = failure != null && failure.cause() == Cause.TIMEOUT;
    Supplier<BatchResult> result =
        () ->
            failure == null
                ? new BatchResult(calls.stream().map(call -> answer(call, blocks)).toList(), null)
                : BatchResult.failed(calls.size(), failure);
    time.schedule(
        () -> {
          inFlight--;
          if (recovery.isZero() || !blocks) {
            replyTo.accept(result.get());
          } else {
            onRead.run();
            time.schedule(() -> replyTo.accept(result.get()), recovery.toNanos());
          }
        },
        hangs ? timeoutNanos : Math.min(timeoutNanos, latency.toNanos()));
  }

  /** Headers are not read from a batch with whole blocks: their transactions are hashes. */
  private RpcResult answer(RpcCall call, boolean withBlocks) {
    if (withBlocks && call.expected() == Expected.HEADER) {
      return RpcFailure.malformed("a transaction is not an object");
    }
    return switch (call.expected()) {
      case QUANTITY -> {
        if (!call.request().getMethod().equals("eth_chainId")) {
          yield new RpcResult.Quantity(head);
        }
        yield chainIdFailure != null ? chainIdFailure : new RpcResult.Quantity(chainId);
      }
      case BLOCK -> answer.apply(call.block());
      case HEADER -> header(call.block() < 0 ? latest() : answer.apply(call.block()));
    };
  }

  private RpcResult latest() {
    return answersLatest ? answer.apply(head) : RpcFailure.answer(Kind.REFUSED, "error -32602");
  }

  private static RpcResult header(RpcResult answer) {
    return answer instanceof RpcResult.Block block
        ? new RpcResult.Header(block.activity().header())
        : answer;
  }

  /** Returns how often blocks were requested in total. */
  long blocksRequested() {
    return received.stream().mapToLong(batch -> batch.blocks().size()).sum();
  }

  LongStream batchSizes() {
    return received.stream().mapToLong(batch -> batch.calls().size());
  }
}
