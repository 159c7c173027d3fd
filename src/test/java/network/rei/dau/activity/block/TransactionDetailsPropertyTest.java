package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Details are those of the transactions that were added. */
class TransactionDetailsPropertyTest {

  @Provide
  Arbitrary<List<TransactionKind>> transactions() {
    return Arbitraries.randomValue(
        random -> {
          int selectors = 1 << random.nextInt(12);
          List<TransactionKind> kinds = new ArrayList<>();
          for (int i = random.nextInt(2000); i > 0; i--) {
            kinds.add(randomKind(random, selectors));
          }
          return kinds;
        });
  }

  static TransactionKind randomKind(Random random, int selectors) {
    boolean input = random.nextInt(3) > 0;
    boolean selector = input && random.nextInt(4) > 0;
    return new TransactionKind(
        input,
        random.nextBoolean(),
        random.nextInt(10) == 0,
        random.nextInt(4) == 0 ? random.nextInt(257) - 1 : 2,
        selector,
        selector ? random.nextInt(selectors) * 0x9E3779B9 : 0);
  }

  @Property
  void shouldHoldTheTransactionsThatWereAdded(
      @ForAll("transactions") List<TransactionKind> expected) {
    TransactionDetails details = details(expected);
    assertThat(details.size()).isEqualTo(expected.size());
    assertThat(details.selectorsComplete()).isTrue();
    for (int i = 0; i < expected.size(); i++) {
      TransactionKind kind = expected.get(i);
      assertThat(details.hasInput(i)).isEqualTo(kind.hasInput());
      assertThat(details.kind(details.kindOf(i))).isEqualTo(kind);
    }
  }

  @Property
  void shouldBeTheSameFromTheirOwnBeginningAndTheRest(
      @ForAll("transactions") List<TransactionKind> expected, @ForAll Random random) {
    int cut = random.nextInt(expected.size() + 1);
    TransactionDetails.Builder builder = new TransactionDetails.Builder();
    builder.add(details(expected), cut);
    expected.subList(cut, expected.size()).forEach(builder::add);
    assertThat(builder.build()).isEqualTo(details(expected)).hasSameHashCodeAs(details(expected));
  }

  @Property
  void shouldForgetRemovedTransactions(
      @ForAll("transactions") List<TransactionKind> expected, @ForAll Random random) {
    int kept = random.nextInt(expected.size() + 1);
    TransactionDetails.Builder builder = new TransactionDetails.Builder();
    expected.forEach(builder::add);
    builder.truncate(kept);
    assertThat(builder.build()).isEqualTo(details(expected.subList(0, kept)));
  }

  @Property
  void shouldComeFromTheirTable(@ForAll("transactions") List<TransactionKind> expected) {
    TransactionDetails details = details(expected);
    TransactionKind[] kinds = new TransactionKind[details.kindCount()];
    for (int place = 0; place < kinds.length; place++) {
      kinds[place] = details.kind(place);
    }
    int[] numbers = new int[details.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = details.kindOf(i);
    }
    assertThat(TransactionDetails.of(kinds, numbers, true)).isEqualTo(details);
    assertThat(TransactionDetails.of(kinds, numbers, false).selectorsComplete()).isFalse();
  }

  @Example
  void shouldTakeAByteATransactionOfFewKindsAndTwoOfMany() {
    long empty = details(List.of()).bytes();
    assertThat(details(selectors(256, 25_600)).bytes() - empty).isEqualTo(256 * 6 + 25_600);
    assertThat(details(selectors(257, 25_700)).bytes() - empty).isEqualTo(257 * 6 + 2 * 25_700);
  }

  @Example
  void shouldKeepTheMostFrequentOfTooManySelectors() {
    int tooMany = 70_000;
    List<TransactionKind> all = new ArrayList<>(selectors(tooMany, tooMany));
    all.addAll(selectors(60_000, 60_000));
    all.add(new TransactionKind(true, true, true, TransactionKind.UNKNOWN_TYPE, false, 0));
    TransactionDetails details = details(all);
    assertThat(details.selectorsComplete()).isFalse();
    assertThat(details.kindCount()).isLessThanOrEqualTo(TransactionDetails.MAX_KINDS);
    for (int i = 0; i < all.size(); i++) {
      assertThat(details.hasInput(i)).isTrue();
      TransactionKind kind = details.kind(details.kindOf(i));
      assertThat(kind.type()).isEqualTo(all.get(i).type());
      if (kind.hasSelector()) {
        assertThat(kind.selector()).isEqualTo(all.get(i).selector());
      } else {
        assertThat(all.get(i).selector() == 0 || all.get(i).selector() > 60_000).isTrue();
      }
    }
    TransactionDetails extended = new TransactionDetails.Builder().add(details, 10).build();
    assertThat(extended.selectorsComplete()).isFalse();
  }

  @Example
  void shouldRefuseWhatDoesNotFitTogether() {
    TransactionKind plain = new TransactionKind(false, true, false, 0, false, 0);
    assertThatThrownBy(
            () -> TransactionDetails.of(new TransactionKind[] {plain}, new int[] {1}, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> TransactionDetails.of(new TransactionKind[] {plain}, new int[] {-1}, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                TransactionDetails.of(
                    new TransactionKind[TransactionDetails.MAX_KINDS + 1], new int[0], true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TransactionKind(false, false, false, 0, true, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TransactionKind(false, false, false, 256, false, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Transactions with the selectors 1, 2, …, up to a number, then again from 1. */
  private static List<TransactionKind> selectors(int distinct, int count) {
    List<TransactionKind> kinds = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      kinds.add(new TransactionKind(true, false, false, 2, true, 1 + i % distinct));
    }
    return kinds;
  }

  private static TransactionDetails details(List<TransactionKind> kinds) {
    TransactionDetails.Builder builder = new TransactionDetails.Builder();
    kinds.forEach(builder::add);
    return builder.build();
  }
}
