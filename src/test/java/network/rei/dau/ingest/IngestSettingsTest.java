package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.chain.ClockBound;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestSettingsTest {

  @Test
  void shouldHaveTheDocumentedDefaults() {
    assertThat(IngestSettings.from(with(Map.of())))
        .isEqualTo(
            new IngestSettings(
                1200,
                Duration.ofMinutes(30),
                Duration.ofSeconds(15),
                Duration.ofHours(24),
                Duration.ofDays(7),
                40,
                0,
                4,
                3,
                Duration.ofSeconds(1),
                new ClockBound(Duration.ofHours(1))));
  }

  @Test
  void shouldAcceptThatFollowingIsTurnedOff() {
    assertThat(
            IngestSettings.from(with(Map.of("REI_DAU_INGEST_FOLLOW_INTERVAL", "0")))
                .followInterval())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "chunk-size, 0, 0, 1 to 10000",
    "chunk-size, 10001, 10001, 1 to 10000",
    "interval, 0.5 s, 500 ms, 1 s to 1 d",
    "interval, 25 h, 25 h, 1 s to 1 d",
    "follow-interval, -1 s, -1 s, 0 ms to 1 d",
    "first-window, 59 s, 59 s, 1 m to 366 d",
    "retention, 59 minutes, 59 m, 1 h to 3660 d",
    "retention, 3661 days, 3661 d, 1 h to 3660 d",
    "confirmations, -1, -1, 0 to 100000",
    "slots, 0, 0, 1 to 64",
    "slots, 65, 65, 1 to 64",
    "attempts, 0, 0, 1 to 100",
    "backoff, 0, 0 ms, 1 ms to 10 m",
    "backoff, 11 minutes, 11 m, 1 ms to 10 m"
  })
  void shouldRefuseAValueOutOfBoundsAndNameKeyVariableValueAndBound(
      String key, String value, String shown, String bound) {
    String variable = "REI_DAU_INGEST_" + key.replace('-', '_').toUpperCase(java.util.Locale.ROOT);

    assertThatThrownBy(() -> IngestSettings.from(with(Map.of(variable, value))))
        .isInstanceOf(SettingsException.class)
        .hasMessage("rei-dau.ingest.%s (%s) is '%s': allowed are %s", key, variable, shown, bound);
  }

  private static SettingsSource with(Map<String, String> environment) {
    return SettingsSource.load(Optional.empty(), Path.of("no-such-folder"), environment);
  }
}
