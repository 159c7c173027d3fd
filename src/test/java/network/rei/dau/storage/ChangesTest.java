package network.rei.dau.storage;

import java.nio.file.Path;
import java.util.Optional;

/** How SQLite tells what others wrote. */
class ChangesTest extends ChangesContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return new StoreSettings(emptyFolder, Optional.empty());
  }
}
