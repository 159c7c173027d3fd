package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| 1| 3000| 1| 60000| 1| 1| rei-dau.http.host is '': it must name an address to listen on",
        "::| -1| 3000| 1| 60000| 1| 1| rei-dau.http.port (PORT) is -1: it must be from 0 to 65535",
        "::| 65536| 3000| 1| 60000| 1| 1| rei-dau.http.port (PORT) is 65536: it must be from 0 to 65535",
        "::| 1| 0| 1| 60000| 1| 1| rei-dau.http.ask-timeout is 0 s: it must be more than 0 s",
        "::| 1| 30500| 1| 60000| 1| 1| rei-dau.http.ask-timeout is 30.5 s: it must be at most 30 s",
        "::| 1| 3000| 0| 60000| 1| 1| rei-dau.http.stale-after is 0 s: it must be more than 0 s",
        "::| 1| 3000| 1| 3000| 1| 1| rei-dau.http.idle-timeout is 3 s: it must be more than ask-timeout, 3 s",
        "::| 1| 3000| 1| 60000| -1| 1| rei-dau.http.stop-timeout is -0.001 s: it must be more than 0 s",
        "::| 1| 3000| 1| 60000| 1| 0| rei-dau.http.max-connections is 0: it must be 1 or more"
      })
  void aSettingOutOfBoundsIsNamedWithItsValueAndItsBound(
      String host, int port, long ask, long stale, long idle, long stop, int max, String message) {
    assertThatThrownBy(() -> settings(host, port, ask, stale, idle, stop, max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void theBoundsThemselvesAreGood() {
    assertThat(settings("0.0.0.0", 0, 30_000, 1, 30_001, 1, 1).port()).isZero();
    assertThat(settings("0.0.0.0", 65_535, 1, 1, 2, 1, 1).port()).isEqualTo(65_535);
  }

  private static HttpSettings settings(
      String host, int port, long ask, long stale, long idle, long stop, int max) {
    return new HttpSettings(
        host,
        port,
        Duration.ofMillis(ask),
        Duration.ofMillis(stale),
        Duration.ofMillis(idle),
        Duration.ofMillis(stop),
        max);
  }
}
