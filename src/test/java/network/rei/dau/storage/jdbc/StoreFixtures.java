package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.storage.StoreSettings;

/** Settings of stores for tests. */
public final class StoreFixtures {

  private StoreFixtures() {}

  /** In a database of PostgreSQL. */
  public static StoreSettings postgres(Database database, Path cacheDir) {
    return new StoreSettings(
        cacheDir,
        Optional.of(database.url()),
        Optional.of(database.user()),
        Optional.of(database.password()));
  }
}
