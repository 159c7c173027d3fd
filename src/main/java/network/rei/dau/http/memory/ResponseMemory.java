package network.rei.dau.http.memory;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import network.rei.dau.concurrent.RunOnce;

/**
 * Limits the memory of all responses that are held for clients: those that are being sent, the
 * events of open streams, and the cached ones. The counts are estimates, in bytes. Thread-safe.
 */
public final class ResponseMemory {

  /** What the memory is used for. */
  public enum Kind {
    /** Lists of records, which are rendered while they are sent. */
    LISTS,
    /** Complete bodies that are being sent. */
    BODIES,
    /** Events that open streams hold. */
    EVENT_STREAMS,
    /** Cached responses. */
    CACHE;

    /** Returns the lower-case name for metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long MAX_CACHE_BYTES = 16 << 20;

  private final long limit;
  private final long cacheLimit;
  private final AtomicLong total = new AtomicLong();
  private final Map<Kind, AtomicLong> used = new EnumMap<>(Kind.class);
  private final LongAdder refusals = new LongAdder();
  private volatile LongSupplier cached = () -> 0;

  /**
   * Creates a budget of which nothing is used.
   *
   * @param limit bytes, of which the cache takes a half, or 16 MB if that is less
   */
  public ResponseMemory(long limit) {
    this.limit = limit;
    this.cacheLimit = Math.min(limit / 2, MAX_CACHE_BYTES);
    for (Kind kind : Kind.values()) {
      used.put(kind, new AtomicLong());
    }
  }

  /** Returns a budget that is a share of the maximum heap. */
  public static ResponseMemory ofShare(double share) {
    return new ResponseMemory((long) (Runtime.getRuntime().maxMemory() * share));
  }

  public long limit() {
    return limit;
  }

  /** Returns the part of the limit that cached responses may take. */
  public long cacheLimit() {
    return cacheLimit;
  }

  /** Sets where the bytes of the cached responses are read. */
  public void readCachedBytesFrom(LongSupplier bytes) {
    cached = bytes;
  }

  /** Returns the bytes in use of one kind. */
  public long used(Kind kind) {
    return kind == Kind.CACHE ? cached.getAsLong() : used.get(kind).get();
  }

  /** Returns how many bytes can be taken besides those in use. */
  public long available() {
    return limit - cacheLimit - total.get();
  }

  /** Returns how often memory was refused. */
  public LongAdder refusals() {
    return refusals;
  }

  /** Counts bytes; returns false, and counts nothing, if they exceed the limit. */
  public boolean take(Kind kind, long bytes) {
    if (total.addAndGet(bytes) > limit - cacheLimit) {
      total.addAndGet(-bytes);
      refusals.increment();
      return false;
    }
    used.get(kind).addAndGet(bytes);
    return true;
  }

  /** Counts bytes no longer. */
  public void giveBack(Kind kind, long bytes) {
    used.get(kind).addAndGet(-bytes);
    total.addAndGet(-bytes);
  }

  /**
   * Counts bytes for a response.
   *
   * @return an action that counts them no longer when it is run for the first time. It also runs
   *     after it has become unreachable, because a response whose client has gone is dropped
   *     without a signal
   * @throws ExhaustedException if they exceed the limit
   */
  public Runnable reserve(Kind kind, long bytes) {
    if (!take(kind, bytes)) {
      throw new ExhaustedException();
    }
    return new RunOnce(() -> giveBack(kind, bytes));
  }

  /** The responses that are held for clients take all memory that they may take. */
  public static final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExhaustedException() {
      super("Other responses that are being sent take all memory for responses; try again.");
    }
  }
}
