package network.rei.dau.storage;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;

/**
 * Where records are kept ({@code rei-dau.store}).
 *
 * @param cacheDir folder of the lock, the published files and, without a {@code jdbcUrl}, the
 *     database {@value #DATABASE}
 * @param jdbcUrl of another database; blank is the same as none
 */
public record StoreSettings(Path cacheDir, Optional<String> jdbcUrl) {

  /** Name of the database in the cache folder. */
  public static final String DATABASE = "stats.db";

  private static final String CACHE_DIR = "rei-dau.store.cache-dir";

  /**
   * @throws SettingsException naming key, value and bound
   */
  public StoreSettings {
    jdbcUrl = jdbcUrl.map(String::strip).filter(url -> !url.isEmpty());
    if (cacheDir.toString().isBlank()) {
      throw new SettingsException(CACHE_DIR, cacheDir, "a folder is needed");
    }
    if (cacheDir.toString().contains("?")) {
      // SQLite's driver takes what follows for parameters, and would open another file.
      throw new SettingsException(CACHE_DIR, cacheDir, "a path without a question mark is needed");
    }
    jdbcUrl.ifPresent(StoreSettings::requireFileOfSqlite);
  }

  private static void requireFileOfSqlite(String url) {
    String file =
        url.startsWith(Sqlite.URL_PREFIX) ? url.substring(Sqlite.URL_PREFIX.length()) : "";
    if (file.isEmpty() || file.startsWith(":") || file.contains("mode=memory")) {
      throw new SettingsException(
          "rei-dau.store.jdbc-url",
          withoutParameters(url),
          Sqlite.URL_PREFIX
              + " and a file is needed, or nothing for "
              + DATABASE
              + " in the cache folder");
    }
  }

  /** The database's URL. */
  String url() {
    return jdbcUrl.orElseGet(() -> Sqlite.URL_PREFIX + databaseFile().toAbsolutePath());
  }

  /** The store as messages name it; never with a password. */
  String storeName() {
    return jdbcUrl.map(StoreSettings::withoutParameters).orElseGet(() -> databaseFile().toString());
  }

  Path databaseFile() {
    return cacheDir.resolve(DATABASE);
  }

  private static String withoutParameters(String url) {
    int end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end);
  }
}
