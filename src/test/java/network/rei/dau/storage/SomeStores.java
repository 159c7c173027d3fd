package network.rei.dau.storage;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.postgres.PostgresServer.Database;

/** Settings of stores for tests. */
public final class SomeStores {

  private SomeStores() {}

  /** In a database of PostgreSQL. */
  public static StoreSettings postgres(Database database, Path cacheDir) {
    return new StoreSettings(
        cacheDir,
        Optional.of(database.url()),
        Optional.of(database.user()),
        Optional.of(database.password()));
  }
}
