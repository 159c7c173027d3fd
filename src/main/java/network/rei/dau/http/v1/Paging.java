package network.rei.dau.http.v1;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.rei.dau.http.Parameters;

/**
 * The part of a table that a request asks for, by {@code limit} and {@code offset}.
 *
 * @param asked the parameters of the request's query, which its links repeat
 */
public record Paging(int limit, int offset, Map<String, String> asked) {

  /**
   * Returns the page that a request asks for.
   *
   * @param usual how many, if it is not said
   * @param most how many may be asked for
   */
  public static Paging of(Parameters parameters, int usual, int most) {
    return new Paging(
        parameters.number("limit", 1, most, usual),
        parameters.number("offset", 0, Integer.MAX_VALUE, 0),
        parameters.ofQuery());
  }

  /** The place of the first, in a table of {@code total}. */
  public int from(int total) {
    return Math.min(offset, total);
  }

  /** The place after the last, in a table of {@code total}. */
  public int to(int total) {
    return (int) Math.min((long) offset + limit, total);
  }

  /**
   * A {@code Link} header to the pages around (RFC 8288), relative to the request's own path; none
   * if there are no others.
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
    Map<String, String> query = new TreeMap<>(asked);
    query.put("limit", Integer.toString(limit));
    query.put("offset", Integer.toString(start));
    String text =
        query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return "<?" + text + ">; rel=\"" + relation + "\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
