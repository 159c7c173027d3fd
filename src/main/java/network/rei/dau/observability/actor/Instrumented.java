package network.rei.dau.observability.actor;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.IntConsumer;

/**
 * Counts the messages, exceptions and restarts of an actor and measures its processing times. It
 * must be inside of the supervision of the actor.
 *
 * @param <T> the messages of the actor
 */
public final class Instrumented<T> extends BehaviorInterceptor<T, T> {

  private final ActorMetrics metrics;

  private Instrumented(Class<T> messages, ActorMetrics metrics) {
    super(messages);
    this.metrics = metrics;
  }

  /**
   * Returns an instrumented behavior.
   *
   * @param actor the class of the actor in the metrics
   */
  public static <T> Behavior<T> as(String actor, Class<T> messages, Behavior<T> behavior) {
    return Behaviors.setup(
        context -> {
          ActorMetrics metrics = ActorMetricsExtension.of(context.getSystem()).of(actor);
          return Behaviors.intercept(() -> new Instrumented<>(messages, metrics), behavior);
        });
  }

  /**
   * Returns a consumer to which an actor reports the size of its stash after each change, and 0 at
   * its start. There must be only one actor of the class.
   */
  public static IntConsumer stashOf(String actor, ActorSystem<?> system) {
    return ActorMetricsExtension.of(system).of(actor).stashed()::set;
  }

  @Override
  public Behavior<T> aroundStart(TypedActorContext<T> context, PreStartTarget<T> target) {
    long start = System.nanoTime();
    try {
      return target.start(context);
    } catch (Throwable thrown) {
      metrics.failures().increment(thrown.getClass());
      throw thrown;
    } finally {
      metrics.processing().record(System.nanoTime() - start);
    }
  }

  @Override
  public Behavior<T> aroundReceive(
      TypedActorContext<T> context, T message, ReceiveTarget<T> target) {
    long start = System.nanoTime();
    try {
      return target.apply(context, message);
    } catch (Throwable thrown) {
      metrics.failures().increment(thrown.getClass());
      throw thrown;
    } finally {
      metrics.messages().increment(message.getClass());
      metrics.processing().record(System.nanoTime() - start);
    }
  }

  @Override
  public Behavior<T> aroundSignal(
      TypedActorContext<T> context, Signal signal, SignalTarget<T> target) {
    if (signal instanceof PreRestart) {
      metrics.restarts().increment();
    }
    return target.apply(context, signal);
  }
}
