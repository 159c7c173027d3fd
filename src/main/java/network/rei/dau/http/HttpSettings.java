package network.rei.dau.http;

import java.time.Duration;

/**
 * Settings {@code rei-dau.http}.
 *
 * @param host address to listen on
 * @param port to listen on; 0 takes a free one
 * @param askTimeout how long a route waits for the actor that knows, before it answers 503
 * @param staleAfter a last processed block older than this makes {@code /health} degraded
 * @param idleTimeout a connection on which nothing moves for this long is closed
 * @param stopTimeout how long bodies are given to be sent when the service stops, and then requests
 *     in flight to be answered: the phase {@code service-requests-done} of CoordinatedShutdown must
 *     last longer than twice that
 * @param maxConnections open at once, about; others wait to be accepted
 */
public record HttpSettings(
    String host,
    int port,
    Duration askTimeout,
    Duration staleAfter,
    Duration idleTimeout,
    Duration stopTimeout,
    int maxConnections) {

  private static final int MAX_PORT = 65_535;
  private static final Duration MAX_ASK_TIMEOUT = Duration.ofSeconds(30);

  /**
   * @throws IllegalArgumentException if one is out of its bounds; the message names its key, its
   *     value and the bound
   */
  public HttpSettings {
    require(!host.isBlank(), "host", "'" + host + "'", "must name an address to listen on");
    require(0 <= port && port <= MAX_PORT, "port (PORT)", port, "must be from 0 to " + MAX_PORT);
    requirePositive(askTimeout, "ask-timeout");
    require(
        askTimeout.compareTo(MAX_ASK_TIMEOUT) <= 0,
        "ask-timeout",
        Seconds.of(askTimeout),
        "must be at most " + Seconds.of(MAX_ASK_TIMEOUT));
    requirePositive(staleAfter, "stale-after");
    require(
        idleTimeout.compareTo(askTimeout) > 0,
        "idle-timeout",
        Seconds.of(idleTimeout),
        "must be more than ask-timeout, " + Seconds.of(askTimeout));
    requirePositive(stopTimeout, "stop-timeout");
    require(maxConnections > 0, "max-connections", maxConnections, "must be 1 or more");
  }

  private static void requirePositive(Duration value, String key) {
    require(value.toNanos() > 0, key, Seconds.of(value), "must be more than 0 s");
  }

  private static void require(boolean holds, String key, Object value, String bound) {
    if (!holds) {
      throw new IllegalArgumentException("rei-dau.http." + key + " is " + value + ": it " + bound);
    }
  }
}
