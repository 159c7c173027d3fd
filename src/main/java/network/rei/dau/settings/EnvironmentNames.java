package network.rei.dau.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The environment variables of a key: the same words in capitals ({@code
 * REI_DAU_INGEST_CHUNK_SIZE}), and for three keys the short name that the Node.js version had or
 * would have had.
 */
final class EnvironmentNames {

  private static final Map<String, String> SHORT =
      Map.of(
          "rei-dau.rpc.urls", "REI_RPC_URL",
          "rei-dau.http.port", "PORT",
          "rei-dau.store.cache-dir", "CACHE_DIR");

  private EnvironmentNames() {}

  /** In the order in which they are looked for. */
  static List<String> of(String key) {
    List<String> names = new ArrayList<>();
    if (SHORT.containsKey(key)) {
      names.add(SHORT.get(key));
    }
    names.add(key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    return names;
  }

  /** The one to tell people of. */
  static String shownFor(String key) {
    return of(key).get(0);
  }
}
