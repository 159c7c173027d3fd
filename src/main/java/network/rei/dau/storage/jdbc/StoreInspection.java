package network.rei.dau.storage.jdbc;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.WrongStoreException;

/** Reads what a store is, without creating, migrating or changing it. */
public final class StoreInspection {

  private StoreInspection() {}

  /**
   * What a store is.
   *
   * @param schemaVersion of its tables
   * @param currentVersion to which this program migrates the tables
   * @param records the number of records
   */
  public record Found(
      StoreIdentity identity, int schemaVersion, int currentVersion, long records) {}

  /**
   * Reads a store, which another process may be using.
   *
   * @return empty if there is no store yet
   * @throws WrongStoreException if it has another chain or chunk size than expected, or a newer
   *     version of the program has migrated it
   * @throws StorageException if it cannot be read
   */
  public static Optional<Found> of(StoreSettings settings, StoreIdentity expected) {
    if (settings.sqliteFile().filter(Files::notExists).isPresent()) {
      return Optional.empty();
    }
    StoreSchema schema = new StoreSchema(settings);
    try (StoreConnection store = new StoreConnection(settings)) {
      Optional<Found> found = store.inSnapshot(connection -> read(connection, schema));
      found.ifPresent(
          held -> {
            schema.requireKnown(held.schemaVersion());
            JdbcRecordRepository.requireSame(settings, held.identity(), expected);
          });
      return found;
    }
  }

  private static Optional<Found> read(Connection connection, StoreSchema schema)
      throws SQLException {
    int version = schema.version(connection);
    if (version == 0) {
      return Optional.empty();
    }
    try (PreparedStatement count = connection.prepareStatement("SELECT COUNT(*) FROM record");
        ResultSet row = count.executeQuery()) {
      row.next();
      return StoreTable.hasRow(connection)
          ? Optional.of(
              new Found(
                  StoreTable.identity(connection),
                  version,
                  schema.currentVersion(),
                  row.getLong(1)))
          : Optional.empty();
    }
  }
}
