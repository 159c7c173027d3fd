package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.SimulatedNode;

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

  static SimulatedNode start(SimulatedChain chain, int port) {
    try {
      return SimulatedNode.start(chain, NodeOptions.defaults().withPort(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
