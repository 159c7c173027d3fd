package network.rei.dau.stats;

import java.util.Optional;
import org.slf4j.Logger;

/** Why the last read and the last write of the store failed; logs when a failure begins or ends. */
final class StoreHealth {

  private final Logger log;
  private Optional<String> writeError = Optional.empty();
  private Optional<String> readError = Optional.empty();

  StoreHealth(Logger log) {
    this.log = log;
  }

  /** Returns a sentence, or nothing if the store can be read and written. */
  Optional<String> error() {
    return writeError.or(() -> readError);
  }

  void writeFailed(String error) {
    if (writeError.isEmpty()) {
      log.error("The store cannot be written: {}", error);
    }
    writeError = Optional.of(error);
  }

  void writeSucceeded() {
    if (writeError.isPresent()) {
      log.info("The store can be written again");
    }
    writeError = Optional.empty();
  }

  void readFailed(String error) {
    if (readError.isEmpty()) {
      log.error("The store cannot be read: {}", error);
    }
    readError = Optional.of(error);
  }

  void readSucceeded() {
    if (readError.isPresent()) {
      log.info("The store can be read again");
    }
    readError = Optional.empty();
  }
}
