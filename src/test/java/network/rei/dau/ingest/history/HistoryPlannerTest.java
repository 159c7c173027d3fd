package network.rei.dau.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.ingest.SomeDays;
import network.rei.dau.ingest.TestChain;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

/** Block 2134 is the first of November 15th, block 30934 that of the 16th; 100 blocks a chunk. */
class HistoryPlannerTest {

  private static final LocalDate DATE = LocalDate.of(2023, 11, 15);

  private final TestChain chain = new TestChain(70_000);
  private final HistoryPlanner planner = new HistoryPlanner(chain, 100);

  @Test
  void shouldReachFromTheChunkOfTheLastBlockBeforeTheDayToABlockAfterIt() {
    BlockRange blocks = plan(Ledger.empty(), DATE, 70_000).orElseThrow();
    assertThat(blocks.first()).isBetween(2100L, 2133L);
    assertThat(blocks.last()).isEqualTo(31_000);
  }

  @Test
  void shouldReachToTheFirstBlockOfTheNextDayIfThatIsStored() {
    Ledger ledger = SomeDays.withDayFrom(Ledger.empty(), DATE.plusDays(1), 30_934);
    assertThat(plan(ledger, DATE, 70_000).orElseThrow().last()).isEqualTo(30_934);
  }

  @Test
  void shouldNotReachBeyondTheNewestBlock() {
    assertThat(plan(Ledger.empty(), DATE, 30_950).orElseThrow().last()).isEqualTo(30_950);
    assertThat(plan(Ledger.empty(), DATE, 9_000).orElseThrow().last()).isEqualTo(9_000);
  }

  @Test
  void shouldStartTheFirstDayOfTheChainWithBlock0() {
    BlockRange day = plan(Ledger.empty(), DATE.minusDays(1), 70_000).orElseThrow();
    assertThat(day).isEqualTo(new BlockRange(0, 2200));
  }

  @Test
  void shouldPlanADayThatStartsInTheOldestChunkThatIsServed() {
    chain.servesFrom(2100);
    assertThat(plan(Ledger.empty(), DATE, 70_000)).isPresent();
  }

  @Test
  void shouldPlanNoDayWhoseFirstBlockIsNotServed() {
    chain.servesFrom(2140);
    assertThat(plan(Ledger.empty(), DATE, 70_000)).isEmpty();
    assertThat(plan(Ledger.empty(), DATE.minusDays(1), 70_000)).isEmpty();
  }

  private Optional<BlockRange> plan(Ledger ledger, LocalDate date, long newest) {
    return planner.plan(ledger, date, TestBlocks.header(newest)).toCompletableFuture().join();
  }
}
