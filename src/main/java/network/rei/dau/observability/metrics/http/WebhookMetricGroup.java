package network.rei.dau.observability.metrics.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;
import network.rei.dau.storage.EventOutbox.Pending;
import network.rei.dau.webhook.WebhookMetrics;

/** The webhooks. In a cluster, only the node that sends has values of pending events. */
public record WebhookMetricGroup(Optional<WebhookMetrics> webhooks) implements MetricGroup {

  private static final String WEBHOOK = "webhook";

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    webhooks.ifPresent(known -> collect(known, scrape.now(), metrics));
  }

  private static void collect(WebhookMetrics webhooks, Instant now, MetricFamilies metrics) {
    metrics.counter(
        "rei_dau_webhooks_refused_events_total",
        "Events that were not kept, because too many were to be sent already.",
        webhooks.refused());
    Map<String, Pending> pending = webhooks.pending();
    for (String webhook : webhooks.webhooks()) {
      metrics.counters(
          "rei_dau_webhooks_attempts_total",
          "Attempts to send an event, and events that were given up, by outcome.",
          webhooks.attempts(webhook),
          "outcome",
          WEBHOOK,
          webhook);
      Pending events = pending.getOrDefault(webhook, Pending.NONE);
      metrics.gauge(
          "rei_dau_webhooks_pending_events",
          "Events that are to be sent.",
          events.count(),
          WEBHOOK,
          webhook);
      metrics.gauge(
          "rei_dau_webhooks_oldest_event_age_seconds",
          "Age of the oldest event that is to be sent; 0 if there is none.",
          events.oldest().map(oldest -> Duration.between(oldest, now).toSeconds()).orElse(0L),
          WEBHOOK,
          webhook);
    }
  }
}
