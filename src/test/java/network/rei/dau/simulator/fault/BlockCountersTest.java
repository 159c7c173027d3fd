package network.rei.dau.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockCountersTest {

  private final BlockCounters counters = new BlockCounters();

  @Test
  void shouldCountBlocksThatAreFarApart() {
    counters.increment(0);
    counters.increment(4095);
    counters.increment(4096);
    counters.increment(4096);
    counters.increment(7_000_000_000L);

    assertThat(counters.all()).isEqualTo(Map.of(0L, 1, 4095L, 1, 4096L, 2, 7_000_000_000L, 1));
    assertThat(counters.count(4096)).isEqualTo(2);
    assertThat(counters.count(4097)).isZero();
    assertThat(counters.count(99_999_999)).isZero();
  }

  @Test
  void shouldClearAllCounts() {
    counters.increment(5);
    counters.clear();

    assertThat(counters.count(5)).isZero();
    assertThat(counters.all()).isEmpty();
  }
}
