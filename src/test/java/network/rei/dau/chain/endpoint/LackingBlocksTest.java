package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks that one of two endpoints lacks, in virtual time. */
class LackingBlocksTest {

  private static final long OLDEST = 500_000;
  private static final RpcFailure NULL = RpcFailure.answer(Kind.MISSING_BLOCK, "null");

  private final FakeChain chain = FakeChain.of(Duration.ofMillis(50), Duration.ofMillis(60));
  private final FakeNode pruned = chain.nodes.get(0);
  private final FakeNode archive = chain.nodes.get(1);

  static Stream<RpcFailure> answers() {
    return Stream.of(
        NULL, RpcFailure.answer(Kind.REFUSED, "error 4444 (pruned history unavailable)"));
  }

  private void prune(RpcFailure answer) {
    pruned.answer = n -> n > 0 && n < OLDEST ? answer : FakeNode.block(n);
    chain.await(chain.head());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void shouldNotRequestOldBlocksFromANodeWithoutHistory(RpcFailure answer) {
    prune(answer);
    chain.read(OLDEST, OLDEST + 1_199);
    chain.read(1_200, 2_399);
    assertThat(chain.endpoint(0).servesFrom()).hasValue(OLDEST);
    pruned.received.clear();
    chain.read(0, 1_199);
    assertThat(pruned.received.stream().flatMap(batch -> batch.blocks().stream()))
        .allMatch(block -> block == 0);
    pruned.received.clear();
    chain.read(OLDEST, OLDEST + 1_199);
    assertThat(pruned.blocksRequested()).as("the newer blocks").isGreaterThan(500);
    assertThat(chain.endpoint(1).servesFrom()).isEmpty();
  }

  @Test
  void shouldRequestOldBlocksFromItOnceAMinuteAndUseItWhenItServesThem() {
    prune(NULL);
    chain.read(1_200, 2_399);
    chain.time.run(Duration.ofMinutes(1));
    pruned.received.clear();
    chain.read(1_200, 2_399);
    assertThat(pruned.received).hasSize(1);
    pruned.answer = FakeNode::block;
    chain.time.run(Duration.ofMinutes(1));
    chain.read(1_200, 2_399);
    assertThat(chain.endpoint(0).servesFrom()).isEmpty();
    pruned.received.clear();
    chain.read(1_200, 2_399);
    assertThat(pruned.blocksRequested()).isGreaterThan(500);
  }

  @Test
  void shouldReadOldBlocksFromAnArchiveThatIsFarSlower() {
    archive.latency = Duration.ofSeconds(3);
    prune(NULL);
    chain.readChunks(2_400);
    Duration before = chain.time.elapsed();
    chain.read(1_200, 2_399);
    assertThat(chain.time.elapsed().minus(before)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void shouldWaitForAnArchiveThatLimitsTheRate() {
    prune(NULL);
    chain.read(1_200, 2_399);
    archive.batchFailure =
        batch ->
            new RpcFailure(
                Kind.RATE_LIMITED, RpcFailure.Cause.RATE, "HTTP 429", Duration.ofSeconds(20));
    var range = chain.start(1_200, 2_399);
    chain.time.run(Duration.ofSeconds(10));
    archive.batchFailure = batch -> null;
    FakeChain.assertWhole(chain.await(range), 1_200, 2_399);
  }

  @Test
  void shouldRequestOldBlocksFromItIfTheOtherEndpointIsDown() {
    prune(NULL);
    chain.read(1_200, 2_399);
    archive.batchFailure = batch -> FakeNode.DOWN;
    assertThat(chain.failure(chain.start(0, 1_199)).kind()).isEqualTo(Kind.MISSING_BLOCK);
  }

  @Test
  void shouldReadTheBlocksThatOneOfTwoNodesWithoutHistoryServes() {
    prune(NULL);
    archive.answer = n -> n > 0 && n < 1_000 ? NULL : FakeNode.block(n);
    chain.read(1_200, 2_399);
    assertThat(chain.failure(chain.start(300, 1_199)).kind()).isEqualTo(Kind.MISSING_BLOCK);
    assertThat(chain.endpoint(1).servesFrom()).hasValue(1_000);
    chain.read(1_000, 1_199);
  }

  @Test
  void shouldNotRequestBlocksAboveTheHeadOfALaggingEndpoint() {
    pruned.head = 900_000;
    pruned.answer = n -> n > 900_000 ? NULL : FakeNode.block(n);
    chain.await(chain.head());
    pruned.received.clear();
    chain.read(950_000, 951_199);
    assertThat(pruned.received).isEmpty();
    chain.read(899_000, 899_999);
    assertThat(pruned.received).isNotEmpty();
  }
}
