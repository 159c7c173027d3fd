package network.rei.dau.activity.ledger.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BestNumbersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 500, 999, 1000})
  void shouldReturnTheBestInOrder(int limit) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 1000).boxed().toList());
    Collections.shuffle(numbers, new Random(limit));
    BestNumbers best = new BestNumbers(limit, (number, other) -> number < other);

    numbers.forEach(best::offer);

    assertThat(best.takeSorted()).containsExactly(IntStream.range(0, limit).toArray());
  }

  @Test
  void shouldReturnAllIfTheyAreFewerThanTheLimit() {
    BestNumbers best = new BestNumbers(Integer.MAX_VALUE, (number, other) -> number > other);

    best.offer(3);
    best.offer(7);

    assertThat(best.takeSorted()).containsExactly(7, 3);
  }

  @Test
  void shouldReturnNoneIfNoneAreWanted() {
    BestNumbers best = new BestNumbers(0, (number, other) -> number < other);

    best.offer(1);

    assertThat(best.takeSorted()).isEmpty();
  }
}
