package network.rei.dau.cluster;

import akka.actor.ExtendedActorSystem;
import akka.serialization.JSerializer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the place of a serializer of messages between nodes in a process that is no node of a
 * cluster. It is bound to no type of messages. Created by Akka, by its name.
 */
public final class UnusedSerializer extends JSerializer {

  /** Akka demands that identifiers differ; its own are below. */
  private static final AtomicInteger NEXT_IDENTIFIER = new AtomicInteger(1_000_000);

  private final int identifier = NEXT_IDENTIFIER.getAndIncrement();

  /** For Akka. */
  public UnusedSerializer(ExtendedActorSystem system) {}

  @Override
  public int identifier() {
    return identifier;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(Object message) {
    throw new UnsupportedOperationException("this process is no node of a cluster");
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, Class<?> manifest) {
    throw new UnsupportedOperationException("this process is no node of a cluster");
  }
}
