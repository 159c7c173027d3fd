package network.rei.dau.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request, those of its path and those of its query, read one by one; others
 * are ignored. What is out of its bounds is a {@link InvalidParameterException}.
 */
public final class Parameters {

  private static final String TIME = "an ISO 8601 time or date, such as 2026-03-05T12:00:00Z";

  private final Query query;
  private final Map<String, String> ofQuery;
  private final Map<String, String> values;

  private Parameters(Query query, Map<String, String> ofPath) {
    this.query = query;
    this.ofQuery = query.toMap();
    this.values = new HashMap<>(ofQuery);
    values.putAll(ofPath);
  }

  /**
   * Returns the parameters of a path and of the query of a request.
   *
   * @param ofPath parameters of the path, which take precedence over those of the query
   */
  public static Parameters of(HttpRequest request, Map<String, String> ofPath) {
    return new Parameters(request.getUri().query(), ofPath);
  }

  public static Parameters of(HttpRequest request) {
    return of(request, Map.of());
  }

  /** Those of the query, known ones and others. */
  public Map<String, String> ofQuery() {
    return Map.copyOf(ofQuery);
  }

  /** Refuses parameters that would be passed over, where a mistake would cost something. */
  public void requireOnly(List<String> known) {
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
          if (!known.contains(name)) {
            throw new InvalidParameterException(
                name,
                value,
                known.isEmpty()
                    ? "left out, as all are here"
                    : "left out: only " + oneOf(known) + " is known here");
          }
        });
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A whole number from {@code min} to {@code max}. */
  public Optional<Long> number(String name, long min, long max) {
    return text(name).map(value -> number(name, value, min, max));
  }

  /** A whole number from {@code min} to {@code max}. */
  public int number(String name, int min, int max, int absent) {
    return number(name, min, max).map(Long::intValue).orElse(absent);
  }

  /** One of some words, in lower case. */
  public String word(String name, List<String> allowed, String absent) {
    String value = values.getOrDefault(name, absent);
    return allowed.stream()
        .filter(word -> word.equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() -> new InvalidParameterException(name, value, oneOf(allowed)));
  }

  /**
   * The first second that is not before a time, which is UTC unless it says otherwise; a date is
   * its midnight.
   *
   * @return seconds since 1970
   */
  public Optional<Long> second(String name) {
    return text(name).map(value -> second(name, value));
  }

  /** Such as {@code 'a', 'b' or 'c'}. */
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
      // told below, with the bounds
    }
    throw new InvalidParameterException(
        name, value, "a whole number from %d to %d".formatted(min, max));
  }

  private static long second(String name, String value) {
    try {
      OffsetDateTime time = time(value);
      if (0 <= time.getYear() && time.getYear() <= 9999) {
        return time.toEpochSecond() + (time.getNano() == 0 ? 0 : 1);
      }
    } catch (DateTimeException e) {
      // told below, with an example
    }
    throw new InvalidParameterException(name, value, TIME);
  }

  private static OffsetDateTime time(String value) {
    if (!value.toUpperCase(Locale.ROOT).contains("T")) {
      return LocalDate.parse(value).atStartOfDay().atOffset(ZoneOffset.UTC);
    }
    // a plus that is not escaped arrives as a space
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(
            value.replace(' ', '+'), OffsetDateTime::from, LocalDateTime::from);
    return time instanceof LocalDateTime local
        ? local.atOffset(ZoneOffset.UTC)
        : OffsetDateTime.from(time);
  }
}
