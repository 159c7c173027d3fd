package network.rei.dau.chain;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import network.rei.dau.concurrent.RunOnce;

/**
 * Counts the memory of blocks from the request for them until they are stored, and limits it. The
 * counts are estimates, in bytes. Thread-safe.
 */
public final class MemoryBudget {

  /** What the memory is used for. */
  public enum Kind {
    /** Responses that are expected or are being parsed. */
    RESPONSES,
    /** Blocks that were read and are not stored yet. */
    BLOCKS;

    /** Returns the lower-case name for metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final long limit;
  private final AtomicLong responses = new AtomicLong();
  private final AtomicLong blocks = new AtomicLong();

  /**
   * Creates a budget of which nothing is used.
   *
   * @param limit bytes
   */
  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Returns the budget that the settings define as a share of the maximum heap. */
  public static MemoryBudget of(RpcSettings settings) {
    return new MemoryBudget((long) (Runtime.getRuntime().maxMemory() * settings.memoryShare()));
  }

  /** Returns a budget without a limit, for programs that hold few blocks. */
  public static MemoryBudget unlimited() {
    return new MemoryBudget(Long.MAX_VALUE);
  }

  public long limit() {
    return limit;
  }

  /** Returns the bytes in use of one kind. */
  public long used(Kind kind) {
    return counter(kind).get();
  }

  /** Returns how many bytes can be used besides those in use; 0 if the limit is exceeded. */
  public long available() {
    return Math.max(0, limit - used(Kind.RESPONSES) - used(Kind.BLOCKS));
  }

  /** Replaces the count of one kind. */
  public void set(Kind kind, long bytes) {
    counter(kind).set(bytes);
  }

  /**
   * Counts more bytes.
   *
   * @param bytes below 0 to count less
   */
  public void add(Kind kind, long bytes) {
    counter(kind).addAndGet(bytes);
  }

  /**
   * Returns an action that counts {@code bytes} less when it is run for the first time. It also
   * runs after it has become unreachable, so that a holder that was stopped before it ran the
   * action is not counted permanently.
   */
  public Runnable release(Kind kind, long bytes) {
    return new RunOnce(() -> add(kind, -bytes));
  }

  private AtomicLong counter(Kind kind) {
    return switch (kind) {
      case RESPONSES -> responses;
      case BLOCKS -> blocks;
    };
  }
}
