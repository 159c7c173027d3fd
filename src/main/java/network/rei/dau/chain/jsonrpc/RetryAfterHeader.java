package network.rei.dau.chain.jsonrpc;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** The HTTP header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
public final class RetryAfterHeader {

  private RetryAfterHeader() {}

  /**
   * How long to wait, never negative.
   *
   * @param header null if there was none
   * @return null if the header says nothing that can be understood
   */
  public static Duration parse(String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      // More digits than a century of seconds has are as good as for ever.
      return text.length() > 9 ? Duration.ofDays(1) : Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
