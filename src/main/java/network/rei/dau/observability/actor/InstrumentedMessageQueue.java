package network.rei.dau.observability.actor;

import akka.actor.ActorRef;
import akka.dispatch.Envelope;
import akka.dispatch.MessageQueue;
import akka.dispatch.NodeMessageQueue;
import akka.dispatch.UnboundedMessageQueueSemantics;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import network.rei.dau.observability.instrument.Histogram;

/**
 * The messages that wait for one actor, in the queue that Akka would take itself. Of one message at
 * a time it is measured how long it waits: under load that is a sample, and costs the others a
 * look.
 */
final class InstrumentedMessageQueue implements MessageQueue, UnboundedMessageQueueSemantics {

  /** A message that is looked at. */
  private record Probe(Envelope envelope, long since) {}

  private final NodeMessageQueue queue = new NodeMessageQueue();
  private final AtomicReference<Probe> probe = new AtomicReference<>();
  private final Histogram waiting;
  private final Consumer<InstrumentedMessageQueue> gone;

  /**
   * Empty.
   *
   * @param gone is told when the actor has ended
   */
  InstrumentedMessageQueue(Histogram waiting, Consumer<InstrumentedMessageQueue> gone) {
    this.waiting = waiting;
    this.gone = gone;
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope envelope) {
    if (probe.get() == null) {
      probe.compareAndSet(null, new Probe(envelope, System.nanoTime()));
    }
    queue.enqueue(receiver, envelope);
  }

  // It is this very message that is waited for, not one like it.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public Envelope dequeue() {
    Envelope envelope = queue.dequeue();
    Probe looked = probe.get();
    if (looked != null && looked.envelope() == envelope) {
      waiting.record(System.nanoTime() - looked.since());
      probe.set(null);
    }
    return envelope;
  }

  /** About: the actor and others go on meanwhile. */
  @Override
  public int numberOfMessages() {
    return queue.numberOfMessages();
  }

  @Override
  public boolean hasMessages() {
    return queue.hasMessages();
  }

  @Override
  public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
    gone.accept(this);
    queue.cleanUp(owner, deadLetters);
  }
}
