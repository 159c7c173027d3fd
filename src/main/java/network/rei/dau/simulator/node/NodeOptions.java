package network.rei.dau.simulator.node;

import java.time.Duration;
import network.rei.dau.simulator.chain.ChainSpec;

/**
 * The options of a {@link SimulatedNode}.
 *
 * @param port the TCP port on 127.0.0.1, or 0 for any free port
 * @param keepAlive the time after which an idle connection is closed
 * @param maxConnections the maximum number of connections; further ones are closed immediately
 * @param renderedBytes the maximum size of the cache of rendered blocks in bytes
 * @param renderAtStart whether blocks are rendered before the first request, from the head down
 * @param faultSeed the seed of the random faults
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

  /** Returns options with any free port, the 5 s keep-alive of a REI node and a cache of 32 MB. */
  public static NodeOptions defaults() {
    return new NodeOptions(0, Duration.ofSeconds(5), 256, 32L << 20, false, 1);
  }

  /** Returns options with which all blocks are rendered before the first request. */
  public static NodeOptions forBenchmarks() {
    return defaults().withRendered(Long.MAX_VALUE / 2, true);
  }

  public NodeOptions withPort(int number) {
    return new NodeOptions(
        number, keepAlive, maxConnections, renderedBytes, renderAtStart, faultSeed);
  }

  public NodeOptions withRendered(long maxBytes, boolean atStart) {
    return new NodeOptions(port, keepAlive, maxConnections, maxBytes, atStart, faultSeed);
  }

  public NodeOptions withFaultSeed(long seed) {
    return new NodeOptions(port, keepAlive, maxConnections, renderedBytes, renderAtStart, seed);
  }
}
