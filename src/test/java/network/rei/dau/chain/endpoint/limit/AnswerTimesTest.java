package network.rei.dau.chain.endpoint.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerTimesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A clock that overflows during most tests, as System.nanoTime may. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

  private final AnswerTimes times = new AnswerTimes(TIMEOUT);

  private void answer(int count, int calls, Duration time) {
    for (int i = 0; i < count; i++) {
      now += time.toNanos();
      times.recordAnswer(calls, time.toNanos(), now);
    }
  }

  private void giveUp(int calls) {
    long sentAt = now;
    long waited = times.waitNanos(calls);
    now += waited;
    times.recordGivenUp(calls, sentAt, waited);
  }

  private Duration wait(int calls) {
    return Duration.ofNanos(times.waitNanos(calls));
  }

  @Test
  void shouldWaitHalfOfTheTimeoutForTheFirstAnswer() {
    assertThat(wait(1)).isEqualTo(TIMEOUT.dividedBy(2));
    assertThat(wait(200)).isEqualTo(TIMEOUT.dividedBy(2));
  }

  @Test
  void shouldWaitASecondForAnEndpointThatOftenAnsweredQuickly() {
    answer(3, 200, Duration.ofMillis(20));
    assertThat(wait(200)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    answer(20, 200, Duration.ofMillis(20));
    assertThat(wait(200)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void shouldWaitFarLongerThanTheSlowestOfTheLastAnswersTook() {
    answer(20, 10, Duration.ofMillis(50));
    answer(1, 10, Duration.ofSeconds(2));
    assertThat(wait(10)).isEqualTo(Duration.ofSeconds(8));
    answer(200, 10, Duration.ofMillis(50));
    assertThat(wait(10)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void shouldWaitInProportionForMoreCallsThanItSaw() {
    answer(50, 10, Duration.ofMillis(500));
    assertThat(wait(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(wait(10)).isEqualTo(Duration.ofSeconds(2));
    assertThat(wait(20)).isEqualTo(Duration.ofSeconds(4));
    assertThat(wait(200)).isEqualTo(TIMEOUT);
  }

  @Test
  void shouldWaitTwiceAsLongEachTimeWhileNothingIsAnswered() {
    answer(50, 10, Duration.ofMillis(20));
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      assertThat(wait(10)).isEqualTo(Duration.ofSeconds(seconds));
      giveUp(10);
    }
    answer(1, 10, Duration.ofMillis(20));
    assertThat(wait(10)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void shouldDoubleOnceForAllRequestsThatWereGivenUpTogether() {
    answer(50, 10, Duration.ofMillis(20));
    long sentAt = now;
    long waited = times.waitNanos(10);
    now += waited;
    for (int i = 0; i < 16; i++) {
      times.recordGivenUp(10, sentAt, waited);
    }
    assertThat(wait(10)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void shouldNotWaitLongerIfOtherRequestsAreAnswered() {
    answer(50, 10, Duration.ofMillis(20));
    long sentAt = now;
    long waited = times.waitNanos(10);
    answer(1, 10, Duration.ofMillis(20));
    times.recordGivenUp(10, sentAt, waited);
    assertThat(wait(10)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void shouldNeverWaitLongerThanTheTimeout() {
    AnswerTimes quick = new AnswerTimes(Duration.ofMillis(300));
    assertThat(quick.waitNanos(1)).isEqualTo(Duration.ofMillis(300).toNanos());
  }
}
