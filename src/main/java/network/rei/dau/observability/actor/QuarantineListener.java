package network.rei.dau.observability.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.remote.artery.QuarantinedEvent;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;

/** Counts the associations between nodes that were quarantined, which only a restart ends. */
public final class QuarantineListener extends AbstractBehavior<Object> {

  private final RemotingMetrics metrics;

  public static Behavior<Object> create() {
    return Behaviors.setup(QuarantineListener::new);
  }

  private QuarantineListener(ActorContext<Object> context) {
    super(context);
    this.metrics = ActorMetricsExtension.of(context.getSystem()).remoting();
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
        .onMessage(QuarantinedEvent.class, this::onQuarantined)
        .onMessage(ThisActorSystemQuarantinedEvent.class, this::onQuarantinedByAnother)
        .build();
  }

  private Behavior<Object> onQuarantined(QuarantinedEvent event) {
    metrics.quarantinedNodes().increment();
    return this;
  }

  private Behavior<Object> onQuarantinedByAnother(ThisActorSystemQuarantinedEvent event) {
    metrics.quarantinedByOthers().increment();
    return this;
  }
}
