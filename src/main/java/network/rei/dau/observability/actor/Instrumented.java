package network.rei.dau.observability.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;

/**
 * Counts an actor's messages by their classes, what it throws and how often it is restarted, and
 * measures how long each message takes. To stand inside of the actor's supervision.
 *
 * @param <T> the actor's messages
 */
public final class Instrumented<T> extends BehaviorInterceptor<T, T> {

  private final ActorMetrics count;

  private Instrumented(Class<T> messages, ActorMetrics count) {
    super(messages);
    this.count = count;
  }

  /**
   * The behavior, watched.
   *
   * @param actor the class that it is counted as
   */
  public static <T> Behavior<T> as(String actor, Class<T> messages, Behavior<T> behavior) {
    return Behaviors.setup(
        context -> {
          ActorMetrics count = ActorMetricsExtension.of(context.getSystem()).of(actor);
          return Behaviors.intercept(() -> new Instrumented<>(messages, count), behavior);
        });
  }

  @Override
  public Behavior<T> aroundStart(TypedActorContext<T> context, PreStartTarget<T> target) {
    long begun = System.nanoTime();
    try {
      return target.start(context);
    } catch (Throwable thrown) {
      count.failures().increment(thrown.getClass());
      throw thrown;
    } finally {
      count.processing().record(System.nanoTime() - begun);
    }
  }

  @Override
  public Behavior<T> aroundReceive(
      TypedActorContext<T> context, T message, ReceiveTarget<T> target) {
    long begun = System.nanoTime();
    try {
      return target.apply(context, message);
    } catch (Throwable thrown) {
      count.failures().increment(thrown.getClass());
      throw thrown;
    } finally {
      count.messages().increment(message.getClass());
      count.processing().record(System.nanoTime() - begun);
    }
  }

  @Override
  public Behavior<T> aroundSignal(
      TypedActorContext<T> context, Signal signal, SignalTarget<T> target) {
    if (signal instanceof PreRestart) {
      count.restarts().increment();
    }
    return target.apply(context, signal);
  }
}
