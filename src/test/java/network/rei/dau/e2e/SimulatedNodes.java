package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;

/** Starts simulated nodes, and compares answers with the true numbers of their chains. */
final class SimulatedNodes {

  private SimulatedNodes() {}

  /** Starts a node at any free port, with a chain that does not grow by itself. */
  static SimulatedNode node(int blocks) {
    return node(blocks, 0);
  }

  static SimulatedNode node(int blocks, int port) {
    return start(SimulatedChain.of(spec(blocks)), port);
  }

  /** Starts a node with the hashes of {@link #node(int)}, but with other transactions. */
  static SimulatedNode sameBlocksOtherTransactions(int blocks) {
    TrafficProfile other =
        TrafficProfile.steady().withTransactionsPerBlock(3).withPopulation(400, 0.9);
    return start(SimulatedChain.of(spec(blocks).withTraffic(other)), 0);
  }

  /** Returns the spec of a signed chain, which the command verify needs. */
  static ChainSpec spec(int blocks) {
    return ChainSpec.of(11, blocks)
        .withSignatures()
        .withTraffic(TrafficProfile.steady().withTransactionsPerBlock(2).withPopulation(500, 0.9));
  }

  /**
   * Starts a node. A process that is being started inherits the socket of a node that was closed on
   * the same port, and keeps the port in use for a moment.
   */
  static SimulatedNode start(SimulatedChain chain, int port) {
    return Awaitility.await("port " + port)
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(BindException.class)
        .until(
            () -> SimulatedNode.start(chain, NodeOptions.defaults().withPort(port)),
            Objects::nonNull);
  }

  /** Asserts that {@code stats} has the true numbers of these blocks. */
  static void assertTrue(JsonNode stats, SimulatedChain chain, long first, long last) {
    BlockRangeCounts truth = chain.truth().inBlocks(first, last);
    assertThat(numbers(stats))
        .as("blocks %d to %d", first, last)
        .isEqualTo(
            List.of(
                truth.blocks(),
                truth.transactions(),
                (long) truth.addresses(),
                (long) truth.senders(),
                (long) truth.recipients(),
                (long) truth.newSenders()));
  }

  private static List<Long> numbers(JsonNode stats) {
    return List.of(
        stats.get("totalBlocks").asLong(),
        stats.get("totalTransactions").asLong(),
        stats.get("uniqueAddressCount").asLong(),
        stats.get("uniqueSenders").asLong(),
        stats.get("uniqueRecipients").asLong(),
        stats.get("newSenders").asLong());
  }
}
