package network.rei.dau.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import java.util.List;
import network.rei.dau.views.Addresses;

/**
 * The query parameters of a listing.
 *
 * @param limit {@code limit}: how many at most, 1 to {@value #MAX_LIMIT}; all if it is not given
 * @param offset {@code offset}: how many to pass over first, 0 or more
 * @param addresses {@code include}: {@code addresses}, which is the default, or {@code none}
 */
record ListQuery(int limit, int offset, Addresses addresses) {

  private static final int MAX_LIMIT = 10_000;

  /**
   * Reads them; others are ignored.
   *
   * @throws BadParameterException if one is out of its bounds
   */
  static ListQuery of(HttpRequest request) {
    Query query = request.getUri().query();
    return new ListQuery(
        number(query, "limit", 1, MAX_LIMIT, Integer.MAX_VALUE),
        number(query, "offset", 0, Integer.MAX_VALUE, 0),
        addresses(query));
  }

  /** The part of a list that they ask for. */
  <T> List<T> pageOf(List<T> all) {
    int start = Math.min(offset, all.size());
    return all.subList(start, start + Math.min(limit, all.size() - start));
  }

  private static int number(Query query, String name, int min, int max, int absent) {
    return query.get(name).map(value -> number(name, value, min, max)).orElse(absent);
  }

  private static int number(String name, String value, int min, int max) {
    try {
      int number = Integer.parseInt(value);
      if (min <= number && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, with the bounds
    }
    throw new BadParameterException(
        name, value, "a whole number from %d to %d".formatted(min, max));
  }

  private static Addresses addresses(Query query) {
    String include = query.get("include").orElse("addresses");
    return switch (include) {
      case "addresses" -> Addresses.LISTED;
      case "none" -> Addresses.LEFT_OUT;
      default -> throw new BadParameterException("include", include, "'addresses' or 'none'");
    };
  }
}
