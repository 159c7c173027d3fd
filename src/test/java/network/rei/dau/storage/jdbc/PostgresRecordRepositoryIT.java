package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.storage.StoreSettings;

/** The contract, kept by PostgreSQL. */
class PostgresRecordRepositoryIT extends RecordRepositoryContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return StoreFixtures.postgres(PostgresServer.shared().newDatabase(), emptyFolder);
  }
}
