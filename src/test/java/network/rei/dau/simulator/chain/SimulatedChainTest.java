package network.rei.dau.simulator.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SimulatedChainTest {

  private static final Instant START = Instant.parse("2025-06-10T00:00:00Z");

  private static List<SimBlock> blocks(ChainView view) {
    List<SimBlock> blocks = new ArrayList<>();
    for (long number = view.firstBlock(); number <= view.head(); number++) {
      blocks.add(view.block(number));
    }
    return blocks;
  }

  private static ChainSpec small(long seed) {
    return ChainSpec.of(seed, 400)
        .withTraffic(TrafficProfile.steady().withPopulation(50, 1).withShares(0.1, 0.1))
        .withTiming(BlockTiming.uneven());
  }

  private static void assertConsistent(ChainView view, boolean fromGenesis) {
    Map<String, Long> next = new HashMap<>();
    SimBlock parent = null;
    for (SimBlock block : blocks(view)) {
      if (parent != null) {
        assertThat(block.number()).isEqualTo(parent.number() + 1);
        assertThat(block.parentHash()).isEqualTo(parent.hash());
        assertThat(block.timestamp()).isGreaterThanOrEqualTo(parent.timestamp());
      }
      for (SimTransaction transaction : block.transactions()) {
        Long expected = next.get(transaction.from());
        if (expected != null || fromGenesis) {
          assertThat(transaction.nonce()).isEqualTo(expected == null ? 0 : expected);
        }
        next.put(transaction.from(), transaction.nonce() + 1);
      }
      parent = block;
    }
  }

  @Test
  void shouldBeTheSameChainForTheSameSpecAndAnotherOneForAnotherSeed() {
    List<SimBlock> chain = blocks(SimulatedChain.of(small(7)).view());

    assertThat(blocks(SimulatedChain.of(small(7)).view())).isEqualTo(chain);
    assertThat(blocks(SimulatedChain.of(small(8)).view())).doesNotContainAnyElementsOf(chain);
  }

  @Test
  void shouldHaveLinkedBlocksAndConsecutiveNoncesFromZero() {
    assertConsistent(SimulatedChain.of(small(1)).view(), true);
  }

  @Test
  void shouldHaveNoncesAboveZeroIfTheFirstBlockIsNotTheGenesis() {
    SimulatedChain chain = SimulatedChain.of(small(2).withFirstBlock(1_000_000));

    assertConsistent(chain.view(), false);
    assertThat(chain.head()).isEqualTo(1_000_399);
    assertThat(chain.block(1_000_000).transactions()).anyMatch(t -> t.nonce() > 0);
    assertThat(chain.view().serves(999_999)).isFalse();
    assertThat(chain.view().serves(0)).isTrue();
    assertThatThrownBy(() -> chain.block(999_999)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void shouldBeginWithAnEmptyGenesisYearsBeforeTheOtherBlocks() {
    SimulatedChain chain = SimulatedChain.of(small(3));

    assertThat(chain.block(0).transactions()).isEmpty();
    assertThat(chain.block(0).parentHash()).isEqualTo("0x" + "0".repeat(64));
    assertThat(chain.block(1).timestamp() - chain.block(0).timestamp())
        .isGreaterThan(Duration.ofDays(365).toSeconds());
  }

  @Test
  void shouldEndOrStartAtTheGivenTime() {
    ChainView ending = SimulatedChain.of(small(4).endingAt(START)).view();
    ChainView starting = SimulatedChain.of(small(4).startingAt(START)).view();

    assertThat(ending.timestamp(ending.head())).isEqualTo(START.getEpochSecond());
    assertThat(starting.timestamp(1)).isEqualTo(START.getEpochSecond());
  }

  @Test
  void shouldHaveEqualUsualAndLateTimestamps() {
    ChainView view = SimulatedChain.of(small(5)).view();
    List<Long> gaps = new ArrayList<>();
    for (long number = 2; number <= view.head(); number++) {
      gaps.add(view.timestamp(number) - view.timestamp(number - 1));
    }

    assertThat(gaps).contains(0L, 3L).allMatch(gap -> gap >= 0 && gap <= 15);
    assertThat(gaps).anyMatch(gap -> gap > 3);
  }

  @Test
  void shouldGrowIntoTheSameChainAsALongerSpec() {
    SimulatedChain grown = SimulatedChain.of(small(6).startingAt(START).withBlocks(100));
    grown.advance(300);

    assertThat(blocks(grown.view()))
        .isEqualTo(blocks(SimulatedChain.of(small(6).startingAt(START)).view()));
  }

  @Test
  void shouldGrowWithAClock() {
    MovingClock clock = new MovingClock(START);
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(1, 10).endingAt(START)).follow(clock);
    assertThat(chain.head()).isEqualTo(9);

    clock.now = START.plusSeconds(2);
    assertThat(chain.head()).isEqualTo(9);
    clock.now = START.plusSeconds(3);
    assertThat(chain.head()).isEqualTo(10);
    clock.now = START.plusSeconds(3605);
    assertThat(chain.head()).isEqualTo(1210);
    assertThat(chain.view().timestamp(1210)).isEqualTo(START.plusSeconds(3603).getEpochSecond());
  }

  @Property(tries = 30)
  void shouldStayConsistentThroughAnyReorg(
      @ForAll long seed,
      @ForAll @IntRange(max = 399) int depth,
      @ForAll @IntRange(max = 80) int added) {
    SimulatedChain chain = SimulatedChain.of(small(seed));
    ChainView before = chain.view();
    List<SimBlock> blocksBefore = blocks(before);
    chain.reorg(depth, added);
    chain.advance(5);

    ChainView after = chain.view();
    assertThat(after.head()).isEqualTo(399 - depth + added + 5);
    assertConsistent(after, true);
    List<SimBlock> blocksAfter = blocks(after);
    int kept = 400 - depth;
    assertThat(blocksAfter.subList(0, kept)).isEqualTo(blocksBefore.subList(0, kept));
    assertThat(blocksAfter.subList(kept, blocksAfter.size()))
        .extracting(SimBlock::hash)
        .doesNotContainAnyElementsOf(blocksBefore.stream().map(SimBlock::hash).toList());
    assertThat(blocks(before)).isEqualTo(blocksBefore);
  }

  @Test
  void shouldBecomeAnotherChainAtAReset() {
    SimulatedChain chain = SimulatedChain.of(small(9));
    List<SimBlock> before = blocks(chain.view());
    chain.reset();

    assertThat(chain.head()).isEqualTo(399);
    assertConsistent(chain.view(), true);
    assertThat(blocks(chain.view()))
        .extracting(SimBlock::hash)
        .doesNotContainAnyElementsOf(before.stream().map(SimBlock::hash).toList());
  }

  @Test
  void shouldFollowADailyRhythmAndGrow() {
    ChainView view =
        SimulatedChain.of(DemoChain.spec(Instant.parse("2025-06-15T18:00:00Z"))).view();
    long head = view.head();
    GroundTruth truth = view.truth();
    BlockRangeCounts afternoon = truth.inBlocks(head - 4 * 1200, head - 2 * 1200);
    BlockRangeCounts night = truth.inBlocks(head - 16 * 1200, head - 14 * 1200);
    BlockRangeCounts lastDay = truth.inBlocks(head - 28_799, head);
    BlockRangeCounts monthAgo = truth.inBlocks(head - 30 * 28_800 + 1, head - 29 * 28_800);

    assertThat(afternoon.transactions()).isGreaterThan(3 * night.transactions());
    assertThat(lastDay.addresses()).isBetween(2_000, 9_999);
    assertThat(lastDay.newSenders()).isGreaterThan(50);
    assertThat(monthAgo.transactions())
        .isBetween(lastDay.transactions() / 4, lastDay.transactions() * 6 / 10);
    assertThat(view.timestamp(head) - view.timestamp(1)).isGreaterThanOrEqualTo(40 * 86_400 - 3);
  }

  @Test
  void shouldRejectAnInvalidSpec() {
    assertThatThrownBy(() -> ChainSpec.of(1, 0)).hasMessageContaining("blocks is 0");
    assertThatThrownBy(() -> TrafficProfile.steady().withShares(2, 0))
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(
            () ->
                SimulatedChain.of(
                    ChainSpec.of(1, 1000).withGenesisTime(START).endingAt(START.plusSeconds(9))))
        .hasMessageContaining("genesisTime");
    assertThatThrownBy(() -> SimulatedChain.of(small(1)).reorg(400)).hasMessageContaining("399");
  }

  private static final class MovingClock extends Clock {
    private volatile Instant now;

    MovingClock(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
