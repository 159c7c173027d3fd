package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.stream.javadsl.Source;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.ClockBound;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.BatchTransport;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcResult;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.observability.actor.ActorMetricsExtension;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The actor around the scheduler, with a transport that the test controls. */
class EndpointManagerTest {

  private static final ActorTestKit TESTKIT = ActorTestKit.create();
  private static final RpcSettings SETTINGS = settings(URI.create("http://primary:1"), 1);

  private final AtomicReference<Function<List<RpcCall>, CompletionStage<BatchResult>>> transport =
      new AtomicReference<>(EndpointManagerTest::answer);
  private final List<EndpointMetrics> endpoints = EndpointMetrics.of(SETTINGS);
  private final ActorRef<EndpointManager.Command> manager =
      TESTKIT.spawn(
          EndpointManager.create(
              SETTINGS,
              ClientTuning.DEFAULT,
              endpoints,
              MemoryBudget.unlimited(),
              executor -> List.of(transport())),
          InstrumentedMailbox.of("EndpointManager"));
  private final JsonRpcChainClient client =
      new JsonRpcChainClient(manager, endpoints, MemoryBudget.unlimited(), Source.never());

  private static RpcSettings settings(URI url, long chainId) {
    return new RpcSettings(
        List.of(url),
        chainId,
        Duration.ofSeconds(10),
        100,
        16,
        0,
        3,
        Duration.ofMillis(10),
        new ClockBound(Duration.ofHours(1)),
        0.25,
        ProofLevel.NONE);
  }

  @AfterAll
  static void shutdown() {
    TESTKIT.shutdownTestKit();
  }

  private BatchTransport transport() {
    return new BatchTransport() {
      @Override
      public CompletionStage<BatchResult> send(List<RpcCall> calls, Duration timeout) {
        return transport.get().apply(calls);
      }

      @Override
      public void close() {}
    };
  }

  private static CompletionStage<BatchResult> answer(List<RpcCall> calls) {
    List<RpcResult> results =
        calls.stream()
            .<RpcResult>map(
                call ->
                    call.expected() == RpcCall.Expected.QUANTITY
                        ? new RpcResult.Quantity(1)
                        : new RpcResult.Header(TestBlocks.block(Math.abs(call.block())).header()))
            .toList();
    return CompletableFuture.completedFuture(new BatchResult(results, null));
  }

  @Test
  void shouldLimitTheBlocksOfAResponseByItsBudget() throws IOException {
    ChainSpec spec = ChainSpec.of(1, 60);
    try (SimulatedNode node = SimulatedNode.start(SimulatedChain.of(spec))) {
      RpcSettings settings = settings(node.uri(), spec.chainId());
      List<RpcCall> calls =
          BlocksRequest.batch(FakeChain.WEB3J, LongStream.range(0, 10), true).getRequests().stream()
              .map(RpcCall::of)
              .toList();
      MemoryBudget budget = new MemoryBudget(16);
      BatchTransport limited = EndpointManager.transports(settings, budget, Runnable::run).get(0);
      BatchResult result = limited.send(calls, settings.timeout()).toCompletableFuture().join();
      limited.close();
      assertThat(result.failure().cause()).isEqualTo(RpcFailure.Cause.TOO_LARGE);
    }
  }

  @Test
  void shouldAnswerTypedRequestsOfWeb3j() {
    assertThat(join(client.head()).number()).isEqualTo(1);
    assertThat(client.endpoints().get(0).requests()).isEqualTo(2);
  }

  @Test
  void shouldAppearInTheActorMetrics() {
    join(client.head());
    assertThat(
            ActorMetricsExtension.of(TESTKIT.system())
                .actors()
                .get("EndpointManager")
                .messages()
                .counts())
        .containsKeys("Submit", "BatchCompleted");
  }

  @Test
  void shouldRetryARequestThatTheTransportCannotSend() {
    AtomicReference<RuntimeException> failure =
        new AtomicReference<>(new IllegalStateException("rejected"));
    transport.set(
        calls -> {
          RuntimeException thrown = failure.getAndSet(null);
          if (thrown != null) {
            throw thrown;
          }
          return answer(calls);
        });
    assertThat(join(client.head()).number()).isEqualTo(1);
    assertThat(client.endpoints().get(0).inFlight()).isZero();
  }

  @Test
  void shouldRetryTheCallsOfAnAnswerThatCannotBeHandled() {
    AtomicReference<BatchResult> unusable = new AtomicReference<>(new BatchResult(List.of(), null));
    transport.set(
        calls -> {
          BatchResult result = unusable.getAndSet(null);
          return result == null ? answer(calls) : CompletableFuture.completedFuture(result);
        });
    assertThat(join(client.head()).number()).isEqualTo(1);
    assertThat(client.endpoints().get(0).lastError())
        .hasValueSatisfying(error -> assertThat(error).contains("could not be handled"));
  }

  @Test
  void shouldFailPendingRequestsWhenItStops() {
    CompletableFuture<List<RpcCall>> sent = new CompletableFuture<>();
    transport.set(
        calls -> {
          sent.complete(calls);
          return new CompletableFuture<>();
        });
    CompletionStage<BlockHeader> head = client.head();
    join(sent);
    TESTKIT.stop(manager);
    assertThat(failure(head).kind()).isEqualTo(Kind.CLOSED);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static ChainException failure(CompletionStage<?> stage) {
    try {
      Object result = join(stage);
      throw new AssertionError("the stage succeeded: " + result);
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(ChainException.class);
      return (ChainException) e.getCause();
    }
  }
}
