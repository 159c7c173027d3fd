package network.rei.dau.storage;

import java.nio.file.Path;
import java.util.Optional;

/** The tables in SQLite. */
class StoreSchemaTest extends StoreSchemaContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return new StoreSettings(emptyFolder, Optional.empty());
  }
}
