package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.head;
import static akka.http.javadsl.server.Directives.pathEndOrSingleSlash;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.function.Function;
import java.util.function.Supplier;

/** Directives for resources whose paths are matched in any case and that are only read. */
public final class ResourceDirectives {

  private ResourceDirectives() {}

  /** Passes on requests whose next path segment is {@code name}, in upper or lower case. */
  public static Route segment(String name, Supplier<Route> inner) {
    Route route = inner.get();
    return pathPrefix(
        PathMatchers.segment(), segment -> segment.equalsIgnoreCase(name) ? route : reject());
  }

  /** Passes on GET and HEAD requests whose path ends here, with or without a trailing slash. */
  public static Route resource(Supplier<Route> inner) {
    return pathEndOrSingleSlash(() -> concat(get(inner), head(inner)));
  }

  /** Does the same for requests whose path ends after one more segment, which it passes on. */
  public static Route resource(Function<String, Route> inner) {
    return pathPrefix(PathMatchers.segment(), segment -> resource(() -> inner.apply(segment)));
  }
}
