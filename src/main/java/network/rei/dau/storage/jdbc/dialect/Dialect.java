package network.rei.dau.storage.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.StoreUnavailableException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The differences between databases. The statements of this package run on every database; each
 * database has its own migration files.
 */
public sealed interface Dialect permits SqliteDialect, PostgresDialect {

  /**
   * A migration file.
   *
   * @param checksum as Flyway computes it
   */
  record Migration(String script, int checksum) {}

  /** Returns the dialect of a database. */
  public static Dialect of(String url) {
    return isPostgres(url) ? new PostgresDialect() : new SqliteDialect();
  }

  /** Returns whether a URL is of PostgreSQL, without loading its driver. */
  public static boolean isPostgres(String url) {
    return url.startsWith(PostgresDialect.URL_PREFIX);
  }

  /** Returns whether several processes may use a store at once. */
  boolean isShared();

  /** Opens a connection without auto-commit. */
  Connection connect(StoreSettings settings) throws SQLException;

  /**
   * Returns a warning about the settings, as a sentence for the operator; empty if they are safe.
   */
  Optional<String> warning(StoreSettings settings);

  /** Starts a read-only transaction of which all statements see one snapshot. */
  void beginSnapshot(Connection connection) throws SQLException;

  /** Configures Flyway for the store. */
  void migrate(StoreSettings settings, FluentConfiguration flyway);

  /** Returns the migrations in order; the n-th one creates schema version n. */
  List<Migration> migrations();

  /** Returns the folder of the migration files. */
  String folder();

  /** Returns what to use if the store has another chain, as in "use another CACHE_DIR". */
  String another();

  /** Explains an error to the user in one line. */
  String explain(String store, SQLException e);

  /** Tries whether the server of the store accepts a connection. */
  void probe(StoreSettings settings) throws SQLException;

  /** Returns whether an error means that no connection to the server of the store works. */
  boolean isAway(SQLException e);

  /** Returns whether an error is an answer after which the same request may succeed later. */
  boolean isBusy(SQLException e);

  /** Returns whether a request can only succeed on another connection, although this one works. */
  boolean needsNewConnection(SQLException e);

  /** Returns the exception for an error. */
  default StorageException failure(String store, SQLException e) {
    boolean away = isAway(e);
    return away || isBusy(e)
        ? new StoreUnavailableException(explain(store, e), e, away)
        : new StorageException(explain(store, e), e);
  }
}
