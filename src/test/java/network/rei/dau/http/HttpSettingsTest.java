package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.http.admin.AdminSettings;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.http.v1.events.EventStreamSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| 1| 3000| 1000| 60000| 1| 1| rei-dau.http.host (REI_DAU_HTTP_HOST) is '': an address to"
            + " listen on is needed",
        "::| -1| 3000| 1000| 60000| 1| 1| rei-dau.http.port (PORT) is '-1': allowed are 0 to 65535",
        "::| 65536| 3000| 1000| 60000| 1| 1| rei-dau.http.port (PORT) is '65536': allowed are 0 to"
            + " 65535",
        "::| 1| 0| 1000| 60000| 1| 1| rei-dau.http.ask-timeout (REI_DAU_HTTP_ASK_TIMEOUT) is '0"
            + " ms': allowed are 1 ms to 30 s",
        "::| 1| 30500| 1000| 60000| 1| 1| rei-dau.http.ask-timeout (REI_DAU_HTTP_ASK_TIMEOUT) is"
            + " '30500 ms': allowed are 1 ms to 30 s",
        "::| 1| 3000| 0| 60000| 1| 1| rei-dau.http.stale-after (REI_DAU_HTTP_STALE_AFTER) is '0"
            + " ms': allowed are 1 s to 30 d",
        "::| 1| 3000| 1000| 3000| 1| 1| rei-dau.http.idle-timeout (REI_DAU_HTTP_IDLE_TIMEOUT) is '3"
            + " s': allowed are 3001 ms to 1 h",
        "::| 1| 3000| 1000| 60000| -1| 1| rei-dau.http.stop-timeout (REI_DAU_HTTP_STOP_TIMEOUT) is"
            + " '-1 ms': allowed are 1 ms to 1 h",
        "::| 1| 3000| 1000| 60000| 1| 0| rei-dau.http.max-connections"
            + " (REI_DAU_HTTP_MAX_CONNECTIONS) is '0': allowed are 1 to 1000000"
      })
  void shouldNameASettingOutOfBoundsWithItsValueAndItsBound(
      String host, int port, long ask, long stale, long idle, long stop, int max, String message) {
    assertThatThrownBy(() -> settings(host, port, ask, stale, idle, stop, max))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void shouldAcceptTheBounds() {
    assertThat(settings("0.0.0.0", 0, 30_000, 1000, 30_001, 1, 1).port()).isZero();
    assertThat(settings("0.0.0.0", 65_535, 1, 1000, 2, 1, 1).port()).isEqualTo(65_535);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1| 0| rei-dau.http.rate-limit (REI_DAU_HTTP_RATE_LIMIT) is '-1': allowed are 0 to"
            + " 1000000",
        "1000001| 0| rei-dau.http.rate-limit (REI_DAU_HTTP_RATE_LIMIT) is '1000001': allowed are 0"
            + " to 1000000",
        "1| -1| rei-dau.http.trusted-proxies (REI_DAU_HTTP_TRUSTED_PROXIES) is '-1': allowed are 0"
            + " to 10",
        "1| 11| rei-dau.http.trusted-proxies (REI_DAU_HTTP_TRUSTED_PROXIES) is '11': allowed are 0"
            + " to 10"
      })
  void shouldNameARateLimitOutOfBounds(int requests, int proxies, String message) {
    assertThatThrownBy(() -> new RateLimitSettings(requests, proxies))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void shouldNotLimitRequestsByDefault() {
    SettingsSource source = SettingsSource.load(Optional.empty(), Path.of("none"), Map.of());

    assertThat(RateLimitSettings.from(source)).isEqualTo(RateLimitSettings.OFF);
    assertThat(RateLimitSettings.OFF.isOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0| 1| rei-dau.http.max-event-streams (REI_DAU_HTTP_MAX_EVENT_STREAMS) is '0': allowed are"
            + " 1 to 100000",
        "1| 0| rei-dau.http.max-event-streams-per-client"
            + " (REI_DAU_HTTP_MAX_EVENT_STREAMS_PER_CLIENT) is '0': allowed are 1 to 100000"
      })
  void shouldNameALimitOfEventStreamsOutOfBounds(int inAll, int perClient, String message) {
    assertThatThrownBy(() -> new EventStreamSettings(inAll, perClient))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "::| 65536| rei-dau.management.port (REI_DAU_MANAGEMENT_PORT) is '65536': allowed are 0 to"
            + " 65535",
        "''| 3001| rei-dau.management.host (REI_DAU_MANAGEMENT_HOST) is '': an address to listen on"
            + " is needed"
      })
  void shouldNameASettingOfTheManagementPortOutOfBounds(String host, int port, String message) {
    assertThatThrownBy(() -> new ManagementSettings(host, port))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  private static HttpSettings settings(
      String host, int port, long ask, long stale, long idle, long stop, int max) {
    return new HttpSettings(
        host,
        port,
        Duration.ofMillis(ask),
        Duration.ofMillis(stale),
        Duration.ofMillis(idle),
        Duration.ofSeconds(10),
        Duration.ofMillis(stop),
        Duration.ZERO,
        max,
        new EventStreamSettings(1000, 100),
        RateLimitSettings.OFF,
        0.125,
        Duration.ofDays(7),
        FilterSettings.NONE,
        TestServer.PAGE,
        AdminSettings.OFF,
        ManagementSettings.OFF);
  }

  @Test
  void shouldWarnIfDataWouldBeStaleBeforeNewBlocksAreFetched() {
    SettingsSource source =
        SettingsSource.load(
            Optional.empty(), Path.of("none"), Map.of("REI_DAU_HTTP_STALE_AFTER", "1 s"));

    HttpSettings settings = HttpSettings.from(source, Duration.ofSeconds(15), Duration.ofDays(7));

    assertThat(settings.staleAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(source.warnings())
        .containsExactly(
            "rei-dau.http.stale-after (REI_DAU_HTTP_STALE_AFTER) is '1 s', and 30 s is used: twice"
                + " the 15 s after which new blocks are fetched at the latest");
  }

  @Test
  void shouldNotWarnAboutTheDefaults() {
    SettingsSource source = SettingsSource.load(Optional.empty(), Path.of("none"), Map.of());

    HttpSettings.from(source, Duration.ofSeconds(15), Duration.ofDays(7));

    assertThat(source.warnings()).isEmpty();
  }
}
