package network.rei.dau.actors;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.rei.dau.counting.Tally;

/** What is counted of the actors of one system, by the names of their classes. */
public final class ActorCounts implements Extension {

  private static final ExtensionId<ActorCounts> ID =
      new ExtensionId<>() {
        @Override
        public ActorCounts createExtension(ActorSystem<?> system) {
          return new ActorCounts();
        }
      };

  private final Map<String, ActorCount> actors = new ConcurrentHashMap<>();
  private final Tally<Class<?>> deadLetters = Tally.ofClasses();
  private final Tally<Class<?>> unhandled = Tally.ofClasses();

  private ActorCounts() {}

  /** Those of a system. */
  public static ActorCounts of(ActorSystem<?> system) {
    return system.registerExtension(ID);
  }

  /** The counts of all actors of a class, which is added if it is not known. */
  ActorCount of(String actor) {
    return actors.computeIfAbsent(actor, added -> new ActorCount());
  }

  /** By the names of the actors' classes. */
  public Map<String, ActorCount> actors() {
    return Map.copyOf(actors);
  }

  /** Messages that reached no actor, by their classes. */
  public Tally<Class<?>> deadLetters() {
    return deadLetters;
  }

  /** Messages that an actor did not know what to do with, by their classes. */
  public Tally<Class<?>> unhandled() {
    return unhandled;
  }
}
