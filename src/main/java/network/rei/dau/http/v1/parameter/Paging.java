package network.rei.dau.http.v1.parameter;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.rei.dau.http.parameter.Parameters;

/**
 * The page of a table that {@code limit} and {@code offset} select.
 *
 * @param parameters of the request, of which the links repeat those that are read
 */
public record Paging(int limit, int offset, Parameters parameters) {

  /**
   * Returns the page that a request selects.
   *
   * @param defaultLimit the number of rows without {@code limit}
   * @param maxLimit the greatest {@code limit}
   * @throws network.rei.dau.http.parameter.InvalidParameterException if a parameter is out of its
   *     bounds
   */
  public static Paging of(Parameters parameters, int defaultLimit, int maxLimit) {
    return new Paging(
        parameters.number("limit", 1, maxLimit, defaultLimit),
        parameters.number("offset", 0, Integer.MAX_VALUE, 0),
        parameters);
  }

  /** Returns the index of the first row in a table of {@code total} rows. */
  public int from(int total) {
    return Math.min(offset, total);
  }

  /** Returns the index after the last row in a table of {@code total} rows. */
  public int to(int total) {
    return (int) Math.min((long) offset + limit, total);
  }

  /**
   * Returns the {@code Link} header with the first, the previous and the next page (RFC 8288),
   * relative to the path of the request; empty if this is the only page.
   */
  public List<HttpHeader> links(int total) {
    List<String> links = new ArrayList<>();
    if (offset > 0) {
      links.add(link("first", 0));
      links.add(link("prev", Math.max(0, Math.min(offset, total) - limit)));
    }
    if (to(total) < total) {
      links.add(link("next", offset + limit));
    }
    return links.isEmpty()
        ? List.of()
        : List.of(RawHeader.create("Link", String.join(", ", links)));
  }

  private String link(String relation, int start) {
    Map<String, String> query = new TreeMap<>(parameters.read());
    query.put("limit", Integer.toString(limit));
    query.put("offset", Integer.toString(start));
    String text =
        query.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return "<?" + text + ">; rel=\"" + relation + "\"";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
