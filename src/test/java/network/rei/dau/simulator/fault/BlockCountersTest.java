package network.rei.dau.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockCountersTest {

  private final BlockCounters tally = new BlockCounters();

  @Test
  void shouldCountForEachBlockHoweverFarApartTheyAre() {
    tally.increment(0);
    tally.increment(4095);
    tally.increment(4096);
    tally.increment(4096);
    tally.increment(7_000_000_000L);

    assertThat(tally.all()).isEqualTo(Map.of(0L, 1, 4095L, 1, 4096L, 2, 7_000_000_000L, 1));
    assertThat(tally.of(4096)).isEqualTo(2);
    assertThat(tally.of(4097)).isZero();
    assertThat(tally.of(99_999_999)).isZero();
  }

  @Test
  void shouldForgetAll() {
    tally.increment(5);
    tally.clear();

    assertThat(tally.of(5)).isZero();
    assertThat(tally.all()).isEmpty();
  }
}
