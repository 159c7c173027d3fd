package network.rei.dau.http.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import network.rei.dau.http.ServiceVersion;

/**
 * {@code GET /}: the name and version of the service, and its endpoints.
 *
 * @param endpoints a description by method and path, in the order of the response
 */
record ServiceView(String message, String version, Map<String, String> endpoints) {

  private static final ServiceView CURRENT =
      new ServiceView(
          "REI Network DAU Statistics Service", ServiceVersion.current(), describedEndpoints());

  /** Returns the view of the version that is running. */
  static ServiceView current() {
    return CURRENT;
  }

  private static Map<String, String> describedEndpoints() {
    Map<String, String> endpoints = new LinkedHashMap<>();
    endpoints.put("GET /api/stats/24h", "Activity of the last 24 hours, exact to the block");
    endpoints.put("GET /api/stats/7days", "Activity of each UTC day of the last 7 days");
    endpoints.put("GET /api/stats/records", "Records of the last 24 hours");
    endpoints.put(
        "GET /api/stats/history", "All records, oldest first (?limit=&offset=&include=none)");
    endpoints.put("GET /health", "How the service is, and why");
    endpoints.put("GET /alive", "Whether the process answers, for probes");
    endpoints.put("GET /ready", "Whether requests may be sent here, for load balancers");
    endpoints.put("GET /metrics", "What the service does, in numbers, for Prometheus");
    endpoints.put("GET /docs/", "All routes, to be browsed and tried");
    endpoints.put("GET /openapi.yaml", "All routes, described for machines (OpenAPI 3.1)");
    return Collections.unmodifiableMap(endpoints);
  }
}
