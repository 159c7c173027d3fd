package network.rei.dau.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.node.NodeOptions;

/**
 * The options of a {@link SimulatorServer}.
 *
 * @param node port, memory and connections of the node
 * @param chain the chain
 * @param growing whether the chain grows with the system clock
 * @param latency the minimum latency of each request
 * @param jitter the maximum of a uniformly distributed additional latency
 * @param faultRatios names of {@link FaultNames} and the ratio, 0 to 1, of the requests that each
 *     fault affects, or of the blocks or calls for a fault of blocks or calls
 * @param limits faults that affect what exceeds them
 */
public record SimulatorOptions(
    NodeOptions node,
    ChainSpec chain,
    boolean growing,
    Duration latency,
    Duration jitter,
    Map<String, Double> faultRatios,
    List<Fault> limits) {

  public SimulatorOptions {
    ChainSpec.check(!latency.isNegative(), "latency", latency, "0 or more");
    ChainSpec.check(!jitter.isNegative(), "jitter", jitter, "0 or more");
    faultRatios = Map.copyOf(faultRatios);
    limits = List.copyOf(limits);
    faultRatios.forEach(
        (name, ratio) -> {
          FaultNames.fault(name);
          ChainSpec.check(ratio >= 0 && ratio <= 1, name, ratio, "0 to 1");
        });
  }

  /** Returns options of a chain without faults that does not grow. */
  public static SimulatorOptions of(ChainSpec chain, NodeOptions node) {
    return new SimulatorOptions(
        node, chain, false, Duration.ZERO, Duration.ZERO, Map.of(), List.of());
  }
}
