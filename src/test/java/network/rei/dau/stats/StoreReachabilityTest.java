package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class StoreReachabilityTest {

  private final StoreUnavailableException away =
      new StoreUnavailableException("connection refused", null);

  private final StoreReachability reachability = new StoreReachability();

  @Test
  void shouldBeUnreachableFromAFailedConnectionToTheNextAnswer() {
    reachability.failed(away);
    assertThat(reachability.failure()).contains("connection refused");

    reachability.answered();

    assertThat(reachability.failure()).isEmpty();
  }

  @Test
  void shouldTakeOtherFailuresAsAnswers() {
    reachability.failed(away);
    reachability.failed(new StoreUnavailableException("locked", null, false));
    assertThat(reachability.failure()).isEmpty();

    reachability.failed(away);
    reachability.failed(new StorageException("disk full"));
    assertThat(reachability.failure()).isEmpty();
  }

  @Test
  void shouldProbeAServerThatDoesNotAnswerAndProbeItOnceAtATime() {
    assertThat(ticksUntilProbe()).isEqualTo(StoreReachability.TICKS_UNTIL_PROBE);
    assertThat(ticksUntilProbe()).as("one is in progress").isEqualTo(100);

    reachability.probed(Optional.of(away));

    assertThat(reachability.failure()).contains("connection refused");
    assertThat(ticksUntilProbe()).isEqualTo(StoreReachability.TICKS_UNTIL_PROBE);
    reachability.probed(Optional.empty());
    assertThat(reachability.failure()).as("it answers slowly").isEmpty();
  }

  @Test
  void shouldNotProbeAServerThatAnswers() {
    assertThat(
            IntStream.range(0, 20)
                .anyMatch(
                    second -> {
                      reachability.answered();
                      return reachability.tick();
                    }))
        .isFalse();
  }

  private int ticksUntilProbe() {
    return 1 + (int) IntStream.range(0, 99).takeWhile(second -> !reachability.tick()).count();
  }
}
