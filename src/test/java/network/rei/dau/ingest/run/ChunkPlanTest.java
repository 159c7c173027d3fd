package network.rei.dau.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

class ChunkPlanTest {

  private static final int SIZE = 10;
  private static final ChunkOutcome.GaveUp FAILED =
      new ChunkOutcome.GaveUp(IngestFailureType.TIMEOUT, "too slow");

  @Test
  void shouldReturnTheNewestChunkFirst() {
    ChunkPlan plan = plan(0, 34);

    assertThat(takeAll(plan))
        .extracting(ChunkTask::index, ChunkTask::from, ChunkTask::to)
        .containsExactly(tuple(3, 30, 34), tuple(2, 20, 29), tuple(1, 10, 19), tuple(0, 0, 9));
  }

  @Test
  void shouldFetchTheChunkOfTheFirstBlockWhole() {
    assertThat(takeAll(plan(17, 25)))
        .extracting(ChunkTask::index, ChunkTask::from, ChunkTask::to)
        .containsExactly(tuple(2, 20, 25), tuple(1, 10, 19));
  }

  @Test
  void shouldContinueOpenChunksAndLeaveOutSealedOnes() {
    ChunkPlan plan = plan(0, 34, stored(0, 9), stored(1, 14), stored(3, 34));

    assertThat(takeAll(plan))
        .extracting(ChunkTask::index, ChunkTask::from, ChunkTask::to)
        .containsExactly(tuple(2, 20, 29), tuple(1, 15, 19));
  }

  @Test
  void shouldPlanNothingForAnEmptyChain() {
    assertThat(plan(0, -1).isFinished()).isTrue();
    assertThat(plan(40, 12).isFinished()).isTrue();
  }

  @Test
  void shouldPlanNothingForAHeadBelowTheStoredBlocks() {
    ChunkPlan plan = plan(0, 12, stored(0, 9), stored(1, 18));

    assertThat(plan.isFinished()).isTrue();
    assertThat(plan.blocksLeft()).isZero();
  }

  @Test
  void shouldReturnATaskAgainAfterItsCoordinatorIsGone() {
    ChunkPlan plan = plan(0, 9);
    ChunkTask first = plan.next().orElseThrow();
    plan.returned(first);

    ChunkTask second = plan.next().orElseThrow();

    assertThat(second.index()).isEqualTo(first.index());
    assertThat(second).isNotEqualTo(first);
    assertThat(plan.next()).isEmpty();
  }

  @Test
  void shouldNotTakeTheOutcomeOfAReturnedTaskForThatOfTheNext() {
    ChunkPlan plan = plan(0, 9);
    ChunkTask lost = plan.next().orElseThrow();
    plan.returned(lost);
    ChunkTask current = plan.next().orElseThrow();

    plan.ended(lost, new ChunkOutcome.Stored(9, 10));
    plan.returned(lost);

    assertThat(plan.isFinished()).isFalse();
    assertThat(plan.next()).as("assigned once").isEmpty();
    plan.ended(current, new ChunkOutcome.Stored(9, 10));
    assertThat(plan.isFinished()).isTrue();
  }

  @Test
  void shouldCountARepeatedOutcomeOnce() {
    ChunkPlan plan = plan(0, 9);
    ChunkTask task = plan.next().orElseThrow();

    plan.ended(task, new ChunkOutcome.Stored(9, 10));
    plan.ended(task, new ChunkOutcome.Stored(9, 10));
    plan.ended(task, FAILED);

    assertThat(plan.blocksFetched()).isEqualTo(10);
    assertThat(plan.recordsSealed()).isEqualTo(1);
    assertThat(plan.missing()).isEmpty();
  }

  @Test
  void shouldKeepGivenUpChunksMissingAndNotPlanThemAgain() {
    ChunkPlan plan = plan(0, 25);
    ChunkTask open = plan.next().orElseThrow();
    plan.ended(open, FAILED);
    plan.headMoved(28);

    assertThat(takeAll(plan)).extracting(ChunkTask::index).containsExactly(1L, 0L);
    assertThat(plan.missing()).contains(2L);
    assertThat(plan.newestFailure()).contains(FAILED);
  }

  @Test
  void shouldContinueTheOpenChunkIfTheHeadMovedWhileItWasInProgress() {
    ChunkPlan plan = plan(20, 25);
    ChunkTask task = plan.next().orElseThrow();

    plan.headMoved(32);

    assertThat(plan.next().orElseThrow().index()).as("the new chunk").isEqualTo(3);
    assertThat(plan.next()).as("the open one is in progress").isEmpty();
    plan.ended(task, new ChunkOutcome.Stored(25, 6));
    ChunkTask rest = plan.next().orElseThrow();
    assertThat(rest.from()).isEqualTo(26);
    assertThat(rest.to()).isEqualTo(29);
  }

  @Test
  void shouldFetchNoBlockAboveALowerHead() {
    ChunkPlan plan = plan(0, 34, stored(1, 14));

    assertThat(plan.headMoved(14)).isEmpty();

    assertThat(plan.blocksLeft()).isEqualTo(10);
    assertThat(takeAll(plan)).extracting(ChunkTask::index).containsExactly(0L);
  }

  @Test
  void shouldDropTheTasksFarAboveALowerHeadAndIgnoreTheirOutcomes() {
    ChunkPlan plan = plan(0, 1_000_000_000);
    ChunkTask first = plan.next().orElseThrow();
    ChunkTask second = plan.next().orElseThrow();

    assertThat(plan.headMoved(12)).containsExactlyInAnyOrder(first, second);

    plan.ended(first, FAILED);
    plan.returned(second);
    assertThat(plan.missing()).isEmpty();
    assertThat(takeAll(plan))
        .extracting(ChunkTask::index, ChunkTask::from, ChunkTask::to)
        .containsExactly(tuple(1, 10, 12), tuple(0, 0, 9));
  }

  @Test
  void shouldKeepTheTaskOfANodeThatLagsByAFewBlocks() {
    ChunkPlan plan = plan(20, 31);
    ChunkTask newest = plan.next().orElseThrow();

    assertThat(plan.headMoved(28)).isEmpty();
    plan.ended(newest, FAILED);
    assertThat(plan.missing()).as("a failure above the head").isEmpty();

    plan.headMoved(31);
    assertThat(plan.next().orElseThrow().index()).isEqualTo(3);
  }

  @Test
  void shouldForgetFailuresAboveALowerHead() {
    ChunkPlan plan = plan(20, 35);
    plan.ended(plan.next().orElseThrow(), FAILED);
    assertThat(plan.headFailure()).contains(FAILED);

    plan.headMoved(29);

    assertThat(plan.missing()).isEmpty();
    assertThat(plan.headFailure()).isEmpty();
  }

  @Test
  void shouldPlanAnyNumberOfBlocksWithoutAListOfThem() {
    ChunkPlan plan = plan(0, Long.MAX_VALUE, stored(2, 29));
    assertThat(plan.blocksLeft()).isGreaterThan(Long.MAX_VALUE / 2);
    assertThat(blocks(plan.next().orElseThrow())).isBetween(1L, 10L);

    plan.headMoved(30_000_003);
    assertThat(plan.blocksLeft()).isEqualTo(30_000_003 + 1 - 10);

    plan.headMoved(Long.MAX_VALUE);
    plan.headMoved(34);
    assertThat(takeAll(plan)).extracting(ChunkTask::index).containsExactly(3L, 1L, 0L);
  }

  @Test
  void shouldContinueBehindTheBlocksThatWereStoredBeforeAFailure() {
    ChunkPlan plan = plan(0, 14);
    plan.next();
    ChunkTask whole = plan.next().orElseThrow();

    plan.ended(whole, new ChunkOutcome.GaveUp(IngestFailureType.REFUSED, "no", 6, 7));

    assertThat(plan.blocksFetched()).isEqualTo(7);
    assertThat(plan.recordsSealed()).isZero();
    assertThat(plan.missing()).containsExactly(0L);
    assertThat(plan.next()).as("left to the next run").isEmpty();
  }

  @Test
  void shouldLeaveOutChunksThatAreNotServed() {
    assertThat(takeAll(planServedFrom(25, stored(0, 4), stored(1, 14))))
        .as("chunk 2 cannot begin")
        .extracting(ChunkTask::index)
        .containsExactly(3L);
    assertThat(takeAll(planServedFrom(20))).extracting(ChunkTask::index).containsExactly(3L, 2L);
    ChunkPlan open = planServedFrom(25, stored(2, 24));
    assertThat(open.blocksLeft()).isEqualTo(10);
    assertThat(takeAll(open))
        .extracting(ChunkTask::index, ChunkTask::from)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3L, 30L),
            org.assertj.core.groups.Tuple.tuple(2L, 25L));
    assertThat(open.missing()).isEmpty();
  }

  @Test
  void shouldReportPostponedChunksAsMissingWithoutFetchingThem() {
    ChunkPlan plan =
        new ChunkPlan(
            1, 1, SIZE, 0, OptionalLong.empty(), 34, List.of(), Map.of(1L, FAILED, 9L, FAILED));

    assertThat(takeAll(plan)).extracting(ChunkTask::index).containsExactly(3L, 2L, 0L);
    assertThat(plan.missing()).containsExactly(1L);
  }

  @Test
  void shouldPlanNothingForAHeadBelowTheFirstChunk() {
    ChunkPlan plan = plan(20, -1);

    plan.headMoved(15);

    assertThat(plan.isFinished()).isTrue();
  }

  @Test
  void shouldCountBlocksInProgressAsLeft() {
    ChunkPlan plan = plan(0, 24, stored(0, 3));
    assertThat(plan.blocksLeft()).isEqualTo(21);

    ChunkTask open = plan.next().orElseThrow();
    assertThat(plan.blocksLeft()).isEqualTo(21);
    plan.ended(open, new ChunkOutcome.Stored(24, 5));

    assertThat(plan.blocksLeft()).isEqualTo(16);
    assertThat(plan.blocksFetched()).isEqualTo(5);
    plan.ended(plan.next().orElseThrow(), FAILED);
    assertThat(plan.blocksLeft()).as("without what was given up").isEqualTo(6);
  }

  @Property(tries = 500)
  void shouldEndWithEveryBlockStoredOrItsChunkMissing(
      @ForAll @IntRange(min = 1, max = 12) int chunkSize,
      @ForAll @LongRange(min = 0, max = 60) long firstBlock,
      @ForAll @LongRange(min = -1, max = 90) long head,
      @ForAll Random random) {
    Simulation simulation = new Simulation(chunkSize, firstBlock, head, random);

    simulation.runToTheEnd();

    simulation.requireEveryBlockStoredOrMissing();
  }

  /** Coordinators that stop, are late, are slow or fail at random, on a chain that grows. */
  private static final class Simulation {
    private final int chunkSize;
    private final Random random;
    private final ChunkPlan plan;
    private final long firstChunk;
    private long head;
    private long fetched;
    private int growths = 5;
    private final TreeMap<Long, Long> stored = new TreeMap<>();
    private final List<ChunkTask> working = new ArrayList<>();
    private final List<ChunkTask> lost = new ArrayList<>();
    private int losses = 20;
    private final long servedFrom;

    Simulation(int chunkSize, long firstBlock, long head, Random random) {
      this.chunkSize = chunkSize;
      this.random = random;
      this.head = head;
      this.firstChunk = firstBlock / chunkSize;
      Ledger ledger = Ledger.empty();
      for (long index = 0; index * chunkSize <= head; index++) {
        if (random.nextInt(3) == 0) {
          Chunk chunk = new Chunk(index, chunkSize);
          long end = Math.min(chunk.lastBlock(), head);
          long last = chunk.firstBlock() + random.nextInt((int) (end - chunk.firstBlock()) + 1);
          stored.put(index, last);
          ledger = ledger.with(List.of(entry(chunk, last)));
        }
      }
      servedFrom = random.nextBoolean() ? 0 : random.nextInt(40);
      plan =
          new ChunkPlan(
              1,
              1,
              chunkSize,
              firstBlock,
              OptionalLong.of(servedFrom),
              head,
              ledger.records(),
              Map.of());
    }

    void runToTheEnd() {
      int steps = 0;
      while (!plan.isFinished()) {
        assertThat(steps++).as("steps").isLessThan(5000);
        step();
      }
      assertThat(plan.next()).isEmpty();
    }

    private void step() {
      int choice = random.nextInt(10);
      if (choice == 0 && growths-- > 0) {
        head += random.nextInt(6 * chunkSize) - 3 * chunkSize;
        List<ChunkTask> dropped = plan.headMoved(head);
        assertThat(working).containsAll(dropped);
        assertThat(dropped).allMatch(task -> task.from() > head);
        working.removeAll(dropped);
        lost.addAll(dropped);
      } else if (choice == 1 && !lost.isEmpty()) {
        plan.ended(lost.get(random.nextInt(lost.size())), outcome(lost.get(0)));
      } else if (choice < 6 || working.isEmpty()) {
        plan.next().ifPresent(this::take);
      } else {
        finish(working.remove(random.nextInt(working.size())));
      }
    }

    private void take(ChunkTask task) {
      assertThat(working).extracting(ChunkTask::index).doesNotContain(task.index());
      assertThat(task.index()).isGreaterThanOrEqualTo(firstChunk);
      assertThat(task.from()).isEqualTo(storedTo(task.index()) + 1);
      assertThat(task.from()).isGreaterThanOrEqualTo(servedFrom);
      assertThat(blocks(task)).isPositive();
      assertThat(task.to())
          .isEqualTo(Math.min(new Chunk(task.index(), chunkSize).lastBlock(), head));
      working.add(task);
    }

    private void finish(ChunkTask task) {
      if (random.nextInt(5) == 0 && losses-- > 0) {
        lost.add(task);
        plan.returned(task);
        return;
      }
      ChunkOutcome outcome = outcome(task);
      if (outcome instanceof ChunkOutcome.Stored done) {
        stored.put(task.index(), done.lastBlock());
        fetched += done.blocksFetched();
      } else if (outcome instanceof ChunkOutcome.GaveUp gaveUp && gaveUp.blocksFetched() > 0) {
        stored.put(task.index(), gaveUp.lastBlock());
        fetched += gaveUp.blocksFetched();
      }
      plan.ended(task, outcome);
    }

    private ChunkOutcome outcome(ChunkTask task) {
      long last = task.to() - random.nextInt((int) blocks(task));
      return switch (random.nextInt(6)) {
        case 0 -> FAILED;
        case 1 ->
            new ChunkOutcome.GaveUp(IngestFailureType.REFUSED, "no", last - 1, last - task.from());
        default -> new ChunkOutcome.Stored(last, last - task.from() + 1);
      };
    }

    private long storedTo(long index) {
      return stored.getOrDefault(index, index * chunkSize - 1);
    }

    void requireEveryBlockStoredOrMissing() {
      Set<Long> lacking = new HashSet<>();
      LongStream.rangeClosed(firstChunk * chunkSize, head)
          .filter(block -> storedTo(block / chunkSize) < block)
          .filter(block -> storedTo(block / chunkSize) + 1 >= servedFrom)
          .forEach(block -> lacking.add(block / chunkSize));
      assertThat(plan.blocksFetched()).isEqualTo(fetched);
      assertThat(plan.missing()).containsExactlyElementsOf(lacking.stream().sorted().toList());
      assertThat(plan.blocksLeft()).isZero();
    }
  }

  private static ChunkPlan plan(long firstBlock, long head, LedgerRecord... stored) {
    return new ChunkPlan(
        1, 1, SIZE, firstBlock, OptionalLong.empty(), head, List.of(stored), Map.of());
  }

  private static ChunkPlan planServedFrom(long servedFrom, LedgerRecord... stored) {
    return new ChunkPlan(1, 1, SIZE, 0, OptionalLong.of(servedFrom), 34, List.of(stored), Map.of());
  }

  private static LedgerRecord stored(long index, long last) {
    return Ledger.empty().with(List.of(entry(new Chunk(index, SIZE), last))).last().orElseThrow();
  }

  private static StoredRecord entry(Chunk chunk, long last) {
    return new StoredRecord(TestBlocks.record(chunk, last), Instant.EPOCH);
  }

  private static List<ChunkTask> takeAll(ChunkPlan plan) {
    List<ChunkTask> tasks = new ArrayList<>();
    for (Optional<ChunkTask> task = plan.next(); task.isPresent(); task = plan.next()) {
      tasks.add(task.get());
    }
    return tasks;
  }

  private static org.assertj.core.groups.Tuple tuple(long index, long from, long to) {
    return org.assertj.core.groups.Tuple.tuple(index, from, to);
  }

  private static long blocks(ChunkTask task) {
    return task.to() - task.from() + 1;
  }
}
