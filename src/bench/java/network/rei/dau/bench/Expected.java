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

/** The true numbers of the last 24 hours, counted by the simulator beside what we published. */
final class Expected {

  /** Said to the node, so that its chain is the one counted here. */
  static final List<String> TRAFFIC_OPTIONS =
      List.of("--seed", "1", "--transactions", "5.035", "--accounts", "20000");

  private static final int BLOCKS_A_DAY = 28_800;

  private final Map<Integer, BlockRangeCounts> byLength = new HashMap<>();

  /**
   * How the published statistics differ from the truth; empty if they do not.
   *
   * @param blocks length of the chain
   * @param statistics the published file
   */
  String differences(int blocks, Path statistics) throws IOException {
    BlockRangeCounts truth = byLength.computeIfAbsent(blocks, Expected::count);
    JsonNode stats = new ObjectMapper().readTree(statistics.toFile()).get("stats");
    return different(stats, "totalBlocks", truth.blocks())
        + different(stats, "totalTransactions", truth.transactions())
        + different(stats, "uniqueAddressCount", truth.addresses())
        + different(stats, "uniqueSenders", truth.senders())
        + different(stats, "uniqueRecipients", truth.recipients())
        + different(stats, "newSenders", truth.newSenders())
        + different(stats, "missingBlocks", 0);
  }

  private static String different(JsonNode stats, String name, long truth) {
    long published = stats.get(name).asLong(-1);
    return published == truth ? "" : name + " is " + published + ", in truth " + truth + "; ";
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
