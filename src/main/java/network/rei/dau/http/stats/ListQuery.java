package network.rei.dau.http.stats;

import akka.http.javadsl.model.HttpRequest;
import java.util.List;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.stats.answer.AddressListing;

/**
 * The query parameters of a listing.
 *
 * @param limit {@code limit}: how many at most, 1 to {@value #MAX_LIMIT}; all if it is not given
 * @param offset {@code offset}: how many to pass over first, 0 or more
 * @param addresses {@code include}: {@code addresses}, which is the default, or {@code none}
 */
record ListQuery(int limit, int offset, AddressListing addresses) {

  private static final int MAX_LIMIT = 10_000;

  /**
   * Reads them; others are ignored.
   *
   * @throws InvalidParameterException if one is out of its bounds
   */
  static ListQuery of(HttpRequest request) {
    Parameters parameters = Parameters.of(request);
    return new ListQuery(
        parameters.number("limit", 1, MAX_LIMIT, Integer.MAX_VALUE),
        parameters.number("offset", 0, Integer.MAX_VALUE, 0),
        addresses(parameters));
  }

  /** The part of a list that they ask for. */
  <T> List<T> pageOf(List<T> all) {
    int start = Math.min(offset, all.size());
    return all.subList(start, start + Math.min(limit, all.size() - start));
  }

  private static AddressListing addresses(Parameters parameters) {
    return parameters.word("include", List.of("addresses", "none"), "addresses").equals("none")
        ? AddressListing.OMITTED
        : AddressListing.INCLUDED;
  }
}
