package network.rei.dau.observability.metrics.process;

import network.rei.dau.observability.actor.ActorMetrics;
import network.rei.dau.observability.actor.ActorMetricsExtension;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The actors of this node, by class. */
public record ActorMetricGroup(ActorMetricsExtension extension) implements MetricGroup {

  private static final String ACTOR = "actor";

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    extension.actors().forEach((name, actor) -> collect(name, actor, metrics));
    metrics.counters(
        "rei_dau_dead_letters_total",
        "Messages that were not delivered to an actor, by class.",
        extension.deadLetters(),
        "message");
    metrics.counters(
        "rei_dau_unhandled_messages_total",
        "Messages that an actor did not handle, by class.",
        extension.unhandled(),
        "message");
  }

  private static void collect(String name, ActorMetrics actor, MetricFamilies metrics) {
    metrics.gauge("rei_dau_actors", "Actors that are running.", actor.running(), ACTOR, name);
    metrics.gauge(
        "rei_dau_actor_mailbox_messages",
        "Messages that wait in mailboxes.",
        actor.queued(),
        ACTOR,
        name);
    metrics.gauge(
        "rei_dau_actor_stashed_messages",
        "Messages that an actor keeps until it can process them.",
        actor.stashed().get(),
        ACTOR,
        name);
    metrics.counters(
        "rei_dau_actor_messages_total",
        "Messages that were processed, by class.",
        actor.messages(),
        "message",
        ACTOR,
        name);
    metrics.histogram(
        "rei_dau_actor_processing_seconds",
        "Processing time of messages and of starts.",
        actor.processing(),
        ACTOR,
        name);
    metrics.histogram(
        "rei_dau_actor_mailbox_wait_seconds",
        "Time that messages waited in the mailbox; a sample under load.",
        actor.waiting(),
        ACTOR,
        name);
    metrics.counters(
        "rei_dau_actor_failures_total",
        "Exceptions that actors threw, by class.",
        actor.failures(),
        "exception",
        ACTOR,
        name);
    metrics.counter(
        "rei_dau_actor_restarts_total", "Restarts of actors.", actor.restarts(), ACTOR, name);
  }
}
