package network.rei.dau.webhook;

import java.time.Duration;
import java.util.Optional;

/** How an attempt to send an event has ended. */
sealed interface Transmission {

  /** The receiver has answered with a status from 200 to 299. */
  record Accepted() implements Transmission {}

  /**
   * The receiver could not be reached, is refused, or has answered otherwise.
   *
   * @param reason one line, without the URL
   * @param retryAfter how long the receiver asked to wait
   */
  record Failed(String reason, Optional<Duration> retryAfter) implements Transmission {}
}
