package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.storage.StoreSettings;

/** Reads the changes of other processes from PostgreSQL. */
class PostgresChangesIT extends ChangesContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return StoreFixtures.postgres(PostgresServer.shared().newDatabase(), emptyFolder);
  }
}
