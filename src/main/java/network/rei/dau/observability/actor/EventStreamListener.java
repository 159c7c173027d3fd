package network.rei.dau.observability.actor;

import akka.actor.DeadLetter;
import akka.actor.Dropped;
import akka.actor.UnhandledMessage;
import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;

/** Counts the dead letters, dropped and unhandled messages that Akka publishes as events. */
public final class DeadLetterListener extends AbstractBehavior<Object> {

  private final ActorMetricsExtension metrics;

  public static Behavior<Object> create() {
    return Behaviors.setup(DeadLetterListener::new);
  }

  private DeadLetterListener(ActorContext<Object> context) {
    super(context);
    this.metrics = ActorMetricsExtension.of(context.getSystem());
    subscribe(DeadLetter.class);
    subscribe(Dropped.class);
    subscribe(UnhandledMessage.class);
  }

  private <E> void subscribe(Class<E> event) {
    getContext()
        .getSystem()
        .eventStream()
        .tell(new EventStream.Subscribe<>(event, getContext().getSelf().narrow()));
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(DeadLetter.class, event -> onUndelivered(event.message()))
        .onMessage(Dropped.class, event -> onUndelivered(event.message()))
        .onMessage(UnhandledMessage.class, this::onUnhandled)
        .build();
  }

  private Behavior<Object> onUndelivered(Object message) {
    metrics.deadLetters().increment(message.getClass());
    return this;
  }

  private Behavior<Object> onUnhandled(UnhandledMessage event) {
    metrics.unhandled().increment(event.getMessage().getClass());
    return this;
  }
}
