package network.rei.dau.storage;

import java.nio.file.Path;
import network.rei.dau.postgres.PostgresServer;

/** How PostgreSQL keeps hours, days, weeks and months. */
class PostgresPeriodsIT extends PeriodsContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return SomeStores.postgres(PostgresServer.shared().newDatabase(), emptyFolder);
  }
}
