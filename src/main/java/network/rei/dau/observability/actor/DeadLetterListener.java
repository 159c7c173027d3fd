package network.rei.dau.observability.actor;

import akka.actor.DeadLetter;
import akka.actor.Dropped;
import akka.actor.UnhandledMessage;
import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;

/**
 * Counts the messages that nobody received, and those that an actor did not handle, as Akka tells
 * of them on its event stream.
 */
public final class DeadLetterListener {

  private DeadLetterListener() {}

  /** Listens from its start on. */
  public static Behavior<Object> create() {
    return Behaviors.setup(
        context -> {
          listen(context, DeadLetter.class);
          listen(context, Dropped.class);
          listen(context, UnhandledMessage.class);
          ActorMetricsExtension counts = ActorMetricsExtension.of(context.getSystem());
          return Behaviors.receive(Object.class)
              .onMessage(DeadLetter.class, lost -> dead(counts, lost.message()))
              .onMessage(Dropped.class, lost -> dead(counts, lost.message()))
              .onMessage(
                  UnhandledMessage.class,
                  lost -> {
                    counts.unhandled().increment(lost.getMessage().getClass());
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private static <E> void listen(ActorContext<Object> context, Class<E> type) {
    context
        .getSystem()
        .eventStream()
        .tell(new EventStream.Subscribe<>(type, context.getSelf().narrow()));
  }

  private static Behavior<Object> dead(ActorMetricsExtension counts, Object message) {
    counts.deadLetters().increment(message.getClass());
    return Behaviors.same();
  }
}
