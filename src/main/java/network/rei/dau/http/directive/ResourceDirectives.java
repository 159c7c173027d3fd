package network.rei.dau.http.directive;

import static akka.http.javadsl.server.Directives.extractUnmatchedPath;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.pathEndOrSingleSlash;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Directives for resources whose paths are matched as Express does: in upper or lower case, with or
 * without a trailing slash. Inner routes without a parameter are built once, since Akka HTTP calls
 * the supplier of an inner route for each request.
 */
public final class ResourceDirectives {

  private ResourceDirectives() {}

  /**
   * Passes each request on to the route that its next path segment names. One lookup takes the
   * place of a {@code concat}, each alternative of which costs every response a step more.
   *
   * @param routes by lower-case segment
   */
  public static Route segments(Map<String, Route> routes) {
    Route rejected = reject();
    return pathPrefix(
        PathMatchers.segment(),
        segment -> routes.getOrDefault(segment.toLowerCase(Locale.ROOT), rejected));
  }

  /** As {@link #segments(Map)}; a request whose path ends here is passed on to {@code index}. */
  public static Route segments(Map<String, Route> routes, Route index) {
    Route below = segments(routes);
    return extractUnmatchedPath(rest -> rest.length() < 2 ? index : below);
  }

  /** Passes on GET and HEAD requests whose path ends here. */
  public static Route resource(Supplier<Route> inner) {
    Route route = inner.get();
    Route read = get(() -> route);
    return pathEndOrSingleSlash(() -> read);
  }

  /** Does the same for requests whose path ends after one more segment, which it passes on. */
  public static Route resource(Function<String, Route> inner) {
    return pathPrefix(
        PathMatchers.segment(),
        segment -> pathEndOrSingleSlash(() -> get(() -> inner.apply(segment))));
  }
}
