package network.rei.dau.http.metrics;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Returns the name of the route of a path: the path as the OpenAPI description writes it. The names
 * are labels of metrics, so their number must not grow with the paths that clients request.
 */
final class RouteNames {

  /** The name of all paths without a route. */
  static final String OTHER = "other";

  private static final String DOCS = "/docs/";

  /** A path with places for parameters, such as {@code /api/v1/windows/{length}}. */
  private record Pattern(String name, List<String> segments) {

    static Pattern of(String name) {
      return new Pattern(name, split(name));
    }

    boolean matches(List<String> path) {
      if (path.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        String segment = segments.get(i);
        if (segment.startsWith("{") ? !fits(path.get(i), segment) : !segment.equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }

    /** Returns whether a segment ends in what follows a parameter, such as {@code .svg}. */
    private static boolean fits(String segment, String parameter) {
      String suffix = parameter.substring(parameter.indexOf('}') + 1);
      return segment.length() > suffix.length() && segment.endsWith(suffix);
    }

    private static List<String> split(String path) {
      return List.of(path.split("/", -1));
    }
  }

  private final Map<String, String> exact = new HashMap<>();
  private final List<Pattern> patterns;

  /**
   * Creates the names of routes.
   *
   * @param paths of all routes, as the OpenAPI description writes them
   */
  RouteNames(Collection<String> paths) {
    paths.stream().filter(path -> !path.contains("{")).forEach(path -> exact.put(path, path));
    patterns = paths.stream().filter(path -> path.contains("{")).map(Pattern::of).toList();
  }

  String of(String path) {
    String name = exact.get(path);
    return name != null ? name : ofUnusualSpelling(path);
  }

  private String ofUnusualSpelling(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    String plain =
        lower.length() > 1 && lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    if (exact.containsKey(plain)) {
      return plain;
    }
    if ((plain + "/").startsWith(DOCS)) {
      return DOCS;
    }
    List<String> segments = Pattern.split(plain);
    return patterns.stream()
        .filter(pattern -> pattern.matches(segments))
        .map(Pattern::name)
        .findFirst()
        .orElse(OTHER);
  }
}
