package network.rei.dau.storage;

import java.nio.file.Path;
import network.rei.dau.postgres.PostgresServer;

/** The contract, kept by PostgreSQL. */
class PostgresRecordRepositoryIT extends RecordRepositoryContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return SomeStores.postgres(PostgresServer.shared().newDatabase(), emptyFolder);
  }
}
