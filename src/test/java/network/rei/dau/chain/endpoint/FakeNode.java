package network.rei.dau.chain.endpoint;

import io.reactivex.Flowable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.BatchResponse;
import org.web3j.protocol.core.Request;

/** A node in the time of a {@link ManualLoop}: answers after its latency, as it is told to. */
final class FakeNode implements Web3jService {

  static final RpcFailure BAD_GATEWAY = new RpcFailure(Kind.REFUSED, Cause.SERVER, "HTTP 502");
  static final RpcFailure TIMEOUT =
      new RpcFailure(Kind.TIMEOUT, Cause.TIMEOUT, "no answer in time");
  static final RpcFailure DOWN = new RpcFailure(Kind.UNREACHABLE, Cause.CONNECT, "no connection");
  static final RpcFailure CUT = new RpcFailure(Kind.UNREACHABLE, Cause.CUT, "the connection broke");
  static final RpcFailure TOO_LARGE = new RpcFailure(Kind.REFUSED, Cause.TOO_LARGE, "HTTP 413");

  /** One batch as it came in. */
  record Ask(Duration at, List<RpcCall> requests) {
    List<Long> blocks() {
      return requests.stream().map(RpcCall::block).filter(block -> block >= 0).toList();
    }
  }

  final List<Ask> asks = new ArrayList<>();
  int inFlight;
  int mostInFlight;
  long chainId = 1;
  long head = 1_000_000;
  Duration latency;
  Duration timeout = Duration.ofSeconds(10);

  /** What becomes of a whole batch: a fault, or null for none. */
  Function<Ask, RpcFailure> wholeFault = ask -> null;

  /** What one block is answered as: a BlockActivity, or a Fault. */
  Function<Long, Object> answer = TestBlocks::block;

  /** What stands in place of the chain's id; null for the id. */
  RpcFailure checkFault;

  private final ManualLoop loop;

  FakeNode(ManualLoop loop, Duration latency) {
    this.loop = loop;
    this.latency = latency;
  }

  @Override
  public CompletableFuture<BatchResponse> sendBatchAsync(BatchRequest batch) {
    List<RpcCall> requests =
        batch.getRequests().stream().map(request -> (RpcCall) request).toList();
    Ask ask = new Ask(loop.elapsed(), requests);
    asks.add(ask);
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    RpcFailure fault = wholeFault.apply(ask);
    CompletableFuture<BatchResponse> answer = new CompletableFuture<>();
    long delay =
        fault != null && fault.cause() == Cause.TIMEOUT ? timeout.toNanos() : latency.toNanos();
    loop.schedule(
        () -> {
          inFlight--;
          answer.complete(
              fault == null
                  ? new BatchResult(batch, requests.stream().map(this::answer).toList(), null)
                  : BatchResult.failed(batch, fault));
        },
        delay);
    return answer;
  }

  private RpcResult answer(RpcCall request) {
    Object result =
        switch (request.expected()) {
          case QUANTITY ->
              !request.getMethod().equals("eth_chainId")
                  ? (Object) head
                  : checkFault != null ? checkFault : (Object) chainId;
          case BLOCK -> answer.apply(request.block());
          case HEADER -> header(answer.apply(request.block()));
        };
    return result instanceof RpcFailure bad
        ? RpcResult.failed(request.getId(), bad)
        : RpcResult.of(request.getId(), result);
  }

  private static Object header(Object answer) {
    return answer instanceof BlockActivity block ? block.header() : answer;
  }

  /** How often blocks were asked for, all in all. */
  long blocksAsked() {
    return asks.stream().mapToLong(ask -> ask.blocks().size()).sum();
  }

  LongStream batchSizes() {
    return asks.stream().mapToLong(ask -> ask.requests().size());
  }

  @Override
  @SuppressWarnings("rawtypes")
  public <T extends org.web3j.protocol.core.Response> T send(Request request, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public <T extends org.web3j.protocol.core.Response> CompletableFuture<T> sendAsync(
      Request request, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BatchResponse sendBatch(BatchRequest batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public <T extends org.web3j.protocol.websocket.events.Notification<?>> Flowable<T> subscribe(
      Request request, String unsubscribeMethod, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
