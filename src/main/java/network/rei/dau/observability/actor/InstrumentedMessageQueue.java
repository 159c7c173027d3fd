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
 * The queue of a mailbox. The waiting time is measured of one message at a time, which is a sample
 * under load and costs the other messages only one comparison.
 */
final class InstrumentedMessageQueue implements MessageQueue, UnboundedMessageQueueSemantics {

  /** The message whose waiting time is measured. */
  private record Probe(Envelope envelope, long since) {}

  private final NodeMessageQueue queue = new NodeMessageQueue();
  private final AtomicReference<Probe> probe = new AtomicReference<>();
  private final Histogram waiting;
  private final Consumer<InstrumentedMessageQueue> onCleanUp;

  /**
   * @param onCleanUp called when the actor has stopped
   */
  InstrumentedMessageQueue(Histogram waiting, Consumer<InstrumentedMessageQueue> onCleanUp) {
    this.waiting = waiting;
    this.onCleanUp = onCleanUp;
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope envelope) {
    if (probe.get() == null) {
      probe.compareAndSet(null, new Probe(envelope, System.nanoTime()));
    }
    queue.enqueue(receiver, envelope);
  }

  // The probe is this envelope, not an equal one.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public Envelope dequeue() {
    Envelope envelope = queue.dequeue();
    Probe current = probe.get();
    if (current != null && current.envelope() == envelope) {
      waiting.record(System.nanoTime() - current.since());
      probe.set(null);
    }
    return envelope;
  }

  /** Returns an estimate, because messages are added and removed concurrently. */
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
    onCleanUp.accept(this);
    queue.cleanUp(owner, deadLetters);
  }
}
