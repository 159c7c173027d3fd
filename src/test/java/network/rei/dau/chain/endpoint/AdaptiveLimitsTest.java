package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdaptiveLimitsTest {

  private final AdaptiveLimits limits = new AdaptiveLimits(4, 20, 64, 200);

  @Test
  void shouldDoubleBothWithEachCleanRoundTrip() {
    roundTrip();
    assertLimits(8, 40);
    roundTrip();
    assertLimits(16, 80);
    roundTrip();
    roundTrip();
    assertLimits(64, 200);
    roundTrip();
    assertLimits(64, 200);
  }

  @Test
  void shouldGrowSlowlyAfterTheFirstFault() {
    limits.fault();
    roundTrip();
    assertLimits(8, 32);
    roundTrip();
    assertLimits(12, 44);
  }

  @Test
  void shouldHalveOnceForAllThatFailedTogether() {
    int epoch = limits.epoch();
    assertThat(limits.strained(epoch)).isTrue();
    assertThat(limits.strained(epoch)).isFalse();
    assertThat(limits.strained(epoch)).isFalse();
    assertLimits(2, 10);
    limits.strained(limits.epoch());
    limits.strained(limits.epoch());
    limits.strained(limits.epoch());
    assertLimits(1, 1);
  }

  @Test
  void shouldSendFewerRequestsBeforeSmallerOnesWhenTheyAreTooMany() {
    limits.tooMany(limits.epoch());
    limits.tooMany(limits.epoch());
    assertLimits(1, 20);
    limits.tooMany(limits.epoch());
    assertLimits(1, 10);
  }

  @Test
  void shouldFindTheSizeThatIsStillTaken() {
    for (int i = 0; i < 400; i++) {
      if (limits.batchSize() > 50) {
        limits.tooLarge(limits.batchSize());
      } else {
        limits.clean(limits.batchSize());
      }
    }
    assertThat(limits.batchSize()).isBetween(45, 50);
  }

  @Test
  void shouldSendSingleRequestsInTheEndWhereEachBatchIsRefused() {
    for (int i = 0; i < 8 && limits.batchSize() > 1; i++) {
      limits.tooLarge(limits.batchSize());
    }
    assertThat(limits.batchSize()).isEqualTo(1);
    for (int i = 0; i < 500; i++) {
      limits.clean(1);
    }
    assertThat(limits.batchSize()).isEqualTo(1);
    for (int i = 0; i < 1000; i++) {
      limits.clean(1);
    }
    assertThat(limits.batchSize()).as("it may be tried again after a long time").isEqualTo(2);
  }

  @Test
  void shouldNotGrowBatchesThatAreNotUsed() {
    for (int i = 0; i < 100; i++) {
      limits.clean(3);
    }
    assertLimits(64, 20);
  }

  @Property
  void shouldStayWithinBounds(
      @ForAll @Size(max = 300) int[] steps, @ForAll @IntRange(min = 1, max = 9) int max) {
    AdaptiveLimits some = new AdaptiveLimits(4, 20, max, max * 10);
    for (int step : steps) {
      switch (Math.floorMod(step, 6)) {
        case 0 -> some.fault();
        case 1 -> some.strained(some.epoch());
        case 2 -> some.tooMany(some.epoch());
        case 3 -> some.tooLarge(some.batchSize());
        default -> some.clean(some.batchSize());
      }
      assertThat(some.concurrency()).isBetween(1, max);
      assertThat(some.batchSize()).isBetween(1, max * 10);
    }
  }

  private void roundTrip() {
    int requests = limits.concurrency();
    for (int i = 0; i < requests; i++) {
      limits.clean(limits.batchSize());
    }
  }

  private void assertLimits(int concurrency, int batchSize) {
    assertThat(limits.concurrency()).isEqualTo(concurrency);
    assertThat(limits.batchSize()).isEqualTo(batchSize);
  }
}
