package network.rei.dau.activity.concentration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConcentrationTest {

  @Test
  void shouldKnowNothingWithoutTransactions() {
    Concentration none = Concentration.of(new int[] {0, 0});

    assertThat(none.senders()).isZero();
    assertThat(none.transactions()).isZero();
    assertThat(none.top10Share()).isEmpty();
    assertThat(none.top100Share()).isEmpty();
    assertThat(none.top1PercentShare()).isEmpty();
    assertThat(none.sendersOfHalf()).isEmpty();
    assertThat(none.sendersOf80Percent()).isEmpty();
    assertThat(none.gini()).isEmpty();
  }

  @Test
  void shouldBeEqualWithOneSender() {
    Concentration one = Concentration.of(new int[] {0, 7});

    assertThat(one.senders()).isEqualTo(1);
    assertThat(one.top1PercentShare()).hasValue(1);
    assertThat(one.sendersOfHalf()).hasValue(1);
    assertThat(one.gini()).hasValue(0);
  }

  @Test
  void shouldBeZeroIfAllSendersSentEquallyMany() {
    int[] equal = IntStream.generate(() -> 5000).limit(1000).toArray();

    Concentration concentration = Concentration.of(equal);

    assertThat(concentration.gini()).hasValue(0);
    assertThat(concentration.top10Share()).hasValue(0.01);
    assertThat(concentration.top100Share()).hasValue(0.1);
    assertThat(concentration.top1PercentShare()).hasValue(0.01);
    assertThat(concentration.sendersOfHalf()).hasValue(500);
    assertThat(concentration.sendersOf80Percent()).hasValue(800);
  }

  @Test
  void shouldNearOneIfOneOfManySentNearlyEverything() {
    int[] transactions = new int[1000];
    Arrays.fill(transactions, 1);
    transactions[500] = 1_000_000;

    assertThat(Concentration.of(transactions).gini().orElseThrow()).isCloseTo(0.998, within(1e-4));
  }

  /** 1, 2, 3 and 4: 2 * 30 - 5 * 10 = 10, divided by 4 * 10. */
  @Test
  void shouldAgreeWithAnExample() {
    Concentration concentration = Concentration.of(new int[] {3, 1, 0, 4, 2});

    assertThat(concentration.gini()).hasValue(0.25);
    assertThat(concentration.top1PercentShare()).hasValue(0.4);
    assertThat(concentration.sendersOfHalf()).hasValue(2);
    assertThat(concentration.sendersOf80Percent()).hasValue(3);
  }

  @Provide
  Arbitrary<int[]> transactions() {
    return Arbitraries.randomValue(ConcentrationTest::random);
  }

  private static int[] random(Random random) {
    int[] bounds = {2, 5, 100, 10_000, 2_000_000};
    int[] transactions = new int[random.nextInt(400)];
    for (int i = 0; i < transactions.length; i++) {
      transactions[i] = random.nextInt(bounds[random.nextInt(bounds.length)]);
    }
    return transactions;
  }

  @Property(tries = 300)
  void shouldAgreeWithTheDefinitions(@ForAll("transactions") int[] transactions) {
    int[] ascending = Arrays.stream(transactions).filter(n -> n > 0).sorted().toArray();
    int senders = ascending.length;
    long total = Arrays.stream(ascending).asLongStream().sum();

    Concentration concentration = Concentration.of(transactions);

    assertThat(concentration.senders()).isEqualTo(senders);
    assertThat(concentration.transactions()).isEqualTo(total);
    assertThat(concentration.top10()).isEqualTo(sumOfBusiest(ascending, 10));
    assertThat(concentration.top100()).isEqualTo(sumOfBusiest(ascending, 100));
    assertThat(concentration.top1Percent())
        .isEqualTo(sumOfBusiest(ascending, (int) Math.ceil(senders / 100.0)));
    assertThat(concentration.halfSenders()).isEqualTo(behind(ascending, total, 50));
    assertThat(concentration.eightyPercentSenders()).isEqualTo(behind(ascending, total, 80));
    assertThat(BigInteger.TWO.multiply(BigInteger.valueOf(concentration.giniNumerator())))
        .isEqualTo(sumOfDifferences(ascending));
  }

  private static long sumOfBusiest(int[] ascending, int count) {
    return Arrays.stream(ascending)
        .skip(Math.max(0, ascending.length - count))
        .asLongStream()
        .sum();
  }

  /** Returns the smallest number of the busiest senders with a percentage of the transactions. */
  private static int behind(int[] ascending, long total, int percent) {
    return IntStream.rangeClosed(0, ascending.length)
        .filter(count -> 100 * sumOfBusiest(ascending, count) >= percent * total)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Returns the sum of |x - y| over all ordered pairs, which is the Gini coefficient multiplied by
   * twice the square of the number of senders and by the mean: another form of its definition.
   */
  private static BigInteger sumOfDifferences(int[] ascending) {
    BigInteger sum = BigInteger.ZERO;
    for (int x : ascending) {
      for (int y : ascending) {
        sum = sum.add(BigInteger.valueOf(Math.abs((long) x - y)));
      }
    }
    return sum;
  }
}
