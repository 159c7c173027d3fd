package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.junit.jupiter.api.Test;

/** What is kept of a range that cannot be read to its end, in virtual time. */
class BlocksRequestTest {

  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final RpcFailure NO = RpcFailure.answer(Kind.REFUSED, "error -32000 (no)");

  private final FakeChain chain = FakeChain.of(LATENCY);
  private final FakeNode node = chain.node();

  private CompletableFuture<BlockSequence> request(long first, long last) {
    return chain.submit(
        new BlocksRequest(FakeChain.WEB3J, new BlockRange(first, last), chain.memory));
  }

  private void assertEndsBefore(BlockSequence sequence, long first, long end, Kind kind) {
    FakeChain.assertWhole(sequence.blocks(), first, end - 1);
    assertThat(sequence.failure().map(ChainException::kind)).contains(kind);
  }

  @Test
  void shouldReturnTheBlocksBeforeOneThatIsAlwaysRefused() {
    node.answer = n -> n == 777 ? NO : FakeNode.block(n);
    BlockSequence sequence = chain.await(request(0, 1199));
    assertEndsBefore(sequence, 0, 777, Kind.REFUSED);
    assertThat(sequence.failure().orElseThrow())
        .hasMessageContaining("block 777: error -32000 (no)");
  }

  @Test
  void shouldEndBeforeTheFirstOfSeveralRefusedBlocks() {
    node.answer = n -> n == 900 || n == 300 || n == 1199 ? NO : FakeNode.block(n);
    assertEndsBefore(chain.await(request(0, 1199)), 0, 300, Kind.REFUSED);
  }

  @Test
  void shouldReadABlockThatIsOlderThanItsParentTwice() {
    node.answer =
        n ->
            n == 500
                ? FakeNode.block(n, TestBlocks.hash(n), TestBlocks.hash(n - 1), 7)
                : FakeNode.block(n);
    BlockSequence sequence = chain.await(request(0, 1199));
    FakeChain.assertWhole(sequence.orThrow(), 0, 1199);
    assertThat(sequence.blocks().get(500).timestamp()).isEqualTo(7);
    assertThat(node.blocksRequested()).isEqualTo(1202);
  }

  @Test
  void shouldNotReturnATimestampBeforeThatOfTheParentThatASecondReadingDoesNotConfirm() {
    AtomicInteger readings = new AtomicInteger();
    node.answer =
        n ->
            n == 500 && readings.getAndIncrement() == 0
                ? FakeNode.block(n, TestBlocks.hash(n), TestBlocks.hash(n - 1), 7)
                : FakeNode.block(n);
    List<BlockActivity> blocks = chain.await(request(0, 1199)).orThrow();
    assertThat(blocks.get(500).timestamp()).isEqualTo(TestBlocks.block(500).timestamp());
  }

  @Test
  void shouldEndBeforeABlockThatNeverLinks() {
    node.answer =
        n ->
            n == 500
                ? FakeNode.block(n, TestBlocks.hash(7), TestBlocks.hash(8), n * 3)
                : FakeNode.block(n);
    BlockSequence sequence = chain.await(request(0, 1199));
    assertThat(sequence.failure().map(ChainException::kind)).contains(Kind.UNLINKED_BLOCK);
    FakeChain.assertWhole(sequence.blocks(), 0, sequence.blocks().size() - 1);
    assertThat(sequence.blocks()).hasSizeBetween(499, 500);
  }

  @Test
  void shouldFailIfNotEvenTheFirstBlockIsServed() {
    node.answer = n -> n == 0 ? NO : FakeNode.block(n);
    assertThat(chain.failure(request(0, 99)).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void shouldReturnWhatWasReadBeforeEveryEndpointStoppedAnswering() {
    node.batchFailure = batch -> chain.time.elapsed().toMillis() < 60 ? null : FakeNode.DOWN;
    BlockSequence sequence = chain.await(request(0, 1199));
    assertThat(sequence.blocks()).hasSizeGreaterThan(10);
    assertEndsBefore(sequence, 0, sequence.blocks().size(), Kind.UNREACHABLE);
  }

  @Test
  void shouldNotRequestTheBlocksBehindOneThatWasGivenUp() {
    node.answer = n -> n == 3 ? NO : FakeNode.block(n);
    CompletableFuture<BlockSequence> late = request(0, 9);
    chain.await(late);
    long requested = node.blocksRequested();
    chain.time.run(Duration.ofMinutes(1));
    assertThat(node.blocksRequested()).isEqualTo(requested);
  }

  @Test
  void shouldReadABlockThatOneEndpointAlwaysRefusesFromTheOther() {
    FakeChain two = FakeChain.of(LATENCY, LATENCY);
    two.nodes.get(0).answer = n -> n == 777 ? NO : FakeNode.block(n);
    two.read(0, 1199);
    assertThat(two.time.elapsed()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void shouldFailARangeOfAnotherChainAsAWhole() {
    node.chainId = 5;
    assertThat(chain.failure(request(0, 9)).kind()).isEqualTo(Kind.WRONG_CHAIN);
  }

  @Test
  void shouldCountTheBlocksThatAnEndpointServedAndThatCouldNotBeVerified() {
    node.answer = n -> new RpcResult.Block(TestBlocks.block(n), n % 10 != 0);
    FakeChain.assertWhole(chain.await(request(0, 99)).blocks(), 0, 99);
    assertThat(chain.endpoint(0).unverifiedBlocks()).isEqualTo(10);
  }
}
