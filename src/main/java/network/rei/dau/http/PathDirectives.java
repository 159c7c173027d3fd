package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.mapRequestContext;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.rawPathPrefixTest;
import static akka.http.javadsl.server.PathMatchers.pathEnd;
import static akka.http.javadsl.server.PathMatchers.separateOnSlashes;
import static akka.http.javadsl.server.PathMatchers.slash;

import akka.http.javadsl.server.RequestContext;
import akka.http.javadsl.server.Route;
import java.util.Locale;
import java.util.function.Supplier;

/** Directives for paths that Akka HTTP does not have. */
public final class PathDirectives {

  private PathDirectives() {}

  /** Converts the unmatched path to lower case, so that routes match it in any case. */
  static Route ignoringCase(Supplier<Route> inner) {
    Route route = inner.get();
    return mapRequestContext(PathDirectives::withLowerCasePath, () -> route);
  }

  /**
   * Matches whole segments: unlike {@code pathPrefix}, {@code "api/admin"} does not match {@code
   * /api/administrators}.
   */
  public static Route pathPrefixOfSegments(String segments, Supplier<Route> inner) {
    Route route = inner.get();
    Route atSegmentEnd = rawPathPrefixTest(slash().orElse(pathEnd()), () -> route);
    return pathPrefix(separateOnSlashes(segments), () -> atSegmentEnd);
  }

  private static RequestContext withLowerCasePath(RequestContext context) {
    String path = context.getUnmatchedPath();
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.equals(path) ? context : context.withUnmatchedPath(lower);
  }
}
