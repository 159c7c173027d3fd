package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.storage.StoreSettings;

/** How PostgreSQL keeps the events of webhooks. */
class PostgresOutboxIT extends OutboxContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return StoreFixtures.postgres(PostgresServer.shared().newDatabase(), emptyFolder);
  }
}
