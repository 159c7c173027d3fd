package network.rei.dau.http;

import java.time.Duration;
import network.rei.dau.http.admin.AdminSettings;
import network.rei.dau.http.page.PageSettings;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.http.v1.events.EventStreamSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * Settings {@code rei-dau.http}, with those of the page, the operations and the management port.
 *
 * @param host address to listen on
 * @param port to listen on; 0 selects a free one
 * @param askTimeout the time for which a route waits for an actor before it answers 503
 * @param staleAfter the age of the last processed block from which on {@code /health} is degraded
 * @param idleTimeout a connection without traffic is closed after this time
 * @param headerTimeout the time in which the head of each request must arrive
 * @param stopTimeout the time that responses have to be sent when the service stops: the phase
 *     {@code service-requests-done} of CoordinatedShutdown must be longer
 * @param drainTime the time for which requests are accepted after {@code /ready} has begun to
 *     report the stop, so that a load balancer can choose another node
 * @param maxConnections the number of open connections, approximately; others wait
 * @param memoryShare share of the maximum heap that responses may take which are being sent or are
 *     cached, and event streams
 * @param retention how long records are kept, which is the longest rolling window
 * @param filter the rules of {@code filter=organic}
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
    EventStreamSettings eventStreams,
    RateLimitSettings rateLimit,
    double memoryShare,
    Duration retention,
    FilterSettings filter,
    PageSettings page,
    AdminSettings admin,
    ManagementSettings management) {

  private static final String KEY = "rei-dau.http.";
  private static final Duration MIN = Duration.ofMillis(1);
  private static final Duration MAX = Duration.ofHours(1);

  public HttpSettings {
    if (host.isBlank()) {
      throw new SettingsException(KEY + "host", host, "an address to listen on is needed");
    }
    Check.between(KEY + "port", port, 0, 65_535);
    Check.between(KEY + "ask-timeout", askTimeout, MIN, Duration.ofSeconds(30));
    Check.between(KEY + "stale-after", staleAfter, Duration.ofSeconds(1), Duration.ofDays(30));
    Check.between(KEY + "idle-timeout", idleTimeout, askTimeout.plus(MIN), MAX);
    Check.between(KEY + "header-timeout", headerTimeout, MIN, MAX);
    Check.between(KEY + "stop-timeout", stopTimeout, MIN, MAX);
    Check.between(KEY + "drain-time", drainTime, Duration.ZERO, MAX);
    Check.between(KEY + "max-connections", maxConnections, 1, 1_000_000);
    Check.between(KEY + "memory-share", memoryShare, 0.01, 0.5);
    if (management.isOn() && management.port() == port) {
      throw new SettingsException(
          "rei-dau.management.port",
          port,
          "rei-dau.http.port is the same: set another, or 0 to serve everything on that port");
    }
  }

  /**
   * Reads the settings.
   *
   * @param newDataEvery the interval at which blocks are fetched; data is not stale before twice
   *     this time
   * @param retention how long records are kept
   */
  public static HttpSettings from(
      SettingsSource source, Duration newDataEvery, Duration retention) {
    return new HttpSettings(
        source.text(KEY + "host"),
        source.number(KEY + "port"),
        source.time(KEY + "ask-timeout"),
        staleAfter(source, newDataEvery),
        source.time(KEY + "idle-timeout"),
        source.time(KEY + "header-timeout"),
        source.time(KEY + "stop-timeout"),
        source.time(KEY + "drain-time"),
        source.number(KEY + "max-connections"),
        EventStreamSettings.from(source),
        RateLimitSettings.from(source),
        source.fraction(KEY + "memory-share"),
        retention,
        FilterSettings.from(source),
        PageSettings.from(source, source.text(KEY + "host")),
        AdminSettings.from(source),
        ManagementSettings.from(source));
  }

  private static Duration staleAfter(SettingsSource source, Duration newDataEvery) {
    Duration given = source.time(KEY + "stale-after");
    Duration earliest = newDataEvery.multipliedBy(2);
    if (given.compareTo(earliest) >= 0) {
      return given;
    }
    source.warn(
        KEY + "stale-after",
        ", and "
            + Check.inWords(earliest)
            + " is used: twice the "
            + Check.inWords(newDataEvery)
            + " after which new blocks are fetched at the latest");
    return earliest;
  }
}
