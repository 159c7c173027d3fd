package network.rei.dau.bench;

import java.util.List;
import java.util.Random;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;

/** Injects random faults for random times, including an outage and a reorganisation. */
final class SoakRandomFaults {

  private static final List<String> NAMES =
      List.of(
          "http-429",
          "http-500",
          "http-502",
          "http-503",
          "item-32005",
          "block-null",
          "lag",
          "gzip",
          "connection-hang");
  private static final int DEEPEST_REORG = 8;

  private final SimulatedNode node;
  private final Random random;
  private int secondsLeft;

  SoakRandomFaults(SimulatedNode node, long seed) {
    this.node = node;
    this.random = new Random(seed);
  }

  /** Begins or ends faults; called every second. */
  void second() {
    if (secondsLeft-- > 0) {
      return;
    }
    node.faults().clear();
    secondsLeft = 3 + random.nextInt(12);
    int kind = random.nextInt(10);
    if (kind == 0) {
      node.faults().add(FaultNames.fault("http-503"));
    } else if (kind == 1) {
      node.chain().reorg(1 + random.nextInt(DEEPEST_REORG));
    } else if (kind < 8) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        node.faults()
            .add(
                FaultNames.fault(NAMES.get(random.nextInt(NAMES.size()))),
                FaultTrigger.withProbability(0.02 + random.nextDouble() * 0.15));
      }
    }
  }

  /** Ends all faults. */
  void end() {
    node.faults().clear();
  }
}
