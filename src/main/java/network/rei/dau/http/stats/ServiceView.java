package network.rei.dau.http.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import network.rei.dau.json.Json;

/**
 * {@code GET /}: what this is, and what may be asked of it.
 *
 * @param endpoints method and path, and what it answers; in order
 */
public record ServiceView(String message, String version, Map<String, String> endpoints) {

  public ServiceView {
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
  }

  public static ServiceView of(String version, Map<String, String> endpoints) {
    return new ServiceView("REI Network DAU Statistics Service", version, endpoints);
  }

  /** As JSON in UTF-8. */
  public byte[] json() {
    return Json.bytes(this);
  }
}
