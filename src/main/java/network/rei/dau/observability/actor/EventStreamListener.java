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
import akka.remote.artery.QuarantinedEvent;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;

/**
 * Counts what Akka publishes as events: dead letters, dropped and unhandled messages, and the
 * associations between nodes that were quarantined, which only a restart ends.
 */
public final class EventStreamListener extends AbstractBehavior<Object> {

  private final ActorMetricsExtension metrics;

  /** Creates the actor. */
  public static Behavior<Object> create() {
    return Behaviors.setup(EventStreamListener::new);
  }

  private EventStreamListener(ActorContext<Object> context) {
    super(context);
    this.metrics = ActorMetricsExtension.of(context.getSystem());
    subscribe(DeadLetter.class);
    subscribe(Dropped.class);
    subscribe(UnhandledMessage.class);
    subscribe(QuarantinedEvent.class);
    subscribe(ThisActorSystemQuarantinedEvent.class);
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
        .onMessage(QuarantinedEvent.class, this::onQuarantined)
        .onMessage(ThisActorSystemQuarantinedEvent.class, this::onQuarantinedByAnother)
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

  private Behavior<Object> onQuarantined(QuarantinedEvent event) {
    metrics.remoting().quarantinedNodes().increment();
    return this;
  }

  private Behavior<Object> onQuarantinedByAnother(ThisActorSystemQuarantinedEvent event) {
    metrics.remoting().quarantinedByOthers().increment();
    return this;
  }
}
