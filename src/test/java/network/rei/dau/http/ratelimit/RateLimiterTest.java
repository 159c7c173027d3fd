package network.rei.dau.http.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.rei.dau.http.TestClock;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private static final long ALICE = 1;
  private static final long BOB = 2;

  private final TestClock clock = new TestClock(Instant.parse("2026-03-05T12:00:00.250Z"));
  private final RateLimiter limiter = new RateLimiter(3, 100, clock);

  @Test
  void shouldCountDownAndThenRefuse() {
    assertThat(limiter.take(ALICE)).isEqualTo(new RateLimiter.Quota(3, 2, 60, true));
    assertThat(limiter.take(ALICE)).isEqualTo(new RateLimiter.Quota(3, 1, 60, true));
    clock.pass(Duration.ofMillis(20_500));
    assertThat(limiter.take(ALICE)).isEqualTo(new RateLimiter.Quota(3, 0, 40, true));
    assertThat(limiter.take(ALICE)).isEqualTo(new RateLimiter.Quota(3, 0, 40, false));
    assertThat(limiter.take(ALICE)).isEqualTo(new RateLimiter.Quota(3, 0, 40, false));
  }

  @Test
  void shouldCountEachClientApart() {
    useUp(ALICE);

    assertThat(limiter.take(ALICE).allowed()).isFalse();
    assertThat(limiter.take(BOB)).isEqualTo(new RateLimiter.Quota(3, 2, 60, true));
  }

  @Test
  void shouldAllowAllOfItAgainWhenTheMinuteIsOver() {
    useUp(ALICE);
    clock.pass(Duration.ofMillis(59_999));
    assertThat(limiter.take(ALICE)).isEqualTo(new RateLimiter.Quota(3, 0, 1, false));

    clock.pass(Duration.ofMillis(1));

    assertThat(limiter.take(ALICE)).isEqualTo(new RateLimiter.Quota(3, 2, 60, true));
  }

  @Test
  void shouldNotKeepAClientOutForLongerWhenTheClockIsSetBack() {
    useUp(ALICE);
    clock.pass(Duration.ofHours(-1));

    assertThat(limiter.take(ALICE)).isEqualTo(new RateLimiter.Quota(3, 2, 60, true));
  }

  @Test
  void shouldKnowABoundedNumberOfClients() {
    LongStream.range(0, 10_000).forEach(limiter::take);

    assertThat(limiter.clients()).isEqualTo(100);
  }

  @Test
  void shouldLimitThoseBeyondTheBoundTogether() {
    LongStream.range(0, 100).forEach(limiter::take);

    assertThat(LongStream.range(1000, 3000).filter(client -> limiter.take(client).allowed()))
        .hasSize(3 * 256);
  }

  @Test
  void shouldForgetClientsWhoseMinuteIsOverWhenOthersCome() {
    LongStream.range(0, 100).forEach(limiter::take);
    clock.pass(Duration.ofMinutes(1));

    useUp(1000);

    assertThat(limiter.clients()).isOne();
    assertThat(limiter.take(1000).allowed()).isFalse();
  }

  @Test
  void shouldLookForWhomToForgetOnceASecondAtMost() {
    LongStream.range(0, 50).forEach(limiter::take);
    clock.pass(Duration.ofMillis(59_500));
    LongStream.range(50, 101).forEach(limiter::take);
    clock.pass(Duration.ofMillis(500));
    limiter.take(101);
    assertThat(limiter.clients()).isEqualTo(100);

    clock.pass(Duration.ofMillis(500));
    limiter.take(102);

    assertThat(limiter.clients()).isEqualTo(51);
  }

  @Test
  void shouldAllowNoMoreThanTheLimitWhenThreadsAskAtOnce() {
    RateLimiter large = new RateLimiter(5_000, 100, clock);

    assertThat(
            IntStream.range(0, 20_000).parallel().filter(i -> large.take(ALICE).allowed()).count())
        .isEqualTo(5_000);
  }

  private void useUp(long client) {
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.take(client).allowed()).isTrue();
    }
  }
}
