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
 * events of open streams, the cached ones, and what is kept of records to compute others. The
 * counts are estimates, in bytes. Thread-safe.
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
    CACHE,
    /** What requests have derived from single records, which is cached, too. */
    RECORDS;

    /** Returns the lower-case name for metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long MAX_CACHE_BYTES = 16 << 20;
  private static final long MAX_RECORD_CACHE_BYTES = 96 << 20;

  private final long limit;
  private final long cacheLimit;
  private final long recordCacheLimit;
  private final AtomicLong total = new AtomicLong();
  private final Map<Kind, AtomicLong> used = new EnumMap<>(Kind.class);
  private final LongAdder refusals = new LongAdder();
  private volatile LongSupplier cached = () -> 0;
  private volatile LongSupplier cachedOfRecords = () -> 0;

  /**
   * Creates a budget of which nothing is used.
   *
   * @param limit bytes, of which the caches take a half at most: what is derived from records a
   *     quarter, or 96 MB if that is less, and the responses the rest, or 16 MB if that is less
   */
  public ResponseMemory(long limit) {
    this.limit = limit;
    this.recordCacheLimit = Math.min(limit / 4, MAX_RECORD_CACHE_BYTES);
    this.cacheLimit = Math.min(limit / 2 - recordCacheLimit, MAX_CACHE_BYTES);
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

  /** Returns the part of the limit that may be taken by what is derived from records. */
  public long recordCacheLimit() {
    return recordCacheLimit;
  }

  /**
   * Sets where the bytes of the cached responses, and of what is derived from records, are read.
   */
  public void readCachedBytesFrom(LongSupplier responses, LongSupplier records) {
    cached = responses;
    cachedOfRecords = records;
  }

  /** Returns the bytes in use of one kind. */
  public long used(Kind kind) {
    return switch (kind) {
      case CACHE -> cached.getAsLong();
      case RECORDS -> cachedOfRecords.getAsLong();
      default -> used.get(kind).get();
    };
  }

  /** Returns how many bytes can be taken besides those in use. */
  public long available() {
    return limitOfOthers() - total.get();
  }

  private long limitOfOthers() {
    return limit - cacheLimit - recordCacheLimit;
  }

  /** Returns how often memory was refused. */
  public LongAdder refusals() {
    return refusals;
  }

  /** Counts bytes; returns false, and counts nothing, if they exceed the limit. */
  public boolean take(Kind kind, long bytes) {
    if (total.addAndGet(bytes) > limitOfOthers()) {
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
