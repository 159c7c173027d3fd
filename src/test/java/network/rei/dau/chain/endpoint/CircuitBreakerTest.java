package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import network.rei.dau.chain.EndpointStatus;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** A clock that turns negative on the way, as System.nanoTime may. */
  private long now = Long.MAX_VALUE - SECOND;

  private final CircuitBreaker health =
      new CircuitBreaker(ClientTuning.DEFAULT, new SplittableRandom(1));

  @Test
  void shouldBearSomeFailures() {
    fail(4);
    assertThat(health.mayTake(now)).isTrue();
    health.answered();
    fail(4);
    assertThat(health.mayTake(now)).isTrue();
  }

  @Test
  void shouldLeaveItAloneAfterFiveFailuresInARow() {
    fail(5);
    assertThat(health.mayTake(now)).isFalse();
    assertThat(health.isWell(now)).isFalse();
    assertThat(health.state()).isEqualTo(EndpointStatus.State.COOLING_DOWN);
    assertThat(health.nanosUntilChange(now)).isBetween(SECOND * 3 / 4, SECOND * 5 / 4);
  }

  @Test
  void shouldProbeItWithOneRequestAndTakeItBack() {
    fail(5);
    now += health.nanosUntilChange(now);
    assertThat(health.isProbeDue(now)).isTrue();
    assertThat(health.nanosUntilChange(now)).isEqualTo(Long.MAX_VALUE);
    health.sent();
    assertThat(health.mayTake(now)).isFalse();
    assertThat(health.answered()).isTrue();
    assertThat(health.isWell(now)).isTrue();
    assertThat(health.answered()).isFalse();
  }

  @Test
  void shouldLeaveItAloneForLongerEachTimeUpToAMinute() {
    fail(5);
    long last = 0;
    for (int i = 0; i < 12; i++) {
      long wait = health.nanosUntilChange(now);
      double expected = Math.min(60, Math.pow(2, i));
      assertThat((double) wait / SECOND).isBetween(expected * 0.75, expected * 1.25);
      last = wait;
      now += wait;
      health.sent();
      assertThat(health.failed(now, health.epoch(), 1)).isTrue();
    }
    assertThat(last).isGreaterThan(40 * SECOND);
    now += health.nanosUntilChange(now);
    health.sent();
    health.answered();
    fail(5);
    assertThat(health.nanosUntilChange(now)).isLessThan(2 * SECOND);
  }

  @Test
  void shouldNotHearOfFailuresOfRequestsSentBeforeItWasGivenUp() {
    int before = health.epoch();
    fail(5);
    now += health.nanosUntilChange(now);
    health.sent();
    assertThat(health.failed(now, before, 1)).isFalse();
    health.answered();
    assertThat(health.isWell(now)).isTrue();
  }

  @Test
  void shouldBeQuietForAsLongAsItIsAsked() {
    health.pause(now, 45 * SECOND, true);
    assertThat(health.mayTake(now + 45 * SECOND - 1)).isFalse();
    assertThat(health.mayTake(now + 45 * SECOND)).isTrue();
    assertThat(health.state()).isEqualTo(EndpointStatus.State.HEALTHY);
  }

  @Test
  void shouldBeQuietForFiveMinutesAtMost() {
    health.pause(now, 86_400 * SECOND, true);
    assertThat(health.nanosUntilChange(now)).isEqualTo(300 * SECOND);
  }

  @Test
  void shouldBeQuietForLongerEachTimeItIsToldToBeButNotForHowLong() {
    double first = ClientTuning.DEFAULT.ratePause().toNanos();
    for (int i = 0; i < 4; i++) {
      health.pause(now, -1, true);
      assertThat((double) health.nanosUntilChange(now)).isBetween(first * 0.75, first * 1.25);
      now += health.nanosUntilChange(now);
      first *= 2;
    }
  }

  @Test
  void shouldAskAnotherChainsEndpointRarely() {
    health.refuse(now);
    assertThat(health.mayTake(now + 3600 * SECOND)).isFalse();
    assertThat(health.isRecheckDue(now + 59 * SECOND)).isFalse();
    now += 60 * SECOND;
    assertThat(health.isRecheckDue(now)).isTrue();
    health.recheckSent(now);
    assertThat(health.isRecheckDue(now)).isFalse();
    assertThat(health.failed(now, health.epoch(), 1)).isFalse();
    assertThat(health.isRefused()).isTrue();
    health.answered();
    assertThat(health.mayTake(now)).isTrue();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      health.failed(now, health.epoch(), 1);
    }
  }
}
