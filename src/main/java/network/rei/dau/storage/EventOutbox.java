package network.rei.dau.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the events that are to be sent to webhooks, until each was sent or given up. Every method
 * blocks, is one transaction that is durable when the method returns, and throws {@link
 * StorageException} if the store cannot be read or written. Several nodes may use one outbox.
 */
public interface EventOutbox {

  /**
   * An event for one webhook.
   *
   * @param webhook the name of the webhook
   * @param key what has happened; the webhook has at most one event of a key
   * @param createdAt with milliseconds
   * @param attempts how many times it was claimed, including this time
   * @param content JSON
   */
  record Entry(String webhook, String key, Instant createdAt, int attempts, String content) {}

  /**
   * The events of a webhook that are to be sent.
   *
   * @param oldest when the oldest of them was created; empty if there is none
   */
  record Pending(long count, Optional<Instant> oldest) {

    public static final Pending NONE = new Pending(0, Optional.empty());
  }

  /**
   * Adds events, due at once. An event whose key its webhook had before is not added, whatever
   * became of it, and an event is not added while so many events of its webhook are to be sent.
   *
   * @param maxPending the bound of events to be sent, for each webhook
   * @return how many were not added because of the bound
   */
  int add(List<Entry> entries, int maxPending);

  /**
   * Claims the oldest event of a webhook that is due, so that no other node sends it at the same
   * time: it is due again after the lease, unless it was sent or given up by then.
   */
  Optional<Entry> claim(String webhook, Instant now, Duration lease);

  /** Notes that a claimed event was sent. */
  void sent(Entry claimed);

  /** Notes that a claimed event was not sent, and when it is due again. */
  void failed(Entry claimed, Instant dueAt);

  /** Notes that a claimed event was not sent, and never will be. */
  void givenUp(Entry claimed);

  /** Deletes the events that were created before a time, whatever became of them. */
  void deleteBefore(Instant time);

  /** Returns the events that are to be sent, by webhook; those without events are left out. */
  Map<String, Pending> pending();
}
