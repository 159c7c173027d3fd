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
    assertThat(reachability.isReached()).isFalse();

    reachability.answered();

    assertThat(reachability.isReached()).isTrue();
  }

  @Test
  void shouldTakeOtherFailuresAsAnswers() {
    reachability.failed(away);
    reachability.failed(new StoreUnavailableException("locked", null, false));
    assertThat(reachability.isReached()).isTrue();

    reachability.failed(away);
    reachability.failed(new StorageException("disk full"));
    assertThat(reachability.isReached()).isTrue();
  }

  @Test
  void shouldProbeAServerThatDoesNotAnswerAndProbeItOnceAtATime() {
    assertThat(ticksUntilProbe()).isEqualTo(StoreReachability.TICKS_UNTIL_PROBE);
    assertThat(ticksUntilProbe()).as("one is in progress").isEqualTo(100);

    reachability.probed(Optional.of(away));

    assertThat(reachability.isReached()).isFalse();
    assertThat(ticksUntilProbe()).isEqualTo(StoreReachability.TICKS_UNTIL_PROBE);
    reachability.probed(Optional.empty());
    assertThat(reachability.isReached()).as("it answers slowly").isTrue();
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
