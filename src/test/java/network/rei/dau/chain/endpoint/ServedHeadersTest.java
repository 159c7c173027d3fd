package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.junit.jupiter.api.Test;

/** Headers of blocks that a node may lack, in virtual time. */
class ServedHeadersTest {

  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final RpcFailure NULL = RpcFailure.answer(Kind.MISSING_BLOCK, "null");

  private final FakeChain one = FakeChain.of(LATENCY);
  private final FakeChain two = FakeChain.of(LATENCY, LATENCY);

  private static CompletableFuture<List<Optional<BlockHeader>>> request(
      FakeChain chain, List<Long> numbers) {
    return chain.submit(HeadersRequest.ifServed(FakeChain.WEB3J, numbers));
  }

  private static Optional<BlockHeader> header(long number) {
    return Optional.of(TestBlocks.block(number).header());
  }

  @Test
  void shouldReturnEmptyHeadersOfBlocksThatTheNodeLacks() {
    one.node().answer = n -> n < 100 ? NULL : FakeNode.block(n);
    assertThat(one.await(request(one, List.of(200L, 5L, 99L, 100L, 5L))))
        .containsExactly(
            header(200), Optional.empty(), Optional.empty(), header(100), Optional.empty());
    assertThat(one.await(request(one, List.of()))).isEmpty();
  }

  @Test
  void shouldReturnEmptyHeadersOfBlocksThatTheNodeRefusesWithAnErrorObject() {
    RpcFailure pruned = RpcFailure.answer(Kind.REFUSED, "error 4444 (pruned history unavailable)");
    one.node().answer = n -> n < 100 ? pruned : FakeNode.block(n);
    assertThat(one.await(request(one, List.of(200L, 5L, 99L, 100L))))
        .containsExactly(header(200), Optional.empty(), Optional.empty(), header(100));
  }

  @Test
  void shouldNeedLittleTimeAndFewRequestsForManyMissingBlocks() {
    one.node().answer = n -> NULL;
    List<Long> numbers = LongStream.range(0, 500).boxed().toList();
    assertThat(one.await(request(one, numbers))).hasSize(500).allMatch(Optional::isEmpty);
    assertThat(one.time.elapsed()).isLessThan(Duration.ofSeconds(2));
    assertThat(one.node().blocksRequested()).isEqualTo(3 * 500);
  }

  @Test
  void shouldRequestFromAnotherEndpointWhatOneLacks() {
    two.nodes.get(0).answer = n -> NULL;
    assertThat(two.await(request(two, List.of(7L, 8L)))).containsExactly(header(7), header(8));
  }

  @Test
  void shouldFailForAnyOtherFailureOfABlock() {
    one.node().answer = n -> n == 7 ? RpcFailure.malformed("the block has no hash") : NULL;
    ChainException failure = one.failure(request(one, List.of(6L, 7L)));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure).hasMessageContaining("block 7: the block has no hash");
  }

  @Test
  void shouldFailIfTheNodeIsDown() {
    one.node().batchFailure = batch -> FakeNode.DOWN;
    assertThat(one.failure(request(one, List.of(6L, 7L))).kind()).isEqualTo(Kind.UNREACHABLE);
  }
}
