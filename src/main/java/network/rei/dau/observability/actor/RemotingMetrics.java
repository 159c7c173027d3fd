package network.rei.dau.observability.actor;

import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.Histogram;

/** The messages between this node and the other nodes of the cluster. */
public final class RemotingMetrics {

  /** The messages of one direction. */
  public static final class Direction {

    private final Histogram sizes =
        Histogram.ofNumbers(100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000);
    private final Histogram times = Histogram.ofProcessingTimes();

    private Direction() {}

    void record(int bytes, long nanos) {
      sizes.record(bytes);
      times.record(nanos);
    }

    /** Returns the sizes of the messages in bytes. */
    public Histogram sizes() {
      return sizes;
    }

    /** Returns the times of their serialization, or of their deserialization. */
    public Histogram times() {
      return times;
    }
  }

  private final Direction sent = new Direction();
  private final Direction received = new Direction();
  private final LongAdder quarantinedNodes = new LongAdder();
  private final LongAdder quarantinedByOthers = new LongAdder();

  RemotingMetrics() {}

  /** Returns the messages that this node has sent. */
  public Direction sent() {
    return sent;
  }

  /** Returns the messages that this node has received. */
  public Direction received() {
    return received;
  }

  /** Returns how often this node has quarantined another one. */
  public LongAdder quarantinedNodes() {
    return quarantinedNodes;
  }

  /** Returns how often another node has quarantined this one. */
  public LongAdder quarantinedByOthers() {
    return quarantinedByOthers;
  }
}
