package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.StoreUnavailableException;
import network.rei.dau.storage.jdbc.StoreSchema.Migration;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * What is a database's own. The statements of this package run on every one; the tables are made by
 * files of each one's own.
 */
public sealed interface Dialect permits SqliteDialect, PostgresDialect {

  /** The one of a database. */
  public static Dialect of(String url) {
    return isPostgres(url) ? new PostgresDialect() : new SqliteDialect();
  }

  /** Asked of every URL, so that a store in SQLite loads nothing of PostgreSQL. */
  public static boolean isPostgres(String url) {
    return url.startsWith(PostgresDialect.URL_PREFIX);
  }

  /** Whether several processes may use a store at once. */
  boolean isShared();

  /** A connection with transactions on. */
  Connection connect(StoreSettings settings) throws SQLException;

  /** Begins a transaction that only reads, and reads of one moment however many its statements. */
  void beginSnapshot(Connection connection) throws SQLException;

  /** Makes the tables' migration use the store. */
  void migrate(StoreSettings settings, FluentConfiguration flyway);

  /** In order; the n-th makes schema version n. */
  List<Migration> migrations();

  /** Where the migrations' files are. */
  String folder();

  /** What to use where the store is another's, as in "use another one". */
  String another();

  /** What an error means for the user, in one line. */
  String explain(String store, SQLException e);

  /** Whether an error means that the store's server is away, for a while perhaps. */
  boolean isAway(SQLException e);

  /** As {@link #explain}, to be thrown. */
  default StorageException failure(String store, SQLException e) {
    return isAway(e)
        ? new StoreUnavailableException(explain(store, e), e)
        : new StorageException(explain(store, e), e);
  }
}
