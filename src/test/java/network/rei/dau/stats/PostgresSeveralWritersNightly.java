package network.rei.dau.stats;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes on one database of PostgreSQL, with more seeds than a build has. */
class PostgresSeveralWritersNightly extends PostgresSeveralWriters {

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10})
  void shouldHoldTheSameAsASingleWriterWhateverIsCommitted(int seed) {
    holdTheSameAsASingleWriter(seed);
  }
}
