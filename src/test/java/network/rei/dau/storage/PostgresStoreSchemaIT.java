package network.rei.dau.storage;

import java.nio.file.Path;
import network.rei.dau.postgres.PostgresServer;

/** The tables in PostgreSQL. */
class PostgresStoreSchemaIT extends StoreSchemaContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return SomeStores.postgres(PostgresServer.shared().newDatabase(), emptyFolder);
  }
}
