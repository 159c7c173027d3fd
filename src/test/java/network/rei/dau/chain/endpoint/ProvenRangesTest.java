package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Ranges of blocks that are proven on request, over real HTTP. */
class ProvenRangesTest {

  private static final ActorTestKit TESTKIT = ActorTestKit.create();
  private static final BlockRange RANGE = new BlockRange(0, 39);

  private final ChainSpec spec = ChainSpec.of(1, 60);

  @AfterAll
  static void shutdown() {
    TESTKIT.shutdownTestKit();
  }

  @Test
  void shouldReadABlockFromAnotherEndpointIfItsSendersDidNotSign() throws IOException {
    try (SimulatedNode wrong = SimulatedNode.start(SimulatedChain.of(spec));
        SimulatedNode right = SimulatedNode.start(SimulatedChain.of(spec.withSignatures()));
        JsonRpcChainClient client = client(spec.chainId(), wrong.uri(), right.uri())) {
      BlockSequence proven = read(client, ProofLevel.SENDERS);

      assertThat(proven.failure()).isEmpty();
      assertThat(proven.unverified()).isZero();
      for (int i = 0; i < proven.blocks().size(); i++) {
        for (int t = 0; t < proven.blocks().get(i).transactionCount(); t++) {
          assertThat(proven.blocks().get(i).sender(t))
              .hasToString(right.chain().block(i).transactions().get(t).from());
        }
      }
    }
  }

  @Test
  void shouldFailIfNoEndpointServesTheSendersThatSigned() throws IOException {
    try (SimulatedNode node = SimulatedNode.start(SimulatedChain.of(spec));
        JsonRpcChainClient client = client(spec.chainId(), node.uri())) {
      assertThat(read(client, ProofLevel.ROOTS).failure()).isEmpty();
      BlockSequence unproven = read(client, ProofLevel.SENDERS);
      assertThatThrownBy(unproven::orThrow)
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("the sender of a transaction did not sign it");
    }
  }

  @Test
  void shouldCountTheBlocksWhoseChainHasOtherRules() throws IOException {
    long unknownChain = 987_654_321;
    try (SimulatedNode node =
            SimulatedNode.start(SimulatedChain.of(spec.withChainId(unknownChain)));
        JsonRpcChainClient client = client(unknownChain, node.uri())) {
      BlockSequence unproven = read(client, ProofLevel.SENDERS);

      assertThat(unproven.failure()).isEmpty();
      assertThat(unproven.unverified())
          .isEqualTo(
              (int)
                  unproven.blocks().stream().filter(block -> block.transactionCount() > 0).count());
      assertThat(read(client, ProofLevel.ROOTS).unverified()).isZero();
    }
  }

  private static JsonRpcChainClient client(long chainId, URI... urls) {
    return QuickClient.of(
        TESTKIT, QuickClient.tuning(Duration.ofSeconds(60)), chainId, Duration.ofSeconds(20), urls);
  }

  private static BlockSequence read(JsonRpcChainClient client, ProofLevel level) {
    return client.blocks(RANGE, level).toCompletableFuture().join();
  }
}
