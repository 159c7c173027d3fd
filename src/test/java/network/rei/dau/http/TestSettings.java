package network.rei.dau.http;

import java.time.Duration;
import network.rei.dau.http.admin.AdminSettings;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.http.v1.events.EventStreamSettings;
import network.rei.dau.http.v1.filter.FilterSettings;

/** Builds the settings of a test server; the default is a free port on the loopback interface. */
public final class TestSettings {

  private String host = "127.0.0.1";
  private int port;
  private Duration askTimeout = Duration.ofSeconds(30);
  private Duration stopTimeout = Duration.ofSeconds(3);
  private Duration headerTimeout = Duration.ofSeconds(60);
  private Duration drainTime = Duration.ZERO;
  private int maxConnections = 1024;
  private EventStreamSettings eventStreams = new EventStreamSettings(100, 100);
  private RateLimitSettings rateLimit = RateLimitSettings.OFF;
  private FilterSettings filter = FilterSettings.NONE;
  private AdminSettings admin = AdminSettings.OFF;
  private ManagementSettings management = ManagementSettings.OFF;

  public TestSettings host(String host) {
    this.host = host;
    return this;
  }

  public TestSettings port(int port) {
    this.port = port;
    return this;
  }

  public TestSettings askTimeout(Duration askTimeout) {
    this.askTimeout = askTimeout;
    return this;
  }

  public TestSettings headerTimeout(Duration headerTimeout) {
    this.headerTimeout = headerTimeout;
    return this;
  }

  public TestSettings stopTimeout(Duration stopTimeout) {
    this.stopTimeout = stopTimeout;
    return this;
  }

  public TestSettings drainTime(Duration drainTime) {
    this.drainTime = drainTime;
    return this;
  }

  public TestSettings maxConnections(int maxConnections) {
    this.maxConnections = maxConnections;
    return this;
  }

  public TestSettings eventStreams(EventStreamSettings eventStreams) {
    this.eventStreams = eventStreams;
    return this;
  }

  public TestSettings rateLimit(RateLimitSettings rateLimit) {
    this.rateLimit = rateLimit;
    return this;
  }

  public TestSettings filter(FilterSettings filter) {
    this.filter = filter;
    return this;
  }

  public TestSettings admin(AdminSettings admin) {
    this.admin = admin;
    return this;
  }

  public TestSettings management(ManagementSettings management) {
    this.management = management;
    return this;
  }

  public HttpSettings build() {
    return new HttpSettings(
        host,
        port,
        askTimeout,
        Duration.ofMinutes(10),
        Duration.ofSeconds(60),
        headerTimeout,
        stopTimeout,
        drainTime,
        maxConnections,
        eventStreams,
        rateLimit,
        0.125,
        Duration.ofDays(7),
        filter,
        TestServer.PAGE,
        admin,
        management);
  }
}
