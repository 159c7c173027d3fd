package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.chain.ClockBound;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.stats.InMemoryRepository;
import network.rei.dau.stats.ReplicationMode;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.TestStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs over random chains with reorganisations, refused blocks and missing history, whose stored
 * records are compared with the blocks of the chain.
 */
class AnyChainTest {

  private static final int CHUNK_SIZE = 20;
  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final IngestSettings SETTINGS =
      new IngestSettings(
          CHUNK_SIZE,
          Duration.ofMinutes(30),
          Duration.ZERO,
          Duration.ofDays(1),
          Duration.ofDays(1),
          0,
          0,
          4,
          1,
          Duration.ofMillis(1),
          new ClockBound(Duration.ofHours(1)));

  private final BranchingChain chain = new BranchingChain(200);
  private final InMemoryRepository repository = new InMemoryRepository();
  private final ExecutorService blocking = Executors.newSingleThreadExecutor();
  private final ActorRef<StatsStore.Command> store =
      KIT.spawn(
          StatsStore.create(
              TestStores.access(
                  repository, (ledger, at) -> {}, Clock.systemUTC(), blocking, Runnable::run),
              ReplicationMode.EXCLUSIVE));
  private final ActorRef<IngestWorker.Command> worker =
      KIT.spawn(
          IngestWorker.create(
              new IngestWorker.Dependencies(
                  SETTINGS, chain, store, Clock.systemUTC(), new IngestMetrics())));
  private final ActorRef<StatsSupervisor.Command> supervisor =
      KIT.spawn(
          StatsSupervisor.onDemand(
              new StatsSupervisor.Dependencies(
                  SETTINGS, chain, store, Clock.systemUTC(), new IngestMetrics()),
              worker));

  @AfterEach
  void stop() {
    KIT.stop(supervisor);
    KIT.stop(worker);
    KIT.stop(store);
    blocking.shutdownNow();
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldStoreWhatTheChainServesAndNothingElse(long seed) {
    Random random = new Random(seed);
    run();
    for (int step = 0; step < 6; step++) {
      change(random);
      long served = chain.blocksServed();
      long head = chain.newest();
      RunResult result = run();
      requireBlocksOfTheChain(head);
      if (chain.newest() == head && result instanceof RunResult.TaskCompleted done) {
        requireEverythingThatIsServed(done);
        assertThat(done.blocksFetched()).isEqualTo(chain.blocksServed() - served);
      }
    }
    chain.serveEverything();
    run();
    RunResult.TaskCompleted last = runWhileTheHeadStands();

    assertThat(last.missingChunks()).isEmpty();
    requireBlocksOfTheChain(chain.newest());
    requireEverythingThatIsServed(last);
    requireCountsOfTheChain(random);
  }

  @Test
  void shouldRepairNoMoreRecordsAtOnceThanTheMemoryAllows() {
    run();
    chain.limitMemory(4 * 2_600);
    chain.reorganise(190, 190);
    run();
    RunResult.TaskCompleted done = runWhileTheHeadStands();

    assertThat(repository.largestCommit()).as("records of 1,460 bytes").isEqualTo(2);
    assertThat(chain.memory().used(MemoryBudget.Kind.BLOCKS)).isZero();
    requireBlocksOfTheChain(chain.newest());
    requireEverythingThatIsServed(done);
  }

  /**
   * Each block is counted once, at its own time or that of an earlier block. Blocks above a head
   * that is lower than before stay stored, and have no earlier times.
   */
  private void requireCountsOfTheChain(Random random) {
    TestProbe<Snapshot> replyTo = KIT.createTestProbe();
    store.tell(new StatsStore.GetSnapshot(replyTo.ref()));
    Ledger ledger = replyTo.receiveMessage().ledger();
    long end = chain.timeOfHead();
    for (int i = 0; i < 20; i++) {
      long from = end - random.nextInt(3 * (int) chain.newest());
      TimeWindow window = new TimeWindow(from, Math.min(end, from + random.nextInt(200)));
      assertThat(ledger.during(window).counts().blocks()).isEqualTo(chain.blocksIn(window));
    }
  }

  /** Returns the seeds, more of them with {@code -Dany-chain.seeds=100}. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("any-chain.seeds", 5));
  }

  private void change(Random random) {
    switch (random.nextInt(5)) {
      case 0 -> chain.advance(random.nextInt(60));
      case 1 -> {
        int depth = 1 + random.nextInt(random.nextBoolean() ? 3 : 120);
        chain.reorganise(depth, Math.max(0, depth + random.nextInt(30) - 10));
      }
      case 2 -> chain.refuse(1 + random.nextInt((int) chain.newest() + 20));
      case 3 -> chain.serveFrom(random.nextInt((int) chain.newest() - 5));
      default -> {
        chain.serveEverything();
        chain.reorganise(1, 1);
      }
    }
  }

  /** Requests a run and lets time pass until its end; the chain grows if it takes long. */
  private RunResult run() {
    TestProbe<RunResult> replyTo = KIT.createTestProbe();
    RunResult result = null;
    supervisor.tell(new StatsSupervisor.RunTask(replyTo.ref()));
    for (int second = 0; second < 60 && result == null; second++) {
      try {
        result = replyTo.receiveMessage(Duration.ofMillis(200));
      } catch (AssertionError notYet) {
        chain.advance(1);
        TIME.timePasses(Duration.ofSeconds(1));
      }
    }
    assertThat(result).as("the run ends").isNotNull();
    return result;
  }

  /** Returns the first run during which the chain does not grow, as it does if a run takes long. */
  private RunResult.TaskCompleted runWhileTheHeadStands() {
    for (int attempt = 0; attempt < 20; attempt++) {
      long head = chain.newest();
      RunResult result = run();
      if (chain.newest() == head) {
        return (RunResult.TaskCompleted) result;
      }
    }
    throw new AssertionError("each run took longer than a block");
  }

  /**
   * No stored block that can be compared differs from the chain.
   *
   * @param head of the chain when the last run began: a stored block above it may differ from one
   *     that the chain received during the run
   */
  private void requireBlocksOfTheChain(long head) {
    for (ChunkRecord record : records()) {
      for (long number = record.blocks().first(); number <= record.lastBlock(); number++) {
        if (number >= chain.servedFrom() && number <= head && chain.serves(number)) {
          assertThat(record.hashOf(number))
              .as("block %d", number)
              .isEqualTo(chain.block(number).hash());
        }
      }
    }
  }

  /**
   * Each chunk is stored up to the first block that is not served, and reported if there is one.
   */
  private void requireEverythingThatIsServed(RunResult.TaskCompleted done) {
    for (long index = 0; index * CHUNK_SIZE <= chain.newest(); index++) {
      Chunk chunk = new Chunk(index, CHUNK_SIZE);
      long end = Math.min(chunk.lastBlock(), chain.newest());
      Optional<ChunkRecord> record = repository.find(index).map(StoredRecord::record);
      long stored = record.map(ChunkRecord::lastBlock).orElse(chunk.firstBlock() - 1);
      if (stored < end) {
        assertThat(chain.serves(stored + 1)).as("block %d is not served", stored + 1).isFalse();
        boolean known = stored + 1 >= chain.servedFrom();
        assertThat(done.missingChunks().contains(index) || !known).isTrue();
      } else if (stored == end
          && LongStream.rangeClosed(chunk.firstBlock(), end).allMatch(chain::serves)) {
        ChunkRecord stands = record.orElseThrow();
        ChunkRecord expected = chain.record(chunk, end);
        assertThat(stands.columns().hashes()).isEqualTo(expected.columns().hashes());
        assertThat(stands.columns().senders()).isEqualTo(expected.columns().senders());
        assertThat(stands.columns().recipients()).isEqualTo(expected.columns().recipients());
        assertThat(stands.columns().addressTable()).isEqualTo(expected.columns().addressTable());
      }
    }
  }

  private List<ChunkRecord> records() {
    List<ChunkRecord> records = new ArrayList<>();
    repository.indexes().stream()
        .flatMap(index -> repository.find(index).stream())
        .map(StoredRecord::record)
        .forEach(records::add);
    return records;
  }
}
