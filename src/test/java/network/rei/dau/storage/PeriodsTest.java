package network.rei.dau.storage;

import java.nio.file.Path;
import java.util.Optional;

/** How SQLite keeps hours, days, weeks and months. */
class PeriodsTest extends PeriodsContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return new StoreSettings(emptyFolder, Optional.empty());
  }
}
