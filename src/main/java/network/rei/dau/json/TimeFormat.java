package network.rei.dau.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How the times of a document are written. */
@FunctionalInterface
public interface TimeFormat {

  /** ISO 8601 in UTC, always with three decimals, like JavaScript's {@code toISOString}. */
  TimeFormat ISO = in(ZoneOffset.UTC);

  /** Seconds since 1970 as a number, with up to three decimals. */
  TimeFormat UNIX = TimeFormat::writeNumber;

  /** Writes a time as one value. */
  void write(Instant time, JsonGenerator json) throws IOException;

  /** Returns ISO 8601 with three decimals and the offset of a time zone. */
  static TimeFormat in(ZoneId zone) {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXXXX").withZone(zone);
    return (time, json) -> json.writeString(format.format(time));
  }

  private static void writeNumber(Instant time, JsonGenerator json) throws IOException {
    long millis = time.toEpochMilli();
    if (millis % 1000 == 0) {
      json.writeNumber(millis / 1000);
    } else {
      json.writeNumber(BigDecimal.valueOf(millis, 3).stripTrailingZeros());
    }
  }
}
