package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.storage.StoreSettings;

/** The tables in SQLite. */
class StoreSchemaTest extends StoreSchemaContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return new StoreSettings(emptyFolder, Optional.empty());
  }
}
