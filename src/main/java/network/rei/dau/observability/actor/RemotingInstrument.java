package network.rei.dau.observability.actor;

import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.remote.artery.RemoteInstrument;
import java.nio.ByteBuffer;

/**
 * Measures the messages between nodes. Akka creates it from its configuration ({@code
 * akka.remote.artery.advanced.instruments}), before the actor system is complete.
 */
public final class RemotingInstrument extends RemoteInstrument {

  /** The lowest number that Akka does not reserve. */
  private static final byte IDENTIFIER = 8;

  private final ExtendedActorSystem system;
  private volatile RemotingMetrics metrics;

  /** Called by Akka. */
  public RemotingInstrument(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public byte identifier() {
    return IDENTIFIER;
  }

  @Override
  public boolean serializationTimingEnabled() {
    return true;
  }

  /** Adds nothing to the message. */
  @Override
  public void remoteWriteMetadata(
      ActorRef recipient, Object message, ActorRef sender, ByteBuffer buffer) {}

  @Override
  public void remoteMessageSent(
      ActorRef recipient, Object message, ActorRef sender, int size, long time) {
    metrics().sent().record(size, time);
  }

  @Override
  public void remoteReadMetadata(
      ActorRef recipient, Object message, ActorRef sender, ByteBuffer buffer) {}

  @Override
  public void remoteMessageReceived(
      ActorRef recipient, Object message, ActorRef sender, int size, long time) {
    metrics().received().record(size, time);
  }

  private RemotingMetrics metrics() {
    RemotingMetrics known = metrics;
    if (known == null) {
      known = ActorMetricsExtension.of(Adapter.toTyped(system)).remoting();
      metrics = known;
    }
    return known;
  }
}
