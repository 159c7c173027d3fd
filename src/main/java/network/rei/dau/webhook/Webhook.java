package network.rei.dau.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A URL that is called when something has happened.
 *
 * @param name unique among the webhooks; in logs, metrics and ids, in place of the URL, which may
 *     be secret
 * @param secret of the signature; empty for no signature
 * @param allowPrivate whether the URL may lead to an address that is not public
 * @param events what it is called for
 * @param conditions of {@link EventType#THRESHOLD}
 * @param gapAfter how long blocks must be missing for {@link EventType#GAP}
 */
public record Webhook(
    String name,
    URI url,
    Optional<String> secret,
    MessageFormat format,
    boolean allowPrivate,
    Set<EventType> events,
    List<Condition> conditions,
    Duration gapAfter) {

  public Webhook {
    events = Set.copyOf(events);
    conditions = List.copyOf(conditions);
  }

  boolean wants(EventType event) {
    return events.contains(event);
  }

  /** Returns a text without the URL and the secret. */
  @Override
  public String toString() {
    return "Webhook[" + name + ", " + format + ", " + events + "]";
  }
}
