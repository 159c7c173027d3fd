package network.rei.dau.chain.endpoint.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import network.rei.dau.chain.EndpointStatus;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** A clock that overflows during most tests, as System.nanoTime may. */
  private long now = Long.MAX_VALUE - SECOND;

  private final CircuitBreaker breaker =
      new CircuitBreaker(ClientTuning.DEFAULT, new SplittableRandom(1));

  @Test
  void shouldStayClosedForSomeFailures() {
    fail(4);
    assertThat(breaker.permitsRequest(now)).isTrue();
    breaker.recordSuccess(now);
    fail(4);
    assertThat(breaker.permitsRequest(now)).isTrue();
  }

  @Test
  void shouldOpenAfterFiveConsecutiveFailures() {
    fail(5);
    assertThat(breaker.permitsRequest(now)).isFalse();
    assertThat(breaker.isHealthy(now)).isFalse();
    assertThat(breaker.state()).isEqualTo(EndpointStatus.State.COOLING_DOWN);
    assertThat(breaker.nanosUntilChange(now)).isBetween(SECOND * 3 / 4, SECOND * 5 / 4);
  }

  @Test
  void shouldStayClosedForAsManyFailuresInARowAsAreUsual() {
    for (int i = 0; i < 50; i++) {
      fail(1);
      breaker.recordSuccess(now);
    }
    assertThat(breaker.usualFailures().share()).isBetween(0.45, 0.5);
    fail(8);
    assertThat(breaker.permitsRequest(now)).isTrue();
    fail(4);
    assertThat(breaker.permitsRequest(now)).isFalse();
  }

  @Test
  void shouldNotTakeAnOutageForUsual() {
    for (int i = 0; i < 10; i++) {
      fail(5);
      now += breaker.nanosUntilChange(now);
      breaker.recordSent();
      breaker.recordSuccess(now);
    }
    assertThat(breaker.usualFailures().share()).isZero();
  }

  @Test
  void shouldIgnoreFailuresOfRequestsThatWereSentBeforeAnAnsweredOne() {
    long sentAt = now;
    now += SECOND;
    breaker.recordSuccess(now);
    for (int i = 0; i < 20; i++) {
      assertThat(breaker.recordFailure(sentAt, now, breaker.transitions(), 2)).isFalse();
    }
    assertThat(breaker.permitsRequest(now)).isTrue();
    assertThat(breaker.usualFailures().share()).isPositive();
  }

  @Test
  void shouldCloseAfterOneSuccessfulProbe() {
    fail(5);
    now += breaker.nanosUntilChange(now);
    assertThat(breaker.isProbeDue(now)).isTrue();
    assertThat(breaker.nanosUntilChange(now)).isEqualTo(Long.MAX_VALUE);
    breaker.recordSent();
    assertThat(breaker.permitsRequest(now)).isFalse();
    assertThat(breaker.recordSuccess(now)).isTrue();
    assertThat(breaker.isHealthy(now)).isTrue();
    assertThat(breaker.recordSuccess(now)).isFalse();
  }

  @Test
  void shouldStayOpenTwiceAsLongEachTimeUpToAMinute() {
    fail(5);
    long last = 0;
    for (int i = 0; i < 12; i++) {
      long wait = breaker.nanosUntilChange(now);
      double expected = Math.min(60, Math.pow(2, i));
      assertThat((double) wait / SECOND).isBetween(expected * 0.75, expected * 1.25);
      last = wait;
      now += wait;
      breaker.recordSent();
      assertThat(breaker.recordFailure(++now, now, breaker.transitions(), 1)).isTrue();
    }
    assertThat(last).isGreaterThan(40 * SECOND);
    now += breaker.nanosUntilChange(now);
    breaker.recordSent();
    breaker.recordSuccess(now);
    fail(5);
    assertThat(breaker.nanosUntilChange(now)).isLessThan(2 * SECOND);
  }

  @Test
  void shouldIgnoreFailuresOfRequestsThatWereSentBeforeItOpened() {
    int before = breaker.transitions();
    fail(5);
    now += breaker.nanosUntilChange(now);
    breaker.recordSent();
    assertThat(breaker.recordFailure(++now, now, before, 1)).isFalse();
    breaker.recordSuccess(now);
    assertThat(breaker.isHealthy(now)).isTrue();
  }

  @Test
  void shouldPauseForTheTimeThatTheEndpointAsksFor() {
    breaker.pause(now, 45 * SECOND, true);
    assertThat(breaker.permitsRequest(now + 45 * SECOND - 1)).isFalse();
    assertThat(breaker.permitsRequest(now + 45 * SECOND)).isTrue();
    assertThat(breaker.state()).isEqualTo(EndpointStatus.State.HEALTHY);
  }

  @Test
  void shouldPauseForFiveMinutesAtMost() {
    breaker.pause(now, 86_400 * SECOND, true);
    assertThat(breaker.nanosUntilChange(now)).isEqualTo(300 * SECOND);
  }

  @Test
  void shouldPauseTwiceAsLongEachTimeIfTheEndpointGivesNoTime() {
    double first = ClientTuning.DEFAULT.ratePause().toNanos();
    for (int i = 0; i < 4; i++) {
      breaker.pause(now, -1, true);
      assertThat((double) breaker.nanosUntilChange(now)).isBetween(first * 0.75, first * 1.25);
      now += breaker.nanosUntilChange(now);
      first *= 2;
    }
  }

  @Test
  void shouldRecheckAnEndpointOfAnotherChainRarely() {
    breaker.refuse(now);
    assertThat(breaker.permitsRequest(now + 3600 * SECOND)).isFalse();
    assertThat(breaker.isRecheckDue(now + 59 * SECOND)).isFalse();
    now += 60 * SECOND;
    assertThat(breaker.isRecheckDue(now)).isTrue();
    breaker.recordRecheckSent(now);
    assertThat(breaker.isRecheckDue(now)).isFalse();
    assertThat(breaker.recordFailure(++now, now, breaker.transitions(), 1)).isFalse();
    assertThat(breaker.isRefused()).isTrue();
    breaker.recordSuccess(now);
    assertThat(breaker.permitsRequest(now)).isTrue();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.recordFailure(++now, now, breaker.transitions(), 1);
    }
  }
}
