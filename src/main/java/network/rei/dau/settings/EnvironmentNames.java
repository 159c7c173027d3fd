package network.rei.dau.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Maps keys to environment variables. Every key has a variable of the same words in capitals
 * ({@code REI_DAU_INGEST_CHUNK_SIZE}); three keys also have a short one, for compatibility with the
 * Node.js version.
 */
final class EnvironmentNames {

  private static final Map<String, String> SHORT =
      Map.of(
          "rei-dau.rpc.urls", "REI_RPC_URL",
          "rei-dau.http.port", "PORT",
          "rei-dau.store.cache-dir", "CACHE_DIR");

  private EnvironmentNames() {}

  /** Returns the variables of a key in descending precedence. */
  static List<String> of(String key) {
    List<String> names = new ArrayList<>();
    if (SHORT.containsKey(key)) {
      names.add(SHORT.get(key));
    }
    names.add(key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    return names;
  }

  /** Returns the key and its variable, as messages mention them. */
  static String described(String key) {
    return key + " (" + of(key).get(0) + ")";
  }
}
