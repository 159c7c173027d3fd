package network.rei.dau.http.parameter;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads and validates the query parameters of a request. The methods that read a value throw an
 * {@link InvalidParameterException} if it is out of bounds. Parameters that are not read are
 * ignored.
 */
public final class Parameters {

  private static final String TIME =
      "an ISO 8601 time or date, such as 2026-03-05T12:00:00Z, or seconds since 1970";

  private static final String ZONE = "a time zone, such as Europe/Berlin or -03:00";

  /** Shorter numbers could be meant as a year or a date. */
  private static final Pattern UNIX_TIME = Pattern.compile("[0-9]{9,11}");

  private final Query query;
  private final Map<String, String> values;
  private final Map<String, String> read = new TreeMap<>();

  private Parameters(Query query) {
    this.query = query;
    this.values = query.toMap();
  }

  /**
   * Returns the query parameters of a request.
   *
   * @throws akka.http.javadsl.model.IllegalUriException if the query cannot be decoded
   */
  public static Parameters of(HttpRequest request) {
    return new Parameters(request.getUri().query());
  }

  /** Returns all parameters by name, those that are ignored included. */
  public Map<String, String> query() {
    return Map.copyOf(values);
  }

  /**
   * Returns the parameters that were read so far, by name: those that the response depends on.
   * Clients can send any number of others.
   */
  public Map<String, String> read() {
    return Map.copyOf(read);
  }

  /**
   * Rejects all parameters except those in {@code allowed}, and repeated ones; for requests where
   * an ignored parameter would be a costly mistake.
   */
  public void requireOnly(List<String> allowed) {
    query
        .toMultiMap()
        .forEach(
            (name, given) -> {
              if (given.size() > 1) {
                throw new InvalidParameterException(
                    name, String.join("', '", given), "given once only");
              }
            });
    values.forEach(
        (name, value) -> {
          if (!allowed.contains(name)) {
            throw new InvalidParameterException(
                name,
                value,
                allowed.isEmpty()
                    ? "left out, because no parameter is known here"
                    : "left out, because only " + oneOf(allowed) + " is known here");
          }
        });
  }

  public boolean has(String name) {
    return text(name).isPresent();
  }

  public Optional<String> text(String name) {
    Optional<String> value = Optional.ofNullable(values.get(name));
    value.ifPresent(text -> read.put(name, text));
    return value;
  }

  /** Returns a whole number from {@code min} to {@code max}; empty without the parameter. */
  public Optional<Long> number(String name, long min, long max) {
    return text(name).map(value -> number(name, value, min, max));
  }

  /** Returns a whole number from {@code min} to {@code max}, or a default. */
  public int number(String name, int min, int max, int defaultValue) {
    return number(name, min, max).map(Long::intValue).orElse(defaultValue);
  }

  /**
   * Returns the allowed word that equals the parameter in upper or lower case.
   *
   * @param defaultWord the value without the parameter
   */
  public String word(String name, List<String> allowed, String defaultWord) {
    String value = text(name).orElse(defaultWord);
    return allowed.stream()
        .filter(word -> word.equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() -> new InvalidParameterException(name, value, oneOf(allowed)));
  }

  /**
   * Returns the first whole second that is not before a time. A time without an offset is in the
   * {@link #zone}, a date stands for the start of its day there.
   *
   * @return seconds since 1970; empty without the parameter
   */
  public Optional<Long> second(String name) {
    return text(name).map(value -> second(name, value, zone()));
  }

  /** Returns the time zone that {@code tz} names, UTC by default. */
  public ZoneId zone() {
    return text("tz").map(Parameters::zone).orElse(ZoneOffset.UTC);
  }

  /** Returns a date in ISO 8601; empty without the parameter. */
  public Optional<LocalDate> date(String name) {
    return text(name).map(value -> date(name, value));
  }

  /** Returns the words as text, such as {@code 'a', 'b' or 'c'}. */
  public static String oneOf(List<String> words) {
    List<String> quoted = words.stream().map(word -> "'" + word + "'").toList();
    int last = quoted.size() - 1;
    return last == 0
        ? quoted.get(0)
        : String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last);
  }

  private static long number(String name, String value, long min, long max) {
    try {
      long number = Long.parseLong(value);
      if (min <= number && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, with the bounds
    }
    throw new InvalidParameterException(
        name, value, "a whole number from %d to %d".formatted(min, max));
  }

  private static LocalDate date(String name, String value) {
    try {
      LocalDate date = LocalDate.parse(value);
      if (0 <= date.getYear() && date.getYear() <= 9999) {
        return date;
      }
    } catch (DateTimeException e) {
      // reported below, with an example
    }
    throw new InvalidParameterException(name, value, "an ISO 8601 date, such as 2026-03-05");
  }

  private static ZoneId zone(String value) {
    try {
      // a plus sign that is not percent-encoded is decoded to a space
      ZoneId zone = ZoneId.of(value.replace(' ', '+'));
      return zone.normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : zone;
    } catch (DateTimeException e) {
      throw new InvalidParameterException("tz", value, ZONE);
    }
  }

  private static long second(String name, String value, ZoneId zone) {
    if (UNIX_TIME.matcher(value).matches()) {
      return Long.parseLong(value);
    }
    try {
      OffsetDateTime time = time(value, zone);
      if (0 <= time.getYear() && time.getYear() <= 9999) {
        return time.toEpochSecond() + (time.getNano() == 0 ? 0 : 1);
      }
    } catch (DateTimeException e) {
      // reported below, with an example
    }
    throw new InvalidParameterException(name, value, TIME);
  }

  private static OffsetDateTime time(String value, ZoneId zone) {
    if (!value.toUpperCase(Locale.ROOT).contains("T")) {
      return LocalDate.parse(value).atStartOfDay(zone).toOffsetDateTime();
    }
    // a plus sign that is not percent-encoded is decoded to a space
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(
            value.replace(' ', '+'), OffsetDateTime::from, LocalDateTime::from);
    return time instanceof LocalDateTime local
        ? local.atZone(zone).toOffsetDateTime()
        : OffsetDateTime.from(time);
  }
}
