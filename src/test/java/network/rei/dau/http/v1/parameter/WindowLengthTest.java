package network.rei.dau.http.v1.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowLengthTest {

  private static final Duration WEEK = Duration.ofDays(7);

  @ParameterizedTest
  @CsvSource({"1h, PT1H", "24h, PT24H", "7D, P7D", "168h, P7D"})
  void shouldParseHoursAndDays(String text, Duration length) {
    assertThat(WindowLength.parse("length", text, WEEK).duration()).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0h", "169h", "8d", "24", "h", "-1h", "1w", "1.5h", "999999999999h", ""})
  void shouldRejectOtherLengthsWithTheLongest(String text) {
    assertThatThrownBy(() -> WindowLength.parse("length", text, WEEK))
        .hasMessage(
            "length is '" + text + "': it must be hours or days from 1h to 7d, such as 24h.");
  }

  @Test
  void shouldNameALongestLengthThatIsNotAWholeNumberOfDaysInHours() {
    assertThatThrownBy(() -> WindowLength.parse("length", "3d", Duration.ofMinutes(50 * 60 + 30)))
        .hasMessageContaining("from 1h to 50h");
  }
}
