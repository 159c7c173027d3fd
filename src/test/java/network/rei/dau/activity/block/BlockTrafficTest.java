package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BlockTrafficTest {

  @Property(tries = 100)
  void shouldHoldTheValuesOfEachBlock(@ForAll Random random) {
    int blocks = random.nextInt(100);
    long[] gasUsed = values(random, blocks);
    long[] gasLimits = values(random, blocks);
    long[] baseFees = values(random, blocks);
    long[] sizes = values(random, blocks);
    BlockTraffic traffic = BlockTraffic.of(gasUsed, gasLimits, baseFees, sizes);
    assertThat(traffic.size()).isEqualTo(blocks);
    for (int place = 0; place < blocks; place++) {
      assertThat(traffic.gasUsed(place)).isEqualTo(gasUsed[place]);
      assertThat(traffic.gasLimit(place)).isEqualTo(gasLimits[place]);
      assertThat(traffic.baseFee(place)).isEqualTo(baseFees[place]);
      assertThat(traffic.size(place)).isEqualTo(sizes[place]);
    }
  }

  private static long[] values(Random random, int blocks) {
    int bits = random.nextInt(64);
    long[] values = new long[blocks];
    for (int i = 0; i < blocks; i++) {
      values[i] =
          random.nextInt(20) == 0
              ? BlockTraffic.UNKNOWN
              : random.nextLong() >>> (Long.SIZE - bits) >>> (bits == 0 ? 63 : 0);
      values[i] = Math.max(BlockTraffic.UNKNOWN, values[i]);
    }
    return values;
  }

  @Example
  void shouldHoldTheExtremes() {
    long[] extremes = {BlockTraffic.UNKNOWN, Long.MAX_VALUE, 0};
    BlockTraffic traffic = BlockTraffic.of(extremes, extremes, extremes, extremes);
    for (int place = 0; place < extremes.length; place++) {
      assertThat(traffic.gasUsed(place)).isEqualTo(extremes[place]);
    }
  }

  @Example
  void shouldTakeNoMemoryForColumnsOfOneValue() {
    long empty = BlockTraffic.of(new long[0], new long[0], new long[0], new long[0]).bytes();
    long[] gasUsed = new long[1200];
    long[] same = new long[1200];
    Arrays.fill(same, 30_000_000);
    gasUsed[7] = 21_000;
    assertThat(BlockTraffic.of(gasUsed, same, same, same).bytes() - empty).isEqualTo(2 * 1200);
  }

  @Example
  void shouldRefuseColumnsThatDoNotFitTogether() {
    long[] one = {1};
    assertThatThrownBy(() -> BlockTraffic.of(one, one, one, new long[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BlockTraffic.of(one, one, one, new long[] {-2}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
