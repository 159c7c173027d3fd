package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void shouldWaitForAnEndpointThatAskedToWaitButNotLongerThanTheBound() {
    Deadline deadline = new Deadline(List.of(), 3, 30 * SECOND, 300 * SECOND);
    assertThat(deadline.nanosLeft(0, 29 * SECOND)).isPositive();
    assertThat(deadline.nanosLeft(0, 30 * SECOND)).isNotPositive();
    deadline.recordProgress(20 * SECOND);
    assertThat(deadline.nanosLeft(0, 49 * SECOND)).isPositive();
    deadline.extend(25 * SECOND, 60 * SECOND);
    assertThat(deadline.nanosLeft(0, 114 * SECOND)).isPositive();
    assertThat(deadline.nanosLeft(0, 115 * SECOND)).isNotPositive();
    for (int i = 0; i < 100; i++) {
      deadline.extend(i * (100 * SECOND), 100 * SECOND);
    }
    assertThat(deadline.nanosLeft(0, 351 * SECOND)).isNotPositive();
  }
}
