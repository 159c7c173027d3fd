package network.rei.dau.observability.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterMapTest {

  @Test
  void shouldCountEveryKey() {
    CounterMap<Class<?>> counter = CounterMap.ofClasses();

    counter.increment(String.class);
    counter.increment(String.class);
    counter.increment(Map.Entry.class);

    assertThat(counter.counts()).isEqualTo(Map.of("String", 2L, "Entry", 1L));
  }

  @Test
  void shouldStartTheExpectedKeysAtZero() {
    assertThat(CounterMap.ofTexts("good", "bad").counts()).isEqualTo(Map.of("good", 0L, "bad", 0L));
  }

  @Test
  void shouldNotGrowWithoutBound() {
    CounterMap<String> counter = CounterMap.ofTexts();

    for (int i = 0; i < 10_000; i++) {
      counter.increment("thing " + i);
    }

    assertThat(counter.counts()).hasSize(65).containsEntry(CounterMap.OTHER, 9_936L);
  }
}
