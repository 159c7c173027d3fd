package network.rei.dau.webhook;

import java.time.Instant;
import java.util.Optional;
import network.rei.dau.storage.EventOutbox.Pending;

/**
 * How the sending of the events of a webhook stands, as this node knows it.
 *
 * @param pending the events that are to be sent; empty on a node that does not send, and before the
 *     store was asked
 * @param lastFailure the last attempt of this node that failed, also if a later one did not
 */
public record WebhookStatus(String name, Optional<Pending> pending, Optional<Failure> lastFailure) {

  /**
   * A failed attempt.
   *
   * @param reason without the URL and the secret
   */
  public record Failure(Instant at, String reason) {}
}
