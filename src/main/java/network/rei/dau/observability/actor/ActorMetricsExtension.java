package network.rei.dau.observability.actor;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.rei.dau.observability.instrument.CounterMap;

/** What is counted of the actors of one system, by the names of their classes. */
public final class ActorMetricsExtension implements Extension {

  private static final ExtensionId<ActorMetricsExtension> ID =
      new ExtensionId<>() {
        @Override
        public ActorMetricsExtension createExtension(ActorSystem<?> system) {
          return new ActorMetricsExtension();
        }
      };

  private final Map<String, ActorMetrics> actors = new ConcurrentHashMap<>();
  private final CounterMap<Class<?>> deadLetters = CounterMap.ofClasses();
  private final CounterMap<Class<?>> unhandled = CounterMap.ofClasses();

  private ActorMetricsExtension() {}

  /** Those of a system. */
  public static ActorMetricsExtension of(ActorSystem<?> system) {
    return system.registerExtension(ID);
  }

  /** The counts of all actors of a class, which is added if it is not known. */
  ActorMetrics of(String actor) {
    return actors.computeIfAbsent(actor, added -> new ActorMetrics());
  }

  /** By the names of the actors' classes. */
  public Map<String, ActorMetrics> actors() {
    return Map.copyOf(actors);
  }

  /** Messages that reached no actor, by their classes. */
  public CounterMap<Class<?>> deadLetters() {
    return deadLetters;
  }

  /** Messages that an actor did not know what to do with, by their classes. */
  public CounterMap<Class<?>> unhandled() {
    return unhandled;
  }
}
