package network.rei.dau.webhook;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.storage.EventOutbox.Pending;

/** Counts what the webhooks received on this node. Thread-safe. */
public final class WebhookMetrics {

  /** The outcomes of attempts, as labels. */
  static final String SENT = "sent";

  static final String FAILED = "failed";
  static final String GIVEN_UP = "given_up";

  private final Map<String, CounterMap<String>> attempts = new LinkedHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final Map<String, WebhookStatus.Failure> failures = new ConcurrentHashMap<>();
  private volatile Optional<Map<String, Pending>> pending = Optional.empty();

  public WebhookMetrics(Collection<Webhook> webhooks) {
    webhooks.forEach(
        webhook -> attempts.put(webhook.name(), CounterMap.ofTexts(SENT, FAILED, GIVEN_UP)));
  }

  /** Returns the names of the webhooks. */
  public List<String> webhooks() {
    return List.copyOf(attempts.keySet());
  }

  /** Returns the numbers of attempts to send an event, by their outcomes. */
  public CounterMap<String> attempts(String webhook) {
    return attempts.get(webhook);
  }

  /** Returns how many events were not kept because too many were to be sent already. */
  public long refused() {
    return refused.sum();
  }

  /**
   * Returns the events that are to be sent, by webhook; empty on a node that does not send, and
   * before the store was asked.
   */
  public Map<String, Pending> pending() {
    return pending.orElse(Map.of());
  }

  /** Returns how the webhooks stand, in the order of the settings. */
  public List<WebhookStatus> statuses() {
    Optional<Map<String, Pending>> known = pending;
    return attempts.keySet().stream()
        .map(
            webhook ->
                new WebhookStatus(
                    webhook,
                    known.map(events -> events.getOrDefault(webhook, Pending.NONE)),
                    Optional.ofNullable(failures.get(webhook))))
        .toList();
  }

  void attempted(String webhook, String outcome) {
    attempts.get(webhook).increment(outcome);
  }

  void failed(String webhook, Instant at, String reason) {
    failures.put(webhook, new WebhookStatus.Failure(at, reason));
    attempted(webhook, FAILED);
  }

  void refused(int events) {
    refused.add(events);
  }

  void setPending(Map<String, Pending> byWebhook) {
    pending = Optional.of(Map.copyOf(byWebhook));
  }

  /** Notes that this node does not send any more. */
  void stopped() {
    pending = Optional.empty();
  }
}
