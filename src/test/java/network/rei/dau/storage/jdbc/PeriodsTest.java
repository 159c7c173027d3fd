package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.storage.StoreSettings;

/** How SQLite keeps hours, days, weeks and months. */
class PeriodsTest extends PeriodsContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return new StoreSettings(emptyFolder, Optional.empty());
  }
}
