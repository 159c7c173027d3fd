package network.rei.dau.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Maps keys to environment variables. Every key has a variable of the same words in capitals
 * ({@code REI_DAU_INGEST_CHUNK_SIZE}). Three keys also have a short one, for compatibility with the
 * Node.js version, and three have the one that OpenTelemetry specifies.
 */
final class EnvironmentNames {

  private static final Map<String, String> ALSO =
      Map.of(
          "rei-dau.rpc.urls", "REI_RPC_URL",
          "rei-dau.http.port", "PORT",
          "rei-dau.store.cache-dir", "CACHE_DIR",
          "rei-dau.telemetry.endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT",
          "rei-dau.telemetry.headers", "OTEL_EXPORTER_OTLP_HEADERS",
          "rei-dau.telemetry.service-name", "OTEL_SERVICE_NAME");

  private EnvironmentNames() {}

  /** Returns the variables of a key in descending precedence. */
  static List<String> of(String key) {
    List<String> names = new ArrayList<>();
    if (ALSO.containsKey(key)) {
      names.add(ALSO.get(key));
    }
    names.add(key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    return names;
  }

  /** Returns the key and its variable, as messages mention them. */
  static String described(String key) {
    return key + " (" + of(key).get(0) + ")";
  }
}
