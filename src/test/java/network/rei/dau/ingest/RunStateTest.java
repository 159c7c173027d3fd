package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

class RunStateTest {

  private static final int SIZE = 10;
  private static final ChunkOutcome.GaveUp FAILED = new ChunkOutcome.GaveUp("timeout", "too slow");

  @Test
  void newestChunkComesFirst() {
    RunState run = run(0, 34);

    assertThat(takeAll(run))
        .extracting(ChunkTask::index, ChunkTask::from, ChunkTask::to)
        .containsExactly(tuple(3, 30, 34), tuple(2, 20, 29), tuple(1, 10, 19), tuple(0, 0, 9));
  }

  @Test
  void theChunkOfTheFirstBlockIsFetchedWhole() {
    assertThat(takeAll(run(17, 25)))
        .extracting(ChunkTask::index, ChunkTask::from, ChunkTask::to)
        .containsExactly(tuple(2, 20, 25), tuple(1, 10, 19));
  }

  @Test
  void sealedChunksAreNotPlannedAndOpenOnesAreContinued() {
    RunState run = run(0, 34, stored(0, 9), stored(1, 14), stored(3, 34));

    assertThat(takeAll(run))
        .extracting(ChunkTask::index, ChunkTask::from, ChunkTask::to)
        .containsExactly(tuple(2, 20, 29), tuple(1, 15, 19));
  }

  @Test
  void nothingIsPlannedBelowAnEmptyChain() {
    assertThat(run(0, -1).finished()).isTrue();
    assertThat(run(40, 12).finished()).isTrue();
  }

  @Test
  void aHeadBelowWhatIsStoredPlansNothing() {
    RunState run = run(0, 12, stored(0, 9), stored(1, 18));

    assertThat(run.finished()).isTrue();
    assertThat(run.blocksLeft()).isZero();
  }

  @Test
  void returnedWorkIsHandedOutAgain() {
    RunState run = run(0, 9);
    ChunkTask first = run.next().orElseThrow();
    run.returned(first);

    ChunkTask second = run.next().orElseThrow();

    assertThat(second.index()).isEqualTo(first.index());
    assertThat(second).isNotEqualTo(first);
    assertThat(run.next()).isEmpty();
  }

  @Test
  void anOutcomeOfReturnedWorkIsNotTakenForThatOfTheNextWorker() {
    RunState run = run(0, 9);
    ChunkTask lost = run.next().orElseThrow();
    run.returned(lost);
    ChunkTask current = run.next().orElseThrow();

    run.ended(lost, new ChunkOutcome.Stored(9, 10));
    run.returned(lost);

    assertThat(run.finished()).isFalse();
    assertThat(run.next()).as("nobody else gets it").isEmpty();
    run.ended(current, new ChunkOutcome.Stored(9, 10));
    assertThat(run.finished()).isTrue();
  }

  @Test
  void aRepeatedOutcomeCountsOnce() {
    RunState run = run(0, 9);
    ChunkTask task = run.next().orElseThrow();

    run.ended(task, new ChunkOutcome.Stored(9, 10));
    run.ended(task, new ChunkOutcome.Stored(9, 10));
    run.ended(task, FAILED);

    assertThat(run.blocksFetched()).isEqualTo(10);
    assertThat(run.recordsSealed()).isEqualTo(1);
    assertThat(run.missing()).isEmpty();
  }

  @Test
  void givenUpChunksStayMissingAndAreNotPlannedAgain() {
    RunState run = run(0, 25);
    ChunkTask open = run.next().orElseThrow();
    run.ended(open, FAILED);
    run.headMoved(28);

    assertThat(takeAll(run)).extracting(ChunkTask::index).containsExactly(1L, 0L);
    assertThat(run.missing()).contains(2L);
    assertThat(run.newestFailure()).contains(FAILED);
  }

  @Test
  void theOpenChunkIsContinuedWhenTheHeadMovedWhileItWasInFlight() {
    RunState run = run(20, 25);
    ChunkTask task = run.next().orElseThrow();

    run.headMoved(32);

    assertThat(run.next().orElseThrow().index()).as("the new chunk").isEqualTo(3);
    assertThat(run.next()).as("the open one is in flight").isEmpty();
    run.ended(task, new ChunkOutcome.Stored(25, 6));
    ChunkTask rest = run.next().orElseThrow();
    assertThat(rest.from()).isEqualTo(26);
    assertThat(rest.to()).isEqualTo(29);
  }

  @Test
  void aHeadThatGoesBackwardsIsPassedOver() {
    RunState run = run(0, 9);

    run.headMoved(4);

    assertThat(run.next().orElseThrow().to()).isEqualTo(9);
  }

  @Test
  void aHeadThatMovesBelowTheFirstChunkPlansNothing() {
    RunState run = run(20, -1);

    run.headMoved(15);

    assertThat(run.finished()).isTrue();
  }

  @Test
  void progressCountsWhatIsInFlightAsLeft() {
    RunState run = run(0, 24, stored(0, 3));
    assertThat(run.blocksLeft()).isEqualTo(21);

    ChunkTask open = run.next().orElseThrow();
    assertThat(run.blocksLeft()).isEqualTo(21);
    run.ended(open, new ChunkOutcome.Stored(24, 5));

    assertThat(run.blocksLeft()).isEqualTo(16);
    assertThat(run.blocksFetched()).isEqualTo(5);
    run.ended(run.next().orElseThrow(), FAILED);
    assertThat(run.blocksLeft()).as("without what was given up").isEqualTo(6);
  }

  @Property(tries = 500)
  void aRunEndsWithEveryBlockStoredOrItsChunkMissing(
      @ForAll @IntRange(min = 1, max = 12) int chunkSize,
      @ForAll @LongRange(min = 0, max = 60) long firstBlock,
      @ForAll @LongRange(min = -1, max = 90) long head,
      @ForAll Random random) {
    Simulation simulation = new Simulation(chunkSize, firstBlock, head, random);

    simulation.runToTheEnd();

    simulation.requireEveryBlockStoredOrMissing();
  }

  /** Workers that are lost, late, slow and unlucky, on a chain that grows. */
  private static final class Simulation {
    private final int chunkSize;
    private final Random random;
    private final RunState run;
    private final long firstChunk;
    private long head;
    private int growths = 5;
    private final TreeMap<Long, Long> stored = new TreeMap<>();
    private final List<ChunkTask> working = new ArrayList<>();
    private final List<ChunkTask> lost = new ArrayList<>();
    private int losses = 20;

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
      run = new RunState(1, 1, chunkSize, firstBlock, head, ledger.records());
    }

    void runToTheEnd() {
      int steps = 0;
      while (!run.finished()) {
        assertThat(steps++).as("steps").isLessThan(5000);
        step();
      }
      assertThat(run.next()).isEmpty();
    }

    private void step() {
      int dice = random.nextInt(10);
      if (dice == 0 && growths-- > 0) {
        long seen = head + random.nextInt(2 * chunkSize) - chunkSize / 2;
        head = Math.max(head, seen);
        run.headMoved(seen);
      } else if (dice == 1 && !lost.isEmpty()) {
        run.ended(lost.get(random.nextInt(lost.size())), outcome(lost.get(0)));
      } else if (dice < 6 || working.isEmpty()) {
        run.next().ifPresent(this::take);
      } else {
        finish(working.remove(random.nextInt(working.size())));
      }
    }

    private void take(ChunkTask task) {
      assertThat(working).extracting(ChunkTask::index).doesNotContain(task.index());
      assertThat(task.index()).isGreaterThanOrEqualTo(firstChunk);
      assertThat(task.from()).isEqualTo(storedTo(task.index()) + 1);
      assertThat(task.blocks()).isPositive();
      assertThat(task.to())
          .isEqualTo(Math.min(new Chunk(task.index(), chunkSize).lastBlock(), head));
      working.add(task);
    }

    private void finish(ChunkTask task) {
      if (random.nextInt(5) == 0 && losses-- > 0) {
        lost.add(task);
        run.returned(task);
        return;
      }
      ChunkOutcome outcome = outcome(task);
      if (outcome instanceof ChunkOutcome.Stored done) {
        stored.put(task.index(), done.lastBlock());
      }
      run.ended(task, outcome);
    }

    private ChunkOutcome outcome(ChunkTask task) {
      return random.nextInt(4) == 0
          ? FAILED
          : new ChunkOutcome.Stored(task.to() - random.nextInt((int) task.blocks()), 1);
    }

    private long storedTo(long index) {
      return stored.getOrDefault(index, index * chunkSize - 1);
    }

    void requireEveryBlockStoredOrMissing() {
      Set<Long> lacking = new HashSet<>();
      LongStream.rangeClosed(firstChunk * chunkSize, head)
          .filter(block -> storedTo(block / chunkSize) < block)
          .forEach(block -> lacking.add(block / chunkSize));
      assertThat(run.missing()).containsExactlyElementsOf(lacking.stream().sorted().toList());
      assertThat(run.blocksLeft()).isZero();
    }
  }

  private static RunState run(long firstBlock, long head, LedgerRecord... stored) {
    return new RunState(1, 1, SIZE, firstBlock, head, List.of(stored));
  }

  private static LedgerRecord stored(long index, long last) {
    return Ledger.empty().with(List.of(entry(new Chunk(index, SIZE), last))).last().orElseThrow();
  }

  private static StoredRecord entry(Chunk chunk, long last) {
    return new StoredRecord(TestBlocks.record(chunk, last), Instant.EPOCH);
  }

  private static List<ChunkTask> takeAll(RunState run) {
    List<ChunkTask> tasks = new ArrayList<>();
    for (Optional<ChunkTask> task = run.next(); task.isPresent(); task = run.next()) {
      tasks.add(task.get());
    }
    return tasks;
  }

  private static org.assertj.core.groups.Tuple tuple(long index, long from, long to) {
    return org.assertj.core.groups.Tuple.tuple(index, from, to);
  }
}
