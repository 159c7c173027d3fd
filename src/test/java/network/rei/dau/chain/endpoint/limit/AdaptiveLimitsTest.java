package network.rei.dau.chain.endpoint.limit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdaptiveLimitsTest {

  /** Calls in flight. */
  private static final int LOAD = 1_000;

  /** Requests in flight, more than the limits. */
  private static final int REQUESTS = 1_000;

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
    limits.recordBadAnswer();
    roundTrip();
    assertLimits(8, 32);
    roundTrip();
    assertLimits(12, 44);
  }

  @Test
  void shouldHalveOnceForAllRequestsThatFailedTogether() {
    int halvings = limits.halvings();
    assertThat(limits.halve(halvings)).isTrue();
    assertThat(limits.halve(halvings)).isFalse();
    assertThat(limits.halve(halvings)).isFalse();
    assertLimits(2, 10);
    limits.halve(limits.halvings());
    limits.halve(limits.halvings());
    limits.halve(limits.halvings());
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
        refuse();
      } else {
        limits.recordSuccess(limits.batchSize(), LOAD, REQUESTS);
      }
    }
    assertThat(limits.batchSize()).isBetween(45, 50);
  }

  @Test
  void shouldSendSingleRequestsIfEveryBatchIsRefused() {
    for (int i = 0; i < 8 && limits.batchSize() > 1; i++) {
      refuse();
    }
    assertThat(limits.batchSize()).isEqualTo(1);
    for (int i = 0; i < 500; i++) {
      limits.recordSuccess(1, LOAD, REQUESTS);
    }
    assertThat(limits.batchSize()).isEqualTo(1);
    for (int i = 0; i < 1000; i++) {
      limits.recordSuccess(1, LOAD, REQUESTS);
    }
    assertThat(limits.batchSize())
        .as("the batch size that is tried again after many successes")
        .isEqualTo(2);
  }

  @Test
  void shouldNotGrowBatchesThatAreNotUsed() {
    for (int i = 0; i < 100; i++) {
      limits.recordSuccess(3, LOAD, REQUESTS);
    }
    assertLimits(64, 20);
  }

  @Property
  void shouldStayWithinBounds(
      @ForAll @Size(max = 300) int[] steps, @ForAll @IntRange(min = 1, max = 9) int max) {
    AdaptiveLimits some = new AdaptiveLimits(4, 20, max, max * 10);
    for (int step : steps) {
      switch (Math.floorMod(step, 7)) {
        case 0 -> some.recordBadAnswer();
        case 1 -> some.halve(some.halvings());
        case 2 -> some.recordTooManyRequests(some.halvings());
        case 3 -> {
          some.recordFailure(some.batchSize(), LOAD);
          some.recordTooLarge(some.batchSize());
        }
        case 4 -> {
          some.recordFailure(some.batchSize(), LOAD);
          some.recordOverload(LOAD, some.halvings());
          some.recordUnanswered(some.batchSize());
        }
        default -> some.recordSuccess(some.batchSize(), LOAD, REQUESTS);
      }
      assertThat(some.concurrency()).isBetween(1, max);
      assertThat(some.batchSize()).isBetween(1, max * 10);
    }
  }

  @Test
  void shouldKeepTheLimitsIfSmallerRequestsFailAsOften() {
    for (int i = 0; i < 20; i++) {
      failOrAnswer(i, 5);
    }
    int concurrency = limits.concurrency();
    int batchSize = limits.batchSize();
    for (int i = 0; i < 200; i++) {
      failOrAnswer(i, limits.batchSize());
    }
    assertThat(limits.concurrency()).isGreaterThan(concurrency);
    assertThat(limits.batchSize()).isGreaterThan(batchSize);
  }

  /** Every second request fails in a way that may be for its load or its size. */
  private void failOrAnswer(int i, int batch) {
    if (i % 2 == 0) {
      limits.recordFailure(batch, batch);
      limits.recordOverload(batch, limits.halvings());
      limits.recordUnanswered(batch);
    } else {
      limits.recordSuccess(batch, batch, REQUESTS);
    }
  }

  @Test
  void shouldTryASizeAgainBeforeLongThatWasNotAnswered() {
    for (int i = 0; i < 8 && limits.batchSize() > 1; i++) {
      limits.recordFailure(limits.batchSize(), LOAD);
      limits.recordUnanswered(limits.batchSize());
    }
    assertThat(limits.batchSize()).isEqualTo(1);
    for (int i = 0; i < 600; i++) {
      limits.recordSuccess(1, LOAD, REQUESTS);
    }
    assertThat(limits.batchSize()).isGreaterThan(1);
  }

  @Test
  void shouldGrowBatchesWithEachAnswerIfOneRequestIsInFlight() {
    limits.recordSuccess(20, 20, 1);
    limits.recordSuccess(40, 40, 1);
    limits.recordSuccess(80, 80, 1);
    assertLimits(4, 160);
  }

  private void refuse() {
    int batch = limits.batchSize();
    limits.recordFailure(batch, LOAD);
    limits.recordTooLarge(batch);
  }

  private void roundTrip() {
    int requests = limits.concurrency();
    for (int i = 0; i < requests; i++) {
      limits.recordSuccess(limits.batchSize(), LOAD, REQUESTS);
    }
  }

  private void assertLimits(int concurrency, int batchSize) {
    assertThat(limits.concurrency()).isEqualTo(concurrency);
    assertThat(limits.batchSize()).isEqualTo(batchSize);
  }
}
