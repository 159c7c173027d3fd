package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class StoreFailureTest {

  @Test
  void shouldTellWhatTheStoreSaidAlsoWhereAStageHasWrappedIt() {
    StorageException full = new StorageException("disk full");

    assertThat(StoreFailure.of(full)).isEqualTo(new StoreFailure("disk full", false));
    assertThat(StoreFailure.of(new CompletionException(full)))
        .isEqualTo(new StoreFailure("disk full", false));
  }

  @Test
  void shouldNameWhatSaidNothing() {
    assertThat(StoreFailure.of(new IllegalStateException()).reason())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(StoreFailure.of(new CompletionException("given up", null)).reason())
        .isEqualTo("given up");
  }

  @Test
  void shouldTellAServerThatIsAwayFromOneThatRefuses() {
    StoreFailure away =
        StoreFailure.of(
            new CompletionException(new StoreUnavailableException("nobody listens", null)));
    StoreFailure refused = StoreFailure.of(new StorageException("no such table"));

    assertThat(away.<String>reply(why -> "away: " + why, why -> "failed: " + why))
        .isEqualTo("away: nobody listens");
    assertThat(refused.<String>reply(why -> "away: " + why, why -> "failed: " + why))
        .isEqualTo("failed: no such table");
  }
}
