package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.BlockTiming;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;

/**
 * Compares published statistics with the true numbers of the last 24 hours, which the simulator
 * counts.
 */
final class ExpectedStatistics {

  /** Options of the simulator that generate the chain that is counted here. */
  static final List<String> TRAFFIC_OPTIONS =
      List.of("--seed", "1", "--transactions", "5.035", "--accounts", "20000");

  private static final int BLOCKS_A_DAY = 28_800;

  private final Map<Integer, BlockRangeCounts> byLength = new HashMap<>();

  /**
   * Returns how published statistics differ from the true numbers, or an empty string.
   *
   * @param blocks the length of the chain
   * @param statistics the published file
   */
  String differences(int blocks, Path statistics) throws IOException {
    BlockRangeCounts truth = byLength.computeIfAbsent(blocks, ExpectedStatistics::count);
    JsonNode stats = new ObjectMapper().readTree(statistics.toFile()).get("stats");
    return difference(stats, "totalBlocks", truth.blocks())
        + difference(stats, "totalTransactions", truth.transactions())
        + difference(stats, "uniqueAddressCount", truth.addresses())
        + difference(stats, "uniqueSenders", truth.senders())
        + difference(stats, "uniqueRecipients", truth.recipients())
        + difference(stats, "newSenders", truth.newSenders())
        + difference(stats, "missingBlocks", 0);
  }

  private static String difference(JsonNode stats, String name, long truth) {
    long published = stats.get(name).asLong(-1);
    return published == truth ? "" : name + " is " + published + ", expected " + truth + "; ";
  }

  private static BlockRangeCounts count(int blocks) {
    ChainSpec spec =
        ChainSpec.of(1, blocks)
            .withTiming(BlockTiming.every(Duration.ofSeconds(3)))
            .withTraffic(
                TrafficProfile.steady()
                    .withTransactionsPerBlock(5.035)
                    .withPopulation(20_000, 0.9));
    return SimulatedChain.of(spec).truth().inBlocks(blocks - BLOCKS_A_DAY, blocks - 1);
  }
}
