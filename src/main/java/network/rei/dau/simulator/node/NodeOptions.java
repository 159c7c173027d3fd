package network.rei.dau.simulator.node;

import java.time.Duration;
import network.rei.dau.simulator.chain.ChainSpec;

/**
 * How a {@link SimulatedNode} serves.
 *
 * @param port TCP port on 127.0.0.1; 0 for any free one
 * @param keepAlive after which an idle connection is closed
 * @param maxConnections more are closed as they come
 * @param renderedBytes JSON of blocks that is kept once rendered, at most; 0 keeps none
 * @param renderAtStart whether blocks are rendered before the first request, from the head down
 * @param faultSeed of the faults' chances
 */
public record NodeOptions(
    int port,
    Duration keepAlive,
    int maxConnections,
    long renderedBytes,
    boolean renderAtStart,
    long faultSeed) {

  public NodeOptions {
    ChainSpec.check(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
    ChainSpec.check(
        keepAlive.compareTo(Duration.ofMillis(1)) >= 0, "keepAlive", keepAlive, "1 ms or more");
    ChainSpec.check(maxConnections >= 1, "maxConnections", maxConnections, "1 or more");
    ChainSpec.check(renderedBytes >= 0, "renderedBytes", renderedBytes, "0 or more");
  }

  /** Any free port, 5 s keep-alive as a REI node has, 256 connections, 32 MB rendered on demand. */
  public static NodeOptions defaults() {
    return new NodeOptions(0, Duration.ofSeconds(5), 256, 32L << 20, false, 1);
  }

  /** All blocks rendered before the first request, so that an answer costs a copy of bytes. */
  public static NodeOptions forBenchmarks() {
    return defaults().withRendered(Long.MAX_VALUE / 2, true);
  }

  public NodeOptions withPort(int number) {
    return new NodeOptions(
        number, keepAlive, maxConnections, renderedBytes, renderAtStart, faultSeed);
  }

  public NodeOptions withKeepAlive(Duration idle) {
    return new NodeOptions(port, idle, maxConnections, renderedBytes, renderAtStart, faultSeed);
  }

  public NodeOptions withMaxConnections(int connections) {
    return new NodeOptions(port, keepAlive, connections, renderedBytes, renderAtStart, faultSeed);
  }

  public NodeOptions withRendered(long maxBytes, boolean atStart) {
    return new NodeOptions(port, keepAlive, maxConnections, maxBytes, atStart, faultSeed);
  }

  public NodeOptions withFaultSeed(long seed) {
    return new NodeOptions(port, keepAlive, maxConnections, renderedBytes, renderAtStart, seed);
  }
}
