package network.rei.dau.activity.ledger.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;
import network.rei.dau.activity.block.BlockTraffic;
import org.junit.jupiter.api.Test;

class TrafficCountsTest {

  private static final int[] STARTS = {0, 2, 2, 5};

  @Test
  void shouldAddTheBlocksOfAPart() {
    long[] values = {1, 2, 4};
    BlockTraffic traffic = BlockTraffic.of(values, values, values, values);

    TrafficCounts last = TrafficCounts.of(traffic, STARTS, 1, 3);

    assertThat(last.gasUsed()).hasValue(6);
    assertThat(last.gasLimit()).hasValue(6);
    assertThat(last.baseFees()).contains(BigInteger.valueOf(6));
    assertThat(last.sizes()).hasValue(6);
    assertThat(last.emptyBlocks()).hasValue(1);
    assertThat(TrafficCounts.of(List.of(last, TrafficCounts.of(traffic, STARTS, 0, 1))))
        .isEqualTo(TrafficCounts.of(traffic, STARTS, 0, 3));
    assertThat(TrafficCounts.of(List.of())).isEqualTo(TrafficCounts.NONE);
  }

  @Test
  void shouldNotKnowTheSumOfBlocksOfWhichOneIsUnknown() {
    long[] values = {1, BlockTraffic.UNKNOWN, 4};
    BlockTraffic traffic = BlockTraffic.of(values, values, values, values);

    TrafficCounts all = TrafficCounts.of(traffic, STARTS, 0, 3);

    assertThat(all.gasUsed()).isEmpty();
    assertThat(all.baseFees()).isEmpty();
    assertThat(all.emptyBlocks()).hasValue(1);
    TrafficCounts known = TrafficCounts.of(traffic, STARTS, 0, 1);
    assertThat(TrafficCounts.of(List.of(known, all)).sizes()).isEmpty();
  }

  @Test
  void shouldNotKnowASumOfGasThatALongCannotHold() {
    long[] large = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
    BlockTraffic traffic = BlockTraffic.of(large, large, large, large);

    TrafficCounts one = TrafficCounts.of(traffic, STARTS, 0, 1);

    assertThat(one.gasUsed()).hasValue(Long.MAX_VALUE);
    assertThat(TrafficCounts.of(traffic, STARTS, 0, 2).gasUsed()).isEmpty();
    assertThat(TrafficCounts.of(traffic, STARTS, 0, 3).gasUsed()).isEmpty();
    assertThat(TrafficCounts.of(List.of(one, one, one)).gasUsed()).isEqualTo(OptionalLong.empty());
    assertThat(TrafficCounts.of(List.of(one, one, one)).baseFees())
        .contains(BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.valueOf(3)))
        .isEqualTo(TrafficCounts.of(traffic, STARTS, 0, 3).baseFees());
  }
}
