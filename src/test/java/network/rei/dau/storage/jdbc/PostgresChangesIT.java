package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.storage.StoreSettings;

/** How PostgreSQL tells what others wrote. */
class PostgresChangesIT extends ChangesContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return SomeStores.postgres(PostgresServer.shared().newDatabase(), emptyFolder);
  }
}
