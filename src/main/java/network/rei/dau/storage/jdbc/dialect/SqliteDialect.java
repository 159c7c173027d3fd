package network.rei.dau.storage.jdbc.dialect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.files.PrivateFolders;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.sqlite.JDBC;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;

/** The dialect of SQLite: connections and the meaning of errors. */
public final class SqliteDialect implements Dialect {

  public static final String URL_PREFIX = "jdbc:sqlite:";

  private static final List<String> PRAGMAS =
      List.of(
          "busy_timeout = 10000",
          // Records are blobs of about 200 kB, which larger pages split into fewer parts. The
          // setting applies to a new database only, and must precede WAL.
          "page_size = 8192",
          "journal_mode = WAL",
          // A commit that returned survives a power failure, not only a crash of the process.
          "synchronous = FULL",
          "cache_size = -4096",
          // The log shrinks again after a large commit, as in the first run.
          "journal_size_limit = 16777216");

  private static final List<Migration> MIGRATIONS =
      List.of(
          new Migration("V1__records.sql", -1013281873),
          new Migration("V2__periods.sql", 1718356433),
          new Migration("V3__changed_at.sql", -2117030029),
          new Migration("V4__commit_mark.sql", -411110164),
          new Migration("V5__traffic.sql", 1139067907),
          new Migration("V6__tracked_contracts.sql", 789688315),
          new Migration("V7__time_floors.sql", -362656299),
          new Migration("V8__webhook_event.sql", 1810095186),
          new Migration("V9__cluster_member.sql", 1835995927));

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Connection connect(StoreSettings settings) throws SQLException {
    if (settings.jdbcUrl().isEmpty()) {
      createPrivately(settings.databaseFile());
    }
    SqliteLibrary.load(settings.cacheDir());
    // Not through DriverManager, which would load the drivers of all databases.
    Connection connection = JDBC.createConnection(settings.url(), new Properties());
    try (Statement statement = connection.createStatement()) {
      for (String pragma : PRAGMAS) {
        statement.execute("PRAGMA " + pragma);
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Does nothing: a transaction reads the snapshot of its first statement. */
  @Override
  public void beginSnapshot(Connection connection) {}

  @Override
  public void migrate(StoreSettings settings, FluentConfiguration flyway) {
    flyway.dataSource(settings.url(), null, null);
  }

  @Override
  public Optional<String> warning(StoreSettings settings) {
    return Optional.empty();
  }

  @Override
  public List<Migration> migrations() {
    return MIGRATIONS;
  }

  @Override
  public String folder() {
    return "/db/migration/sqlite/";
  }

  @Override
  public String another() {
    return "another CACHE_DIR";
  }

  /** Creates an empty file, an empty database: its log and index inherit the permissions. */
  private static void createPrivately(Path database) {
    PrivateFolders.create(database.toAbsolutePath().getParent());
    if (Files.notExists(database)) {
      try {
        PrivateFolders.createFile(database);
      } catch (IOException e) {
        throw new StorageException(
            "cannot create " + database + ": " + PrivateFolders.reason(e), e);
      }
    }
  }

  @Override
  public void probe(StoreSettings settings) {
    // There is no server.
  }

  @Override
  public boolean isAway(SQLException e) {
    return false;
  }

  @Override
  public boolean isBusy(SQLException e) {
    return false;
  }

  @Override
  public boolean needsNewConnection(SQLException e) {
    return false;
  }

  @Override
  public String explain(String store, SQLException e) {
    if (e.getCause() instanceof NativeLibraryNotFoundException) {
      return "SQLite's native library cannot be loaded from "
          + SqliteLibrary.tried()
          + ": it needs a folder that may be written and executed, -Dorg.sqlite.tmpdir names"
          + " another";
    }
    if (is(e, SQLiteErrorCode.SQLITE_FULL)) {
      return "the disk of the store " + store + " is full; what was stored before is unharmed";
    }
    if (is(e, SQLiteErrorCode.SQLITE_IOERR)) {
      return "the disk of the store "
          + store
          + " cannot be read or written, perhaps since it is full or failing: "
          + PrivateFolders.oneLine(String.valueOf(e.getMessage()));
    }
    if (is(e, SQLiteErrorCode.SQLITE_CORRUPT) || is(e, SQLiteErrorCode.SQLITE_NOTADB)) {
      return "the store "
          + store
          + " is damaged or no SQLite database: move it away, and its records are fetched again";
    }
    if (is(e, SQLiteErrorCode.SQLITE_READONLY)
        || is(e, SQLiteErrorCode.SQLITE_CANTOPEN)
        || is(e, SQLiteErrorCode.SQLITE_PERM)) {
      return "the store "
          + store
          + " cannot be written: check that its folder's permissions allow it and its disk is not"
          + " mounted read-only; what was stored before is unharmed";
    }
    if (is(e, SQLiteErrorCode.SQLITE_BUSY) || is(e, SQLiteErrorCode.SQLITE_LOCKED)) {
      return "the store " + store + " is locked by another program";
    }
    return "the store "
        + store
        + " failed: "
        + PrivateFolders.oneLine(String.valueOf(e.getMessage()));
  }

  /** Returns the primary code of an error, the low byte, which extended codes only refine. */
  private static boolean is(SQLException e, SQLiteErrorCode code) {
    return (e.getErrorCode() & 0xFF) == code.code;
  }
}
