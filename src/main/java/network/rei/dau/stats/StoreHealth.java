package network.rei.dau.stats;

import java.util.Optional;
import org.slf4j.Logger;

/** Why the store could not be read or written last time; logged when it begins and ends. */
final class StoreHealth {

  private final Logger log;
  private Optional<String> writing = Optional.empty();
  private Optional<String> reading = Optional.empty();

  StoreHealth(Logger log) {
    this.log = log;
  }

  /** A sentence; empty if the store works. */
  Optional<String> reason() {
    return writing.or(() -> reading);
  }

  void writeFailed(String why) {
    if (writing.isEmpty()) {
      log.error("The store cannot be written: {}", why);
    }
    writing = Optional.of(why);
  }

  void written() {
    writing.ifPresent(over -> log.info("The store can be written again"));
    writing = Optional.empty();
  }

  void readFailed(String why) {
    if (reading.isEmpty()) {
      log.error("The store cannot be read: {}", why);
    }
    reading = Optional.of(why);
  }

  void read() {
    reading.ifPresent(over -> log.info("The store can be read again"));
    reading = Optional.empty();
  }
}
