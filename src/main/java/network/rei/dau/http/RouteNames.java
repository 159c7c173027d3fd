package network.rei.dau.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import network.rei.dau.http.admin.AdminRoutes;
import network.rei.dau.http.stats.StatsRoutes;
import network.rei.dau.http.v1.V1Routes;

/**
 * Names the route that a path leads to, as the API's description does; so there are only so many.
 */
final class RouteNames {

  /** Of all paths that lead nowhere. */
  static final String OTHER = "other";

  private static final String DOCS = "/docs/";
  private static final String DESCRIPTION = "/openapi.yaml";

  private final Map<String, String> exact = new HashMap<>();
  private final List<PathPattern> patterns;

  RouteNames(StatsRoutes api) {
    api.paths().forEach(path -> exact.put(path, path));
    exact.put(DESCRIPTION, DESCRIPTION);
    patterns =
        Stream.concat(V1Routes.paths().stream(), AdminRoutes.paths().stream()).sorted().toList();
  }

  String of(String path) {
    String name = exact.get(path);
    return name != null ? name : ofOther(path);
  }

  private String ofOther(String path) {
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
