package network.rei.dau.stats;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes on one database of PostgreSQL. */
class PostgresSeveralWritersIT extends PostgresSeveralWriters {

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldHoldTheSameAsASingleWriterWhateverIsCommitted(int seed) {
    holdTheSameAsASingleWriter(seed);
  }
}
