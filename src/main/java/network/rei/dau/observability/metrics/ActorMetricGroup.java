package network.rei.dau.observability.metrics;

import java.util.Map;
import network.rei.dau.observability.actor.ActorMetrics;
import network.rei.dau.observability.actor.ActorMetricsExtension;

/** The actors of this node, by their classes. */
record ActorMetricGroup(ActorMetricsExtension counts) implements MetricGroup {

  private static final String ACTOR = "actor";

  @Override
  public void tell(Scrape reading, Meters to) {
    Map<String, ActorMetrics> actors = counts.actors();
    Meters.Gauges living = to.gauges("rei_dau_actors", "Actors that there are.");
    Meters.Gauges queued =
        to.gauges("rei_dau_actor_mailbox_messages", "Messages that wait to be processed.");
    actors.forEach(
        (name, actor) -> {
          living.is(actor.living(), ACTOR, name);
          queued.is(actor.queued(), ACTOR, name);
          tell(name, actor, to);
        });
    living.told();
    queued.told();
    to.counters(
        "rei_dau_dead_letters_total",
        "Messages that reached no actor, by class.",
        counts.deadLetters(),
        "message");
    to.counters(
        "rei_dau_unhandled_messages_total",
        "Messages that an actor did not know what to do with, by class.",
        counts.unhandled(),
        "message");
  }

  private static void tell(String name, ActorMetrics actor, Meters to) {
    to.counters(
        "rei_dau_actor_messages_total",
        "Messages that were processed, by class.",
        actor.messages(),
        "message",
        ACTOR,
        name);
    to.histogram(
        "rei_dau_actor_processing_seconds",
        "How long messages, and starts, took.",
        actor.processing(),
        ACTOR,
        name);
    to.histogram(
        "rei_dau_actor_mailbox_wait_seconds",
        "How long messages waited; under load a sample of them.",
        actor.waiting(),
        ACTOR,
        name);
    to.counters(
        "rei_dau_actor_failures_total",
        "What actors threw, by class.",
        actor.failures(),
        "exception",
        ACTOR,
        name);
    to.counter(
        "rei_dau_actor_restarts_total",
        "How often an actor was restarted.",
        actor.restarts(),
        ACTOR,
        name);
  }
}
