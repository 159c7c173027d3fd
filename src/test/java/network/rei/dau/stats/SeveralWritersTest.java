package network.rei.dau.stats;

import network.rei.dau.storage.RecordRepository;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes on a store in memory. */
class SeveralWritersTest extends SeveralWritersContract {

  private final InMemoryRepository store = new InMemoryRepository();

  @Override
  RecordRepository openShared() {
    return store;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void shouldHoldTheSameAsASingleWriterWhateverIsCommitted(int seed) {
    holdTheSameAsASingleWriter(seed);
  }
}
