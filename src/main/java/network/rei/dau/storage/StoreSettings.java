package network.rei.dau.storage;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.storage.jdbc.dialect.Dialect;
import network.rei.dau.storage.jdbc.dialect.PostgresDialect;
import network.rei.dau.storage.jdbc.dialect.SqliteDialect;

/**
 * The settings of the store ({@code rei-dau.store}).
 *
 * @param cacheDir folder of the lock, the published files and, without a {@code jdbcUrl}, the
 *     database {@value #DATABASE}
 * @param jdbcUrl of another SQLite file or a PostgreSQL database; blank is the same as empty
 * @param user of PostgreSQL; blank is the same as empty
 * @param password of the user; blank is the same as empty
 * @param memoryShare the share of the heap that records and addresses may take, {@value
 *     #MIN_MEMORY_SHARE} to {@value #MAX_MEMORY_SHARE}
 */
public record StoreSettings(
    Path cacheDir,
    Optional<String> jdbcUrl,
    Optional<String> user,
    Optional<String> password,
    double memoryShare) {

  private static final double MIN_MEMORY_SHARE = 0.05;
  private static final double MAX_MEMORY_SHARE = 0.7;
  private static final double DEFAULT_MEMORY_SHARE = 0.5;

  /** Name of the database in the cache folder. */
  public static final String DATABASE = "stats.db";

  private static final String CACHE_DIR = "rei-dau.store.cache-dir";
  private static final String JDBC_URL = "rei-dau.store.jdbc-url";
  private static final String MEMORY_SHARE = "rei-dau.store.memory-share";

  /**
   * @throws SettingsException naming key, value and bound
   */
  public StoreSettings {
    jdbcUrl = jdbcUrl.map(String::strip).filter(url -> !url.isEmpty());
    user = user.filter(name -> !name.isBlank());
    password = password.filter(secret -> !secret.isBlank());
    if (cacheDir.toString().isBlank()) {
      throw new SettingsException(CACHE_DIR, cacheDir, "a folder is needed");
    }
    if (cacheDir.toString().contains("?")) {
      // The SQLite driver reads the rest as parameters, and would open another file.
      throw new SettingsException(CACHE_DIR, cacheDir, "a path without a question mark is needed");
    }
    Check.between(MEMORY_SHARE, memoryShare, MIN_MEMORY_SHARE, MAX_MEMORY_SHARE);
    jdbcUrl.ifPresent(
        url -> {
          if (!(Dialect.isPostgres(url) ? PostgresDialect.isValid(url) : isSqliteFile(url))) {
            throw new SettingsException(JDBC_URL, shown(url), allowed(url));
          }
        });
  }

  /** Creates settings with the default share of memory. */
  public StoreSettings(
      Path cacheDir, Optional<String> jdbcUrl, Optional<String> user, Optional<String> password) {
    this(cacheDir, jdbcUrl, user, password, DEFAULT_MEMORY_SHARE);
  }

  /** Creates settings without user and password. */
  public StoreSettings(Path cacheDir, Optional<String> jdbcUrl) {
    this(cacheDir, jdbcUrl, Optional.empty(), Optional.empty());
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException naming key, value and bound
   */
  public static StoreSettings from(SettingsSource source) {
    return new StoreSettings(
        Path.of(source.text(CACHE_DIR)),
        Optional.of(source.text(JDBC_URL)),
        Optional.of(source.text("rei-dau.store.user")),
        Optional.of(source.text("rei-dau.store.password")),
        source.fraction(MEMORY_SHARE));
  }

  private static boolean isSqliteFile(String url) {
    String file =
        url.startsWith(SqliteDialect.URL_PREFIX)
            ? url.substring(SqliteDialect.URL_PREFIX.length())
            : "";
    return !file.isEmpty() && !file.startsWith(":") && !file.contains("mode=memory");
  }

  private static String allowed(String url) {
    return Dialect.isPostgres(url)
        ? "jdbc:postgresql://HOST:PORT/DATABASE is needed; user and password are settings of"
            + " their own, rei-dau.store.user and rei-dau.store.password"
        : SqliteDialect.URL_PREFIX
            + " and a file is needed, or jdbc:postgresql://HOST:PORT/DATABASE, or nothing for "
            + DATABASE
            + " in the cache folder";
  }

  /** Returns whether several nodes may use the store at once, as a cluster needs. */
  public boolean isShared() {
    return dialect().isShared();
  }

  public Dialect dialect() {
    return Dialect.of(url());
  }

  /** Returns the URL of the database. */
  public String url() {
    return jdbcUrl.orElseGet(() -> SqliteDialect.URL_PREFIX + databaseFile().toAbsolutePath());
  }

  /** Returns the name of the store in messages, which never contains a password. */
  public String storeName() {
    return jdbcUrl.map(StoreSettings::shown).orElseGet(() -> databaseFile().toString());
  }

  public Path databaseFile() {
    return cacheDir.resolve(DATABASE);
  }

  /** Returns the file of the database; empty if the store is in PostgreSQL. */
  public Optional<Path> sqliteFile() {
    if (jdbcUrl.isEmpty()) {
      return Optional.of(databaseFile());
    }
    String file = url().substring(Math.min(url().length(), SqliteDialect.URL_PREFIX.length()));
    return isShared()
        ? Optional.empty()
        : Optional.of(Path.of(file.replaceFirst("^file:", "").replaceFirst("\\?.*", "")));
  }

  /** Returns the URL without parameters and without credentials before an {@code @}. */
  private static String shown(String url) {
    int end = url.indexOf('?');
    String named = end < 0 ? url : url.substring(0, end);
    return named.replaceFirst("//.*@", "//");
  }

  /** Returns the settings without the password. */
  @Override
  public String toString() {
    return "StoreSettings[" + storeName() + ", cacheDir=" + cacheDir + "]";
  }
}
