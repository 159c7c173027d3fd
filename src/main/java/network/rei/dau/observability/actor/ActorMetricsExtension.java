package network.rei.dau.observability.actor;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.rei.dau.observability.instrument.CounterMap;

/** Holds the metrics of the actors of an actor system, by class. */
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

  private final RemotingMetrics remoting = new RemotingMetrics();

  private ActorMetricsExtension() {}

  /** Returns the extension of an actor system. */
  public static ActorMetricsExtension of(ActorSystem<?> system) {
    return system.registerExtension(ID);
  }

  /** Returns the metrics of a class of actors. */
  ActorMetrics of(String actor) {
    return actors.computeIfAbsent(actor, added -> new ActorMetrics());
  }

  /** Returns the metrics by the names of the classes. */
  public Map<String, ActorMetrics> actors() {
    return Map.copyOf(actors);
  }

  /** Returns the messages between this node and others. */
  public RemotingMetrics remoting() {
    return remoting;
  }

  /** Returns the messages that were not delivered, by class. */
  public CounterMap<Class<?>> deadLetters() {
    return deadLetters;
  }

  /** Returns the messages that an actor did not handle, by class. */
  public CounterMap<Class<?>> unhandled() {
    return unhandled;
  }
}
