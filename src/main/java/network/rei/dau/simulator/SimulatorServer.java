package network.rei.dau.simulator;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;

/** Serves a simulated node until it is closed, for the {@code simulate} command. */
public final class SimulatorServer implements AutoCloseable {

  private final SimulatedNode node;
  private final CountDownLatch closed = new CountDownLatch(1);

  private SimulatorServer(SimulatedNode node) {
    this.node = node;
  }

  /**
   * Builds the chain and starts to serve it.
   *
   * @throws IOException if the port is in use
   */
  public static SimulatorServer start(SimulatorOptions options) throws IOException {
    SimulatedChain chain = SimulatedChain.of(options.chain());
    if (options.growing()) {
      chain.follow(Clock.systemUTC());
    }
    SimulatedNode node = SimulatedNode.start(chain, options.node());
    if (!options.latency().plus(options.jitter()).isZero()) {
      node.faults().latency(options.latency(), options.jitter());
    }
    options
        .faultRatios()
        .forEach(
            (name, ratio) ->
                node.faults().add(FaultNames.fault(name), FaultTrigger.withProbability(ratio)));
    options.limits().forEach(node.faults()::add);
    return new SimulatorServer(node);
  }

  public URI uri() {
    return node.uri();
  }

  public SimulatedNode node() {
    return node;
  }

  /** Waits until another thread closes the server. */
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() throws IOException {
    node.close();
    closed.countDown();
  }
}
