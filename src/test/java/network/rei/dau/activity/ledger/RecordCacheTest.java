package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordCacheTest {

  private static final int BYTES = 1_000;

  private final List<Long> computed = new ArrayList<>();

  /** A value that takes {@link #BYTES}. */
  private record Value(long number) implements RecordCache.Value {
    @Override
    public long bytes() {
      return BYTES;
    }
  }

  private Value get(RecordCache cache, long record, String what) {
    return cache.get(
        record,
        what,
        Value.class,
        () -> {
          computed.add(record);
          return new Value(record);
        });
  }

  @Test
  void shouldComputeAValueOfARecordOnce() {
    RecordCache cache = new RecordCache(100 * BYTES);

    for (int i = 0; i < 3; i++) {
      assertThat(get(cache, 1, "users")).isEqualTo(new Value(1));
      assertThat(get(cache, 2, "users")).isEqualTo(new Value(2));
    }

    assertThat(computed).containsExactly(1L, 2L);
    assertThat(cache.bytes()).isBetween(2L * BYTES, 3L * BYTES);
    get(cache, 1, "calls");
    assertThat(computed).containsExactly(1L, 2L, 1L);
  }

  @Test
  void shouldDropWhatExceedsItsMemory() {
    RecordCache cache = new RecordCache(10 * BYTES);

    for (long record = 0; record < 100; record++) {
      assertThat(get(cache, record, "users")).isEqualTo(new Value(record));
    }

    assertThat(cache.bytes()).isBetween(5L * BYTES, 10L * BYTES);
  }

  @Test
  void shouldComputeEachTimeWithoutMemory() {
    get(RecordCache.NONE, 1, "users");
    get(RecordCache.NONE, 1, "users");

    assertThat(computed).containsExactly(1L, 1L);
    assertThat(RecordCache.NONE.bytes()).isZero();
  }
}
