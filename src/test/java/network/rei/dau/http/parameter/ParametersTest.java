package network.rei.dau.http.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.Uri;
import akka.japi.Pair;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

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
    "1969-12-31T23:59:58.5Z, 1969-12-31T23:59:59Z",
    "1772713801, 2026-03-05T12:30:01Z"
  })
  void shouldReturnTheFirstSecondThatIsNotBeforeATime(String text, Instant second) {
    assertThat(with("from", text).second("from")).contains(second.getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "20260305",
        "1772668800000",
        "2026-13-01",
        "2026-03-05T25:00Z",
        "+12026-03-05",
        "-1"
      })
  void shouldRejectOtherTextsWithAnExampleOfATime(String text) {
    assertThatThrownBy(() -> with("from", text).second("from"))
        .hasMessage(
            "from is '"
                + text
                + "': it must be an ISO 8601 time or date, such as 2026-03-05T12:00:00Z, or seconds"
                + " since 1970.");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29, Europe/Berlin, 2026-03-28T23:00:00Z",
    "2026-03-30, Europe/Berlin, 2026-03-29T22:00:00Z",
    "2026-03-29T02:30, Europe/Berlin, 2026-03-29T01:30:00Z",
    "2026-10-25T02:30, Europe/Berlin, 2026-10-25T00:30:00Z",
    "2026-03-29T12:00Z, Europe/Berlin, 2026-03-29T12:00:00Z",
    "2026-03-29, 05:30, 2026-03-28T18:30:00Z",
    "2026-04-24, Africa/Cairo, 2026-04-23T22:00:00Z",
    "1772713801, Asia/Tokyo, 2026-03-05T12:30:01Z"
  })
  void shouldReadATimeWithoutAnOffsetInTheTimeZone(String text, String zone, Instant second) {
    Uri uri =
        Uri.create("http://localhost/")
            .query(
                Query.create(
                    Pair.create("from", text),
                    Pair.create("tz", zone.startsWith("0") ? " " + zone : zone)));

    assertThat(Parameters.of(HttpRequest.create().withUri(uri)).second("from"))
        .contains(second.getEpochSecond());
  }

  @Test
  void shouldMatchWordsInUpperAndLowerCase() {
    assertThat(with("by", "SENT").word("by", List.of("sent", "received"), "received"))
        .isEqualTo("sent");
    assertThat(with("x", "").word("by", List.of("sent", "received"), "received"))
        .isEqualTo("received");
    assertThatThrownBy(() -> with("by", "it").word("by", List.of("sent", "received", "total"), ""))
        .hasMessage("by is 'it': it must be 'sent', 'received' or 'total'.");
  }

  private static Parameters with(String name, String value) {
    Uri uri = Uri.create("http://localhost/").query(Query.create(Pair.create(name, value)));
    return Parameters.of(HttpRequest.create().withUri(uri));
  }
}
