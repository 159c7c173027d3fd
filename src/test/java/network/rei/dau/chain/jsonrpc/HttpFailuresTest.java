package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "120, 120",
    "3601, 3600",
    "99999999999999999999, 3600",
    "'Fri, 31 Dec 9999 23:59:59 GMT', 3600",
    "'Mon, 23 Nov 2026 16:00:30 GMT', 30",
    "'Mon, 23 Nov 2026 15:00:00 GMT', 0"
  })
  void shouldParseRetryAfter(String header, long seconds) {
    assertThat(HttpFailures.retryAfter(header, Instant.parse("2026-11-23T16:00:00Z")))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "soon", "-1", "1.5", "٣"})
  void shouldIgnoreARetryAfterThatCannotBeParsed(String header) {
    assertThat(HttpFailures.retryAfter(header, Instant.EPOCH)).isNull();
    assertThat(HttpFailures.retryAfter(null, Instant.EPOCH)).isNull();
  }
}
