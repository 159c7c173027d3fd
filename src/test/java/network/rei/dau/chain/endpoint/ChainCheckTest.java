package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.ClockBound;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.proof.ProofLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No block of another chain is accepted, in virtual time. */
class ChainCheckTest {

  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final String BOTH_IDS = "serves chain id 61, but rei-dau.chain.id is 1";

  private final FakeChain chain = FakeChain.of(LATENCY);
  private final FakeNode node = chain.node();
  private final FakeChain two = FakeChain.of(LATENCY, LATENCY.plusMillis(5));

  private static FakeChain withoutBatches() {
    RpcSettings s = FakeChain.of(LATENCY).settings;
    return FakeChain.of(LATENCY)
        .with(
            new RpcSettings(
                s.urls(),
                s.chainId(),
                s.timeout(),
                1,
                4,
                0,
                s.attempts(),
                s.backoff(),
                new ClockBound(Duration.ofHours(1)),
                0.25,
                ProofLevel.NONE));
  }

  private void assertWrongChain(CompletableFuture<?> call) {
    ChainException failure = chain.failure(call);
    assertThat(failure.kind()).isEqualTo(Kind.WRONG_CHAIN);
    assertThat(failure).hasMessageContaining(BOTH_IDS);
  }

  @Test
  void shouldAskForTheChainIdWithEveryBatch() {
    chain.read(0, 1199);
    chain.await(chain.head());
    chain.await(chain.headers(List.of(7L, 8L)));
    assertThat(node.received)
        .hasSizeGreaterThan(5)
        .allMatch(FakeNode.Received::asksForChainIdFirst);
  }

  @Test
  void shouldRefuseAnEndpointThatServesAnotherChainBetweenTwoCalls() {
    chain.read(0, 99);
    node.chainId = 61;
    assertWrongChain(chain.start(100, 199));
    chain.time.run(Duration.ofSeconds(61));
    assertWrongChain(chain.head());
    node.chainId = 1;
    chain.time.run(Duration.ofSeconds(61));
    chain.read(100, 199);
    node.chainId = 61;
    assertWrongChain(chain.headers(List.of(7L)));
    node.chainId = 1;
    chain.time.run(Duration.ofSeconds(61));
    chain.read(100, 199);
    assertThat(chain.endpoint(0).state()).isEqualTo(EndpointStatus.State.HEALTHY);
  }

  @Test
  void shouldRefuseAnEndpointThatServesAnotherChainInTheMiddleOfARange() {
    CompletableFuture<?> range = chain.start(0, 9_999);
    chain.time.run(Duration.ofMillis(120));
    node.chainId = 61;
    assertWrongChain(range);
  }

  @Test
  void shouldUseTheOtherEndpointAndReturnToTheFirst() {
    FakeNode first = two.nodes.get(0);
    two.read(0, 99);
    first.chainId = 61;
    first.answer = n -> FakeNode.block(n, TestBlocks.hash(-n), TestBlocks.hash(1 - n), 5);
    assertThat(two.read(100, 1299))
        .allMatch(block -> block.hash().equals(TestBlocks.hash(block.number())));
    assertThat(two.await(two.headers(List.of(7L))))
        .extracting(header -> header.orElseThrow().hash())
        .containsExactly(TestBlocks.hash(7));
    assertThat(two.endpoint(0).state()).isEqualTo(EndpointStatus.State.REFUSED);
    assertThat(two.endpoint(0).lastError().orElseThrow()).contains(BOTH_IDS);
    first.chainId = 1;
    first.answer = FakeNode::block;
    two.time.run(Duration.ofSeconds(61));
    two.read(0, 99);
    two.read(0, 99);
    assertThat(two.endpoint(0).state()).isEqualTo(EndpointStatus.State.HEALTHY);
  }

  @Test
  void shouldAskForTheChainIdEveryHalfMinuteWithoutBatches() {
    FakeChain single = withoutBatches();
    for (int i = 0; i < 100; i++) {
      single.read(i, i);
      single.time.run(Duration.ofSeconds(1));
    }
    assertThat(single.node().batchSizes().max()).hasValue(1);
    assertThat(single.node().received.stream().filter(FakeNode.Received::asksForChainIdFirst))
        .hasSize(4);
    single.node().chainId = 61;
    single.time.run(Duration.ofSeconds(30));
    assertThat(single.failure(single.start(0, 9))).hasMessageContaining(BOTH_IDS);
  }

  @Test
  void shouldAcceptBlocksWithoutAChainIdWhileTheLastCheckIsRecent() {
    chain.read(0, 99);
    node.chainIdFailure = RpcFailure.malformed("no answer with the id asked for");
    long before = node.blocksRequested();
    chain.read(100, 199);
    assertThat(node.blocksRequested() - before).isEqualTo(100);
    chain.time.run(Duration.ofSeconds(31));
    assertThat(chain.failure(chain.start(100, 199)))
        .hasMessageContaining("eth_chainId: no answer with the id asked for");
    node.chainIdFailure = null;
    chain.time.run(Duration.ofMinutes(2));
    chain.read(100, 199);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldFindTheBatchSizeThatANodeAccepts(int limit) {
    for (RpcFailure failure :
        List.of(
            FakeNode.TOO_LARGE,
            FakeNode.CUT,
            new RpcFailure(Kind.RATE_LIMITED, Cause.RATE_OR_SIZE, "error -32005"))) {
      FakeChain limited = FakeChain.of(LATENCY);
      FakeNode one = limited.node();
      one.batchFailure = batch -> batch.calls().size() > limit ? failure : null;
      limited.await(limited.head());
      limited.await(limited.headers(List.of(7L)));
      limited.read(0, 599);
      int size = limited.endpoint(0).batchSize();
      assertThat(size).isBetween(1, Math.max(1, limit - 1));
      assertThat(one.batchSizes().filter(requests -> requests > limit).count()).isLessThan(60);
      assertThat(limited.time.elapsed()).isLessThan(Duration.ofMinutes(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TOO_LARGE", "RATE_OR_SIZE", "CUT"})
  void shouldNotReduceBatchesBecauseASmallRequestFails(Cause cause) {
    chain.read(0, 1199);
    int batchSize = chain.endpoint(0).batchSize();
    for (int i = 0; i < 3; i++) {
      int before = node.received.size();
      node.batchFailure =
          batch ->
              node.received.size() == before + 1 ? new RpcFailure(Kind.REFUSED, cause, "no") : null;
      chain.await(chain.head());
    }
    assertThat(chain.endpoint(0).batchSize()).isEqualTo(batchSize);
  }
}
