package network.rei.dau.storage;

import java.nio.file.Path;
import java.util.Optional;

/** The contract, kept by SQLite. */
class JdbcRecordRepositoryTest extends RecordRepositoryContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return new StoreSettings(emptyFolder, Optional.empty());
  }
}
