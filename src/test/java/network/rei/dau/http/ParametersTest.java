package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.model.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import network.rei.dau.http.v1.WindowLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  private static final Duration WEEK = Duration.ofDays(7);

  @ParameterizedTest
  @CsvSource({
    "2026-03-05, 2026-03-05T00:00:00Z",
    "2026-03-05T12:30, 2026-03-05T12:30:00Z",
    "2026-03-05T12:30:01, 2026-03-05T12:30:01Z",
    "2026-03-05T12:30:01Z, 2026-03-05T12:30:01Z",
    "2026-03-05t12:30:01z, 2026-03-05T12:30:01Z",
    "2026-03-05T12:30:01.000Z, 2026-03-05T12:30:01Z",
    "2026-03-05T12:30:00.001Z, 2026-03-05T12:30:01Z",
    "2026-03-05T12:30:01+02:00, 2026-03-05T10:30:01Z",
    "2026-03-05T12:30:01 02:00, 2026-03-05T10:30:01Z",
    "1969-12-31T23:59:58.5Z, 1969-12-31T23:59:59Z"
  })
  void aTimeIsTheFirstSecondThatIsNotBeforeIt(String text, Instant second) {
    assertThat(with("from", text).second("from")).contains(second.getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "now", "1772668800", "2026-13-01", "2026-03-05T25:00Z", "+12026-03-05", "-1"})
  void whatIsNoTimeIsNamedWithAnExample(String text) {
    assertThatThrownBy(() -> with("from", text).second("from"))
        .hasMessage(
            "from is '"
                + text
                + "': it must be an ISO 8601 time or date, such as 2026-03-05T12:00:00Z.");
  }

  @Test
  void wordsAreTakenInAnyCase() {
    assertThat(with("by", "SENT").word("by", List.of("sent", "received"), "received"))
        .isEqualTo("sent");
    assertThat(with("x", "").word("by", List.of("sent", "received"), "received"))
        .isEqualTo("received");
    assertThatThrownBy(() -> with("by", "it").word("by", List.of("sent", "received", "total"), ""))
        .hasMessage("by is 'it': it must be 'sent', 'received' or 'total'.");
  }

  @ParameterizedTest
  @CsvSource({"1h, PT1H", "24h, PT24H", "7D, P7D", "168h, P7D"})
  void lengthsAreHoursOrDays(String text, Duration length) {
    assertThat(WindowLength.of("length", text, WEEK).duration()).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0h", "169h", "8d", "24", "h", "-1h", "1w", "1.5h", "999999999999h", ""})
  void otherLengthsAreRefusedWithTheLongest(String text) {
    assertThatThrownBy(() -> WindowLength.of("length", text, WEEK))
        .hasMessage(
            "length is '" + text + "': it must be hours or days from 1h to 7d, such as 24h.");
  }

  @Test
  void aRetentionThatIsNoNumberOfDaysIsToldInHours() {
    assertThatThrownBy(() -> WindowLength.of("length", "3d", Duration.ofMinutes(50 * 60 + 30)))
        .hasMessageContaining("from 1h to 50h");
  }

  private static Parameters with(String name, String value) {
    return Parameters.of(HttpRequest.GET("http://localhost/"), Map.of(name, value));
  }
}
