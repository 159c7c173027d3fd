package network.rei.dau.http.embed.picture;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValueAxisTest {

  @Test
  void shouldHaveRoundTicksFromZeroToTheHighestValue() {
    assertThat(ValueAxis.of(6_039, true, 5).ticks())
        .containsExactly(0.0, 2_000.0, 4_000.0, 6_000.0, 8_000.0);
    assertThat(ValueAxis.of(0.42, false, 5).ticks())
        .containsExactly(0.0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5);
  }

  @Test
  void shouldHaveWholeTicksForWholeValues() {
    assertThat(ValueAxis.of(2, true, 5).ticks()).containsExactly(0.0, 1.0, 2.0);
    assertThat(ValueAxis.of(1, true, 5).ticks()).containsExactly(0.0, 1.0);
  }

  @Test
  void shouldHaveAScaleWithoutAValueAboveZero() {
    assertThat(ValueAxis.of(0, true, 5).top()).isPositive();
    assertThat(ValueAxis.of(0, false, 5).top()).isPositive();
  }

  @Property(tries = 200)
  void shouldContainEveryValueInAFewSteps(
      @ForAll @DoubleRange(min = 1, max = 9.99) double digits,
      @ForAll @IntRange(min = -12, max = 20) int power,
      @ForAll @IntRange(min = 1, max = 6) int maxSteps) {
    double highest = digits * Math.pow(10, power);
    ValueAxis axis = ValueAxis.of(highest, false, maxSteps);

    assertThat(axis.top()).isGreaterThanOrEqualTo(highest * (1 - 1e-6));
    assertThat(axis.top()).isLessThanOrEqualTo(highest * 10.01);
    assertThat(axis.steps()).isBetween(1, maxSteps);
  }
}
