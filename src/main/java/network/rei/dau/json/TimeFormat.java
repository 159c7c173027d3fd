package network.rei.dau.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How the times of a document are written. */
public final class TimeFormat {

  private static final DateTimeFormatter PATTERN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXXXX");

  /** ISO 8601 in UTC, always with three decimals, like JavaScript's {@code toISOString}. */
  public static final TimeFormat ISO = in(ZoneOffset.UTC);

  /** Seconds since 1970 as a number, with up to three decimals. */
  public static final TimeFormat UNIX = new TimeFormat(TimeFormat::writeNumber);

  @FunctionalInterface
  private interface Writer {
    void write(Instant time, JsonGenerator json) throws IOException;
  }

  private final Writer writer;

  private TimeFormat(Writer writer) {
    this.writer = writer;
  }

  /** Returns ISO 8601 with three decimals and the offset of a time zone. */
  public static TimeFormat in(ZoneId zone) {
    DateTimeFormatter format = PATTERN.withZone(zone);
    return new TimeFormat((time, json) -> json.writeString(format.format(time)));
  }

  /** Writes a time as one value. */
  public void write(Instant time, JsonGenerator json) throws IOException {
    writer.write(time, json);
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
