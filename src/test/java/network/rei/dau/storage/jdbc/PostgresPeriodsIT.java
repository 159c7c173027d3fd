package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.storage.StoreSettings;

/** How PostgreSQL keeps hours, days, weeks and months. */
class PostgresPeriodsIT extends PeriodsContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return StoreFixtures.postgres(PostgresServer.shared().newDatabase(), emptyFolder);
  }
}
