package network.rei.dau.chain.endpoint.limit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdaptiveLimitsTest {

  private final AdaptiveLimits limits = new AdaptiveLimits(4, 20, 64, 200);

  @Test
  void shouldDoubleBothLimitsWithEachRoundTripOfSuccesses() {
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
  void shouldGrowSlowlyAfterTheFirstFailure() {
    limits.recordFailure();
    roundTrip();
    assertLimits(8, 32);
    roundTrip();
    assertLimits(12, 44);
  }

  @Test
  void shouldHalveOnceForAllRequestsThatFailedTogether() {
    int halvings = limits.halvings();
    assertThat(limits.recordOverload(halvings)).isTrue();
    assertThat(limits.recordOverload(halvings)).isFalse();
    assertThat(limits.recordOverload(halvings)).isFalse();
    assertLimits(2, 10);
    limits.recordOverload(limits.halvings());
    limits.recordOverload(limits.halvings());
    limits.recordOverload(limits.halvings());
    assertLimits(1, 1);
  }

  @Test
  void shouldReduceTheRequestsBeforeTheirSizeIfTheyAreTooMany() {
    limits.recordTooManyRequests(limits.halvings());
    limits.recordTooManyRequests(limits.halvings());
    assertLimits(1, 20);
    limits.recordTooManyRequests(limits.halvings());
    assertLimits(1, 10);
  }

  @Test
  void shouldFindTheLargestAcceptedBatchSize() {
    for (int i = 0; i < 400; i++) {
      if (limits.batchSize() > 50) {
        limits.recordTooLarge(limits.batchSize());
      } else {
        limits.recordSuccess(limits.batchSize());
      }
    }
    assertThat(limits.batchSize()).isBetween(45, 50);
  }

  @Test
  void shouldSendSingleRequestsIfEveryBatchIsRefused() {
    for (int i = 0; i < 8 && limits.batchSize() > 1; i++) {
      limits.recordTooLarge(limits.batchSize());
    }
    assertThat(limits.batchSize()).isEqualTo(1);
    for (int i = 0; i < 500; i++) {
      limits.recordSuccess(1);
    }
    assertThat(limits.batchSize()).isEqualTo(1);
    for (int i = 0; i < 1000; i++) {
      limits.recordSuccess(1);
    }
    assertThat(limits.batchSize())
        .as("the batch size that is tried again after many successes")
        .isEqualTo(2);
  }

  @Test
  void shouldNotGrowBatchesThatAreNotUsed() {
    for (int i = 0; i < 100; i++) {
      limits.recordSuccess(3);
    }
    assertLimits(64, 20);
  }

  @Property
  void shouldStayWithinBounds(
      @ForAll @Size(max = 300) int[] steps, @ForAll @IntRange(min = 1, max = 9) int max) {
    AdaptiveLimits some = new AdaptiveLimits(4, 20, max, max * 10);
    for (int step : steps) {
      switch (Math.floorMod(step, 6)) {
        case 0 -> some.recordFailure();
        case 1 -> some.recordOverload(some.halvings());
        case 2 -> some.recordTooManyRequests(some.halvings());
        case 3 -> some.recordTooLarge(some.batchSize());
        default -> some.recordSuccess(some.batchSize());
      }
      assertThat(some.concurrency()).isBetween(1, max);
      assertThat(some.batchSize()).isBetween(1, max * 10);
    }
  }

  private void roundTrip() {
    int requests = limits.concurrency();
    for (int i = 0; i < requests; i++) {
      limits.recordSuccess(limits.batchSize());
    }
  }

  private void assertLimits(int concurrency, int batchSize) {
    assertThat(limits.concurrency()).isEqualTo(concurrency);
    assertThat(limits.batchSize()).isEqualTo(batchSize);
  }
}
