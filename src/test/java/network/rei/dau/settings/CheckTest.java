package network.rei.dau.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

  private static final String KEY = "rei-dau.ingest.slots";

  @Property
  void shouldAcceptExactlyTheValuesWithinTheBounds(
      @ForAll long value, @ForAll long one, @ForAll long other) {
    long min = Math.min(one, other);
    long max = Math.max(one, other);

    if (min <= value && value <= max) {
      assertThatCode(() -> Check.between(KEY, value, min, max)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> Check.between(KEY, value, min, max))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "rei-dau.ingest.slots (REI_DAU_INGEST_SLOTS) is '%d': allowed are %d to %d",
              value, min, max);
    }
  }

  @Property
  void shouldCheckFractions(@ForAll double value, @ForAll double one, @ForAll double other) {
    double min = Math.min(one, other);
    double max = Math.max(one, other);

    if (min <= value && value <= max) {
      assertThatCode(() -> Check.between(KEY, value, min, max)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> Check.between(KEY, value, min, max))
          .isInstanceOf(SettingsException.class);
    }
  }

  @Test
  void shouldRefuseNaN() {
    assertThatThrownBy(() -> Check.between(KEY, Double.NaN, 0.0, 1.0))
        .isInstanceOf(SettingsException.class);
  }

  @Test
  void shouldShowDurationsInMessages() {
    assertThatThrownBy(
            () ->
                Check.between(
                    "rei-dau.ingest.interval",
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(90),
                    Duration.ofDays(7)))
        .hasMessage(
            "rei-dau.ingest.interval (REI_DAU_INGEST_INTERVAL) is '1500 ms':"
                + " allowed are 90 s to 7 d");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.25S, 250 ms",
    "PT1S, 1 s",
    "PT90S, 90 s",
    "PT30M, 30 m",
    "PT36H, 36 h",
    "PT168H, 7 d"
  })
  void shouldWriteADurationInTheLargestUnitThatFits(Duration time, String words) {
    assertThat(Check.inWords(time)).isEqualTo(words);
  }

  @Property
  void shouldWriteADurationAsASettingHasIt(
      @ForAll @LongRange(min = 0, max = 1L << 42) long millis) {
    Duration time = Duration.ofMillis(millis);

    assertThat(ConfigFactory.parseMap(Map.of("t", Check.inWords(time))).getDuration("t"))
        .isEqualTo(time);
  }
}
