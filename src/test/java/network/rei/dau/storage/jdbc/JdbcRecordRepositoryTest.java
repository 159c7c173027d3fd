package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.storage.StoreSettings;

/** The contract, kept by SQLite. */
class JdbcRecordRepositoryTest extends RecordRepositoryContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return new StoreSettings(emptyFolder, Optional.empty());
  }
}
