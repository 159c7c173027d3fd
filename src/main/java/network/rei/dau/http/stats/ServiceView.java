package network.rei.dau.http.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.http.openapi.OpenApi;

/**
 * {@code GET /}: the name and version of the service, and its endpoints.
 *
 * @param endpoints the summary of each route by method and path, as in the OpenAPI description
 */
record ServiceView(String message, String version, Map<String, String> endpoints) {

  /** The path of the operations, which exist only if the operator sets a token. */
  private static final String OPERATIONS = "/api/admin/";

  private static final ServiceView CURRENT =
      new ServiceView(
          "REI Network DAU Statistics Service", ServiceVersion.current(), describedEndpoints());

  /** Returns the view of the version that is running. */
  static ServiceView current() {
    return CURRENT;
  }

  private static Map<String, String> describedEndpoints() {
    Map<String, String> endpoints = new LinkedHashMap<>();
    for (OpenApi.Operation operation : OpenApi.operations()) {
      if (!operation.path().startsWith(OPERATIONS) && !operation.path().equals("/")) {
        endpoints.put(operation.method() + " " + operation.path(), operation.summary());
      }
    }
    endpoints.put("GET /docs/", "The description as a page, on which each route can be tried");
    return Collections.unmodifiableMap(endpoints);
  }
}
