package network.rei.dau.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A path with places for parameters, as the API's description writes it: {@code
 * /api/v1/windows/{length}}. The case does not matter, nor a slash at the end. In their order,
 * paths that hold a word come before those that have a parameter in its place.
 */
public record PathPattern(String text) implements Comparable<PathPattern> {

  /** The parameters of a path by their names, if it is one of these. */
  public Optional<Map<String, String>> match(String path) {
    List<String> expected = segments(text);
    List<String> given = segments(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    if (expected.size() != given.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new TreeMap<>();
    for (int i = 0; i < expected.size(); i++) {
      String segment = expected.get(i);
      if (segment.startsWith("{") && !given.get(i).isEmpty()) {
        parameters.put(segment.substring(1, segment.length() - 1), given.get(i));
      } else if (!segment.equalsIgnoreCase(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  @Override
  public int compareTo(PathPattern other) {
    return text.compareTo(other.text); // "{" comes after all letters
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
