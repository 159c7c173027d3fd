package network.rei.dau.http;

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

  private final Map<String, String> exact = new HashMap<>();
  private final List<PathPattern> patterns;

  /**
   * Creates the names of routes.
   *
   * @param paths of all routes, as the OpenAPI description writes them
   */
  RouteNames(Collection<String> paths) {
    paths.stream().filter(path -> !path.contains("{")).forEach(path -> exact.put(path, path));
    patterns =
        paths.stream().filter(path -> path.contains("{")).map(PathPattern::new).sorted().toList();
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
    return patterns.stream()
        .filter(pattern -> pattern.match(path).isPresent())
        .map(PathPattern::text)
        .findFirst()
        .orElse(OTHER);
  }
}
