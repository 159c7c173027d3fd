package network.rei.dau.counting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void shouldCountEachThingByItself() {
    Tally<Class<?>> tally = Tally.ofClasses();

    tally.increment(String.class);
    tally.increment(String.class);
    tally.increment(Map.Entry.class);

    assertThat(tally.counts()).isEqualTo(Map.of("String", 2L, "Entry", 1L));
  }

  @Test
  void shouldKnowWhatIsExpectedBeforeItHappens() {
    assertThat(Tally.ofTexts("good", "bad").counts()).isEqualTo(Map.of("good", 0L, "bad", 0L));
  }

  @Test
  void shouldNotGrowWithoutBound() {
    Tally<String> tally = Tally.ofTexts();

    for (int i = 0; i < 10_000; i++) {
      tally.increment("thing " + i);
    }

    assertThat(tally.counts()).hasSize(65).containsEntry(Tally.OTHER, 9_936L);
  }
}
