package network.rei.dau.http;

import java.time.Duration;
import network.rei.dau.http.admin.AdminSettings;
import network.rei.dau.http.page.PageSettings;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * Settings {@code rei-dau.http}.
 *
 * @param host address to listen on
 * @param port to listen on; 0 takes a free one
 * @param askTimeout how long a route waits for the actor that knows, before it answers 503
 * @param staleAfter a last processed block older than this makes {@code /health} degraded
 * @param idleTimeout a connection on which nothing moves for this long is closed
 * @param headerTimeout a new connection whose first request has not come whole by then is closed
 * @param stopTimeout how long bodies are given to be sent when the service stops, and then requests
 *     in flight to be answered: the phase {@code service-requests-done} of CoordinatedShutdown must
 *     last longer than twice that
 * @param drainTime how long requests are still taken after {@code /ready} has begun to say that the
 *     service is stopping, so that a load balancer can turn away
 * @param maxConnections open at once, about; others wait to be accepted
 * @param rateLimit how much one client may ask for
 * @param retention how far back records are kept: no rolling window is longer
 * @param page for people
 * @param admin operations by hand
 */
public record HttpSettings(
    String host,
    int port,
    Duration askTimeout,
    Duration staleAfter,
    Duration idleTimeout,
    Duration headerTimeout,
    Duration stopTimeout,
    Duration drainTime,
    int maxConnections,
    RateLimitSettings rateLimit,
    Duration retention,
    PageSettings page,
    AdminSettings admin) {

  private static final String KEY = "rei-dau.http.";
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  public HttpSettings {
    if (host.isBlank()) {
      throw new SettingsException(KEY + "host", host, "an address to listen on is needed");
    }
    Check.between(KEY + "port", port, 0, 65_535);
    Check.between(KEY + "ask-timeout", askTimeout, SHORTEST, Duration.ofSeconds(30));
    Check.between(KEY + "stale-after", staleAfter, Duration.ofSeconds(1), Duration.ofDays(30));
    Check.between(KEY + "idle-timeout", idleTimeout, askTimeout.plus(SHORTEST), LONGEST);
    Check.between(KEY + "header-timeout", headerTimeout, SHORTEST, LONGEST);
    Check.between(KEY + "stop-timeout", stopTimeout, SHORTEST, LONGEST);
    Check.between(KEY + "drain-time", drainTime, Duration.ZERO, LONGEST);
    Check.between(KEY + "max-connections", maxConnections, 1, 1_000_000);
    if (admin.isApart() && admin.port() == port) {
      throw new SettingsException(
          "rei-dau.admin.port",
          port,
          "rei-dau.http.port is the same: name another, or 0 to take operations there too");
    }
  }

  /**
   * Reads {@code rei-dau.http}.
   *
   * @param newDataEvery how often blocks are fetched: data is not called stale before twice that
   * @param retention how far back records are kept
   */
  public static HttpSettings from(
      SettingsSource source, Duration newDataEvery, Duration retention) {
    Duration staleAfter = source.time(KEY + "stale-after");
    Duration soonest = newDataEvery.multipliedBy(2);
    return new HttpSettings(
        source.text(KEY + "host"),
        source.number(KEY + "port"),
        source.time(KEY + "ask-timeout"),
        staleAfter.compareTo(soonest) < 0 ? soonest : staleAfter,
        source.time(KEY + "idle-timeout"),
        source.time(KEY + "header-timeout"),
        source.time(KEY + "stop-timeout"),
        source.time(KEY + "drain-time"),
        source.number(KEY + "max-connections"),
        RateLimitSettings.from(source),
        retention,
        PageSettings.from(source, source.text(KEY + "host")),
        AdminSettings.from(source));
  }
}
