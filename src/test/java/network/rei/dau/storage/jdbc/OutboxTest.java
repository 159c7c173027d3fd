package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.storage.StoreSettings;

/** How SQLite keeps the events of webhooks. */
class OutboxTest extends OutboxContract {

  @Override
  StoreSettings settings(Path emptyFolder) {
    return new StoreSettings(emptyFolder, Optional.empty());
  }
}
