package network.rei.dau.storage.jdbc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.files.BackupFolder;
import network.rei.dau.storage.files.CacheFolder;
import network.rei.dau.storage.files.PrivateFolders;
import network.rei.dau.storage.jdbc.dialect.SqliteDialect;
import network.rei.dau.storage.jdbc.dialect.SqliteLibrary;
import org.sqlite.JDBC;

/** Creates and restores backups of a store in SQLite, also while the store is in use. */
public final class StoreBackup {

  /** The files that SQLite has beside an open database. */
  private static final List<String> LOGS = List.of("-wal", "-shm");

  private StoreBackup() {}

  /**
   * Writes a snapshot of the store into a new file, while other processes may read and write the
   * store.
   *
   * @return size of the file in bytes
   * @throws StorageException if the file exists or cannot be written; no part of it is left then
   */
  public static long backup(StoreSettings settings, Path file) {
    Path database = databaseOf(settings, "pg_dump");
    if (Files.notExists(database)) {
      throw new StorageException("there is no store " + database + " to back up");
    }
    if (Files.exists(file)) {
      throw new StorageException(file + " is there already: name another file");
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      Files.deleteIfExists(unfinished);
      PrivateFolders.createFile(unfinished);
      copy(database, unfinished);
      PrivateFolders.sync(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      PrivateFolders.sync(file.toAbsolutePath().getParent());
      new BackupFolder(settings).noteBackup();
      return Files.size(file);
    } catch (IOException e) {
      throw new StorageException("cannot write " + file + ": " + PrivateFolders.reason(e), e);
    } finally {
      deleteQuietly(unfinished);
    }
  }

  private static void copy(Path database, Path target) {
    SqliteLibrary.load(target.toAbsolutePath().getParent());
    try (Connection connection = JDBC.createConnection(url(database), new Properties())) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 10000");
      }
      // SQLite accepts an empty file as the target.
      try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
        vacuum.setString(1, target.toAbsolutePath().toString());
        vacuum.execute();
      }
    } catch (SQLException e) {
      throw new StorageException(
          "the backup to "
              + target.toAbsolutePath().getParent()
              + " failed: "
              + new SqliteDialect().explain(database.toString(), e),
          e);
    }
  }

  /**
   * Replaces the store by a backup after checking that the backup is complete and of the same
   * chain. The replaced store is moved aside.
   *
   * @param expected the identity that the backup must have
   * @return the places of the replaced files; empty if there was no store
   * @throws StorageException if the folder is locked, or the backup is damaged or of another chain;
   *     the store is unchanged then
   */
  public static List<Path> restore(
      StoreSettings settings, StoreIdentity expected, Path file, Clock clock) {
    requireRestorable(settings, file);
    CacheFolder folder = CacheFolder.open(settings.cacheDir(), clock);
    try {
      return replace(settings, expected, file, clock, NO_HOLDER);
    } finally {
      folder.close();
    }
  }

  /** The owner of the connection to the store that is replaced. */
  interface Holder {
    /** Prepares a checked backup for further commits. */
    void prepare(JdbcRecordRepository backup);

    /** Closes the connection to the store. */
    void release();
  }

  private static final Holder NO_HOLDER =
      new Holder() {
        @Override
        public void prepare(JdbcRecordRepository backup) {}

        @Override
        public void release() {}
      };

  /** As {@link #restore}, for the process that has locked the folder. */
  static List<Path> replace(
      StoreSettings settings, StoreIdentity expected, Path file, Clock clock, Holder holder) {
    Path database = requireRestorable(settings, file);
    Path incoming = database.resolveSibling(database.getFileName() + ".restoring");
    try {
      deleteAll(incoming);
      PrivateFolders.createFile(incoming);
      try (OutputStream out = Files.newOutputStream(incoming)) {
        Files.copy(file, out);
      }
      requireWhole(file, incoming);
      StoreSettings there = new StoreSettings(settings.cacheDir(), Optional.of(url(incoming)));
      try (JdbcRecordRepository backup = JdbcRecordRepository.open(there, expected)) {
        holder.prepare(backup);
      }
      PrivateFolders.sync(incoming);
      holder.release();
      return exchange(database, incoming, settings.cacheDir(), clock);
    } catch (IOException e) {
      throw new StorageException("cannot restore " + file + ": " + PrivateFolders.reason(e), e);
    } finally {
      deleteAll(incoming);
    }
  }

  /** Returns the file of the store after checking that it is SQLite and that the backup exists. */
  private static Path requireRestorable(StoreSettings settings, Path file) {
    Path database = databaseOf(settings, "pg_restore or psql");
    if (!Files.isRegularFile(file)) {
      throw new StorageException("there is no backup " + file);
    }
    if (isSame(file, database)) {
      throw new StorageException(file + " is the store itself, not a backup of it");
    }
    return database;
  }

  /** Refuses the file of the store, also by a link: a copy of an open file may be incomplete. */
  private static boolean isSame(Path file, Path database) {
    try {
      return Files.exists(database) && Files.isSameFile(file, database);
    } catch (IOException e) {
      throw new StorageException("cannot read " + file + ": " + PrivateFolders.reason(e), e);
    }
  }

  private static void requireWhole(Path file, Path copy) {
    String found;
    SqliteLibrary.load(copy.toAbsolutePath().getParent());
    try (Connection connection = JDBC.createConnection(url(copy), new Properties());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
      found = row.next() ? row.getString(1) : "nothing";
    } catch (SQLException e) {
      found = String.valueOf(e.getMessage());
    }
    if (!found.equals("ok")) {
      throw new StorageException(
          "the backup "
              + file
              + " is damaged or no SQLite database: "
              + PrivateFolders.oneLine(found));
    }
  }

  /**
   * Moves the store aside and another one into its place, or changes nothing. A complete store
   * exists at every moment, so that the process may end at any time.
   */
  private static List<Path> exchange(Path database, Path incoming, Path folder, Clock clock)
      throws IOException {
    List<Path> kept = new ArrayList<>();
    List<Path> logs = new ArrayList<>();
    try {
      if (Files.exists(database)) {
        Path aside =
            PrivateFolders.createAside(folder, "replaced-" + PrivateFolders.stamp(clock.instant()));
        kept.add(PrivateFolders.keep(database, aside.resolve(database.getFileName())));
        for (String suffix : LOGS) {
          Path log = database.resolveSibling(database.getFileName() + suffix);
          if (Files.exists(log)) {
            logs.add(
                Files.move(log, aside.resolve(log.getFileName()), StandardCopyOption.ATOMIC_MOVE));
          }
        }
      }
      Files.move(incoming, database, StandardCopyOption.ATOMIC_MOVE);
      PrivateFolders.sync(folder);
      kept.addAll(logs);
      return kept;
    } catch (IOException e) {
      for (Path log : logs) {
        Files.move(log, database.resolveSibling(log.getFileName()));
      }
      throw e;
    }
  }

  private static Path databaseOf(StoreSettings settings, String tool) {
    if (settings.isShared()) {
      throw new StorageException(
          "the store " + settings.storeName() + " is PostgreSQL's: use its own " + tool);
    }
    return Path.of(settings.url().substring(SqliteDialect.URL_PREFIX.length()).split("\\?", 2)[0]);
  }

  private static String url(Path database) {
    return SqliteDialect.URL_PREFIX + database.toAbsolutePath();
  }

  private static void deleteAll(Path database) {
    deleteQuietly(database);
    for (String suffix : LOGS) {
      deleteQuietly(database.resolveSibling(database.getFileName() + suffix));
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The file is left over and harmless.
      return;
    }
  }
}
