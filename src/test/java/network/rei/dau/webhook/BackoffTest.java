package network.rei.dau.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

  private final Backoff backoff = new Backoff(new Random(1));

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "3, 20", "8, 640", "11, 3600", "2000000000, 3600"})
  void shouldDoubleTheWaitUpToAnHour(int attempts, int seconds) {
    for (int i = 0; i < 100; i++) {
      Instant due = backoff.next(NOW, attempts, Optional.empty(), NOW).orElseThrow();
      assertThat(Duration.between(NOW, due).toMillis()).isBetween(seconds * 800L, seconds * 1_200L);
    }
  }

  @Test
  void shouldWaitAsLongAsTheReceiverAsksUpToAnHour() {
    assertThat(backoff.next(NOW, 1, Optional.of(Duration.ofSeconds(90)), NOW))
        .contains(NOW.plusSeconds(90));
    assertThat(backoff.next(NOW, 1, Optional.of(Duration.ofDays(9)), NOW))
        .contains(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void shouldGiveUpAnEventOfTwoDays() {
    Instant created = NOW.minus(Backoff.MAX_AGE);

    assertThat(backoff.next(created, 20, Optional.empty(), NOW)).isEmpty();
    assertThat(backoff.next(created.plus(Duration.ofHours(2)), 20, Optional.empty(), NOW))
        .isPresent();
    assertThat(Backoff.isTooOld(created, NOW)).isFalse();
    assertThat(Backoff.isTooOld(created, NOW.plusMillis(1))).isTrue();
  }
}
