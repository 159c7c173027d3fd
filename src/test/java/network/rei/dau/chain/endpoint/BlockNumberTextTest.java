package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BlockNumberTextTest {

  @Test
  void shouldJoinNeighboursAndShortenLongLists() {
    assertThat(BlockNumberText.of(new long[] {17})).isEqualTo("block 17");
    assertThat(BlockNumberText.of(new long[] {23, 17, 19, 20, 21, 22, 17}))
        .isEqualTo("blocks 17, 19-23");
    assertThat(BlockNumberText.of(new long[] {1, 2})).isEqualTo("blocks 1, 2");
    assertThat(BlockNumberText.of(LongStream.range(0, 1000).map(n -> 2 * n).toArray()))
        .isEqualTo("blocks 0, 2, 4, 6, 8, 10, 12, 14, ... (1000 blocks)");
  }
}
