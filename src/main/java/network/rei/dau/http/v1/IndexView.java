package network.rei.dau.http.v1;

import java.util.List;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.http.openapi.OpenApi;

/**
 * {@code GET /api/v1}: the routes below it.
 *
 * @param version of the service
 * @param description the relative URL of the OpenAPI description
 */
record IndexView(String version, String description, List<RouteView> routes) {

  private static final String PREFIX = "/api/v1/";

  private static final IndexView CURRENT =
      new IndexView(
          ServiceVersion.current(),
          "../openapi.json",
          OpenApi.operations().stream()
              .filter(operation -> operation.path().startsWith(PREFIX))
              .map(route -> new RouteView(route.method(), route.path(), route.summary()))
              .toList());

  /**
   * A route.
   *
   * @param path with places for parameters, such as {@code /api/v1/windows/{length}}
   */
  record RouteView(String method, String path, String summary) {}

  /** Returns the view of the version that is running. */
  static IndexView current() {
    return CURRENT;
  }
}
