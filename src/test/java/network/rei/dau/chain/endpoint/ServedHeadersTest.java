package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.junit.jupiter.api.Test;

/** Headers that a node may lack, in virtual time. */
class ServedHeadersTest {

  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final RpcFailure NULL = RpcFailure.answer(Kind.MISSING_BLOCK, "null");

  private final FakeChain one = FakeChain.of(LATENCY);
  private final FakeChain two = FakeChain.of(LATENCY, LATENCY);

  private static CompletableFuture<List<Optional<BlockHeader>>> ask(
      FakeChain chain, List<Long> numbers) {
    return chain.scheduler.submit(HeadersRequest.ifServed(numbers)).toCompletableFuture();
  }

  private static Optional<BlockHeader> header(long number) {
    return Optional.of(TestBlocks.block(number).header());
  }

  @Test
  void shouldLeaveEmptyWhatTheNodeLacks() {
    one.node().answer = n -> n < 100 ? NULL : TestBlocks.block(n);
    assertThat(one.await(ask(one, List.of(200L, 5L, 99L, 100L, 5L))))
        .containsExactly(
            header(200), Optional.empty(), Optional.empty(), header(100), Optional.empty());
    assertThat(one.await(ask(one, List.of()))).isEmpty();
  }

  @Test
  void shouldTakeLittleTimeAndFewRequestsForManyThatAreLacking() {
    one.node().answer = n -> NULL;
    List<Long> numbers = LongStream.range(0, 500).boxed().toList();
    assertThat(one.await(ask(one, numbers))).hasSize(500).allMatch(Optional::isEmpty);
    assertThat(one.loop.elapsed()).isLessThan(Duration.ofSeconds(2));
    assertThat(one.node().blocksAsked()).isEqualTo(3 * 500);
  }

  @Test
  void shouldAskElsewhereForWhatOneNodeLacks() {
    two.nodes.get(0).answer = n -> NULL;
    assertThat(two.await(ask(two, List.of(7L, 8L)))).containsExactly(header(7), header(8));
  }

  @Test
  void shouldFailOnAnythingElse() {
    one.node().answer = n -> n == 7 ? RpcFailure.answer(Kind.REFUSED, "error -32000 (no)") : NULL;
    ChainException failure = one.failure(ask(one, List.of(6L, 7L)));
    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("block 7: error -32000 (no)");
  }

  @Test
  void shouldFailWhenTheNodeIsDown() {
    one.node().wholeFault = ask -> FakeNode.DOWN;
    assertThat(one.failure(ask(one, List.of(6L, 7L))).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void shouldHoldForAClientThatKnowsOnlyHeaders() {
    ChainClient lacking = new OnlyHeaders(Kind.MISSING_BLOCK);
    assertThat(lacking.headersIfServed(List.of(3L, 7L, 4L)).toCompletableFuture().join())
        .containsExactly(header(3), Optional.empty(), header(4));
    CompletableFuture<?> refused =
        new OnlyHeaders(Kind.REFUSED).headersIfServed(List.of(3L, 7L)).toCompletableFuture();
    assertThat(refused)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withRootCauseInstanceOf(ChainException.class);
  }

  /** Has all headers but that of block 7. */
  private record OnlyHeaders(Kind kind) implements ChainClient {

    @Override
    public CompletionStage<List<BlockHeader>> headers(List<Long> numbers) {
      // As a stage that depends on another one fails.
      return CompletableFuture.completedFuture(numbers)
          .thenApply(
              all -> {
                if (all.contains(7L)) {
                  throw new CompletionException(new ChainException(kind, "no block 7"));
                }
                return all.stream().map(number -> TestBlocks.block(number).header()).toList();
              });
    }

    @Override
    public CompletionStage<Long> newestBlock() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<BlockActivity>> blocks(BlockRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<ChainIdentity> identity() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<EndpointStatus> endpoints() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
