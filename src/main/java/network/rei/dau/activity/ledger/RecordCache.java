package network.rei.dau.activity.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;

/**
 * Keeps what requests derive from single records, so that a new block has it derived again for one
 * record only. Bounded in bytes: what was used least is dropped. Thread-safe.
 */
public final class RecordCache {

  /** Keeps nothing. */
  public static final RecordCache NONE = new RecordCache(0);

  /** Estimate of the memory of a value in addition to its own. */
  private static final int OVERHEAD_BYTES = 160;

  /** What is kept of a record. */
  public interface Value {

    /** Returns the memory that it takes, in bytes. */
    long bytes();
  }

  /**
   * Identifies a value.
   *
   * @param record the {@linkplain RecordActivity#id() number} of the activity
   * @param what identifies it among the values of the record
   */
  private record Key(long record, Object what) {}

  private final long maxBytes;

  /** Null if nothing is kept, so that the library is loaded by the service only. */
  private final Cache<Key, Value> values;

  /**
   * @param maxBytes that all values may take together
   */
  public RecordCache(long maxBytes) {
    this.maxBytes = maxBytes;
    this.values = maxBytes == 0 ? null : cache(maxBytes);
  }

  private static Cache<Key, Value> cache(long maxBytes) {
    return Caffeine.newBuilder()
        .maximumWeight(maxBytes)
        .weigher(
            (Key key, Value value) ->
                (int) Math.min(Integer.MAX_VALUE, OVERHEAD_BYTES + value.bytes()))
        .executor(Runnable::run) // the maintenance is short
        .build();
  }

  /**
   * Returns the kept value of a record, or computes it. Two threads may compute it at once.
   *
   * @param record the {@linkplain RecordActivity#id() number} of the activity
   * @param what identifies the value among those of the record
   */
  public <T extends Value> T get(long record, Object what, Class<T> type, Supplier<T> compute) {
    if (values == null) {
      return compute.get();
    }
    Key key = new Key(record, what);
    Value kept = values.getIfPresent(key);
    if (kept != null) {
      return type.cast(kept);
    }
    T computed = compute.get();
    values.put(key, computed);
    return computed;
  }

  /** Returns whether values can be kept that take so many bytes, beside others. */
  public boolean hasRoomFor(long bytes) {
    return bytes < maxBytes / 2;
  }

  /** Returns the bytes that the values take. */
  public long bytes() {
    if (values == null) {
      return 0;
    }
    values.cleanUp();
    return values.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }
}
