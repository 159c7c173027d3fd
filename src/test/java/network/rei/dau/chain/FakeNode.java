package network.rei.dau.chain;

import io.reactivex.Flowable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.LongStream;
import network.rei.dau.activity.BlockActivity;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.Fault.Cause;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.BatchResponse;
import org.web3j.protocol.core.Request;

/** A node in the time of a {@link ManualLoop}: answers after its latency, as it is told to. */
final class FakeNode implements Web3jService {

  static final Fault BAD_GATEWAY = new Fault(Kind.REFUSED, Cause.SERVER, "HTTP 502");
  static final Fault TIMEOUT = new Fault(Kind.TIMEOUT, Cause.TIMEOUT, "no answer in time");
  static final Fault DOWN = new Fault(Kind.UNREACHABLE, Cause.CONNECT, "no connection");
  static final Fault CUT = new Fault(Kind.UNREACHABLE, Cause.CUT, "the connection broke");
  static final Fault TOO_LARGE = new Fault(Kind.REFUSED, Cause.TOO_LARGE, "HTTP 413");

  /** One batch as it came in. */
  record Ask(Duration at, List<RpcRequest> requests) {
    List<Long> blocks() {
      return requests.stream().map(RpcRequest::block).filter(block -> block >= 0).toList();
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
  Function<Ask, Fault> wholeFault = ask -> null;

  /** What one block is answered as: a BlockActivity, or a Fault. */
  Function<Long, Object> answer = TestBlocks::block;

  /** What stands in place of the chain's id; null for the id. */
  Fault checkFault;

  private final ManualLoop loop;

  FakeNode(ManualLoop loop, Duration latency) {
    this.loop = loop;
    this.latency = latency;
  }

  @Override
  public CompletableFuture<BatchResponse> sendBatchAsync(BatchRequest batch) {
    List<RpcRequest> requests =
        batch.getRequests().stream().map(request -> (RpcRequest) request).toList();
    Ask ask = new Ask(loop.elapsed(), requests);
    asks.add(ask);
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    Fault fault = wholeFault.apply(ask);
    CompletableFuture<BatchResponse> answer = new CompletableFuture<>();
    long delay =
        fault != null && fault.cause() == Cause.TIMEOUT ? timeout.toNanos() : latency.toNanos();
    loop.schedule(
        () -> {
          inFlight--;
          answer.complete(
              fault == null
                  ? new BatchAnswer(batch, requests.stream().map(this::answer).toList(), null)
                  : BatchAnswer.failed(batch, fault));
        },
        delay);
    return answer;
  }

  private RpcResponse answer(RpcRequest request) {
    Object result =
        switch (request.expected()) {
          case QUANTITY ->
              !request.getMethod().equals("eth_chainId")
                  ? (Object) head
                  : checkFault != null ? checkFault : (Object) chainId;
          case BLOCK -> answer.apply(request.block());
          case HEADER -> header(answer.apply(request.block()));
        };
    return result instanceof Fault bad
        ? RpcResponse.failed(request.getId(), bad)
        : RpcResponse.of(request.getId(), result);
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
