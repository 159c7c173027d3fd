package network.rei.dau.simulator;

import java.time.Duration;
import java.util.Map;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.node.NodeOptions;

/**
 * What a {@link SimulatorServer} serves, and how badly.
 *
 * @param node port, memory, connections
 * @param chain the chain
 * @param growing whether it grows with the system's clock
 * @param latency of each request
 * @param jitter on top of it, evenly from 0 to this
 * @param faultRatios names of {@link FaultNames} and the ratio, 0 to 1, of requests (of blocks for
 *     the faults of blocks, of calls for those of calls) that they strike
 */
public record SimulatorOptions(
    NodeOptions node,
    ChainSpec chain,
    boolean growing,
    Duration latency,
    Duration jitter,
    Map<String, Double> faultRatios) {

  public SimulatorOptions {
    ChainSpec.check(!latency.isNegative(), "latency", latency, "0 or more");
    ChainSpec.check(!jitter.isNegative(), "jitter", jitter, "0 or more");
    faultRatios = Map.copyOf(faultRatios);
    faultRatios.forEach(
        (name, ratio) -> {
          FaultNames.fault(name);
          ChainSpec.check(ratio >= 0 && ratio <= 1, name, ratio, "0 to 1");
        });
  }

  /** A chain without faults that does not grow. */
  public static SimulatorOptions of(ChainSpec chain, NodeOptions node) {
    return new SimulatorOptions(node, chain, false, Duration.ZERO, Duration.ZERO, Map.of());
  }
}
