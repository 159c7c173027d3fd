package network.rei.dau.chain.endpoint.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void shouldKeepTheLimitOverShortAndLongTimes() {
    long now = Long.MAX_VALUE - SECOND;
    long end = now + 10 * SECOND;
    TokenBucket bucket = new TokenBucket(50, now);
    int sent = 0;
    int atOnce = 0;
    while (now - end < 0) {
      long wait = bucket.nanosUntilNext(now);
      if (wait == 0) {
        bucket.take(now);
        sent++;
        atOnce += now - (end - 10 * SECOND) == 0 ? 1 : 0;
      } else {
        now += wait;
      }
    }
    assertThat(sent).isBetween(495, 506);
    assertThat(atOnce).isEqualTo(5);
    assertThat(new TokenBucket(0, 0).nanosUntilNext(0)).isZero();
  }

  @Test
  void shouldTakeAnEqualPartOfTheLimitOfSeveralNodes() {
    TokenBucket bucket = new TokenBucket(30, 0);
    bucket.share(3, 0);

    assertThat(requestsWithin(bucket, 0, 10 * SECOND)).isBetween(100L, 101L);
    bucket.share(2, 10 * SECOND);
    assertThat(requestsWithin(bucket, 10 * SECOND, 20 * SECOND)).isBetween(149L, 151L);
  }

  private static long requestsWithin(TokenBucket bucket, long from, long to) {
    long requests = 0;
    for (long now = from; now < to; now += SECOND / 1000) {
      if (bucket.nanosUntilNext(now) == 0) {
        bucket.take(now);
        requests++;
      }
    }
    return requests;
  }
}
