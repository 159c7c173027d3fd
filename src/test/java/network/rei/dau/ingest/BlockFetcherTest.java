package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import io.opentelemetry.api.trace.Span;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.ChainException;
import network.rei.dau.ingest.run.ChunkOutcome;
import network.rei.dau.ingest.run.ChunkTask;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.TestBlocks;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.StorageException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BlockFetcherTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final Chunk CHUNK = new Chunk(3, 100);
  private static final ChunkTask WHOLE = new ChunkTask(1, 1, 7, 3, 300, 399);
  private static final ChunkTask TAIL = new ChunkTask(1, 1, 7, 3, 350, 380);

  private final VirtualTime time = new VirtualTime(TIME);
  private final TestChain chain = new TestChain(1000);
  private final TestProbe<StatsStore.Command> store = KIT.createTestProbe();
  private final TestProbe<ChunkCoordinator.Command> coordinator = KIT.createTestProbe();
  private final AtomicInteger storeRequests = new AtomicInteger();
  private ChunkTask task;
  private Clock clock = Clock.systemUTC();

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldFetchAWholeChunkAndCommitItUnderItsEpoch() {
    ActorRef<BlockFetcher.Command> fetcher = fetch(WHOLE, 1);

    StatsStore.Commit commit = store.expectMessageClass(StatsStore.Commit.class);
    assertThat(commit.epoch()).isEqualTo(7);
    assertThat(commit.records()).containsExactly(TestBlocks.record(CHUNK, 399));
    coordinator.expectNoMessage(Duration.ZERO);
    commit.replyTo().tell(StatusReply.success(new CommitResult.Committed(12)));

    coordinator.expectMessage(ended(new ChunkOutcome.Stored(399, 100)));
    coordinator.expectTerminated(fetcher);
  }

  @Test
  void shouldContinueAnOpenRecord() {
    fetch(TAIL, 1);
    answerRecord(Optional.of(TestBlocks.record(CHUNK, 349)));

    StatsStore.Commit commit = store.expectMessageClass(StatsStore.Commit.class);
    commit.replyTo().tell(StatusReply.success(new CommitResult.Committed(1)));

    assertThat(chain.fetched()).containsExactly(new BlockRange(350, 380));
    assertThat(commit.records()).containsExactly(TestBlocks.record(CHUNK, 380));
    coordinator.expectMessage(ended(new ChunkOutcome.Stored(380, 31)));
  }

  @Test
  void shouldContinueARecordThatHasGrownFromItsEnd() {
    fetch(TAIL, 1);
    answerRecord(Optional.of(TestBlocks.record(CHUNK, 370)));

    acceptCommit();

    assertThat(chain.fetched()).containsExactly(new BlockRange(371, 380));
    coordinator.expectMessage(ended(new ChunkOutcome.Stored(380, 10)));
  }

  @Test
  void shouldFetchNothingIfTheRecordReachesTheHead() {
    fetch(TAIL, 1);
    answerRecord(Optional.of(TestBlocks.record(CHUNK, 390)));

    coordinator.expectMessage(ended(new ChunkOutcome.Stored(390, 0)));
    assertThat(chain.fetched()).isEmpty();
  }

  @Test
  void shouldFetchTheBlocksOfARecordThatIsGone() {
    fetch(TAIL, 1);
    answerRecord(Optional.empty());

    acceptCommit();

    coordinator.expectMessage(ended(new ChunkOutcome.Stored(380, 81)));
  }

  @Test
  void shouldRetryAFailureAfterTheBackoff() {
    AtomicInteger calls = new AtomicInteger();
    chain.blocksAnswer(
        range ->
            calls.incrementAndGet() == 1
                ? TestChain.failing("block 300 is null")
                : TestChain.good(range));
    fetch(WHOLE, 3);
    coordinator.expectMessage(failedAttempt("block 300 is null"));

    time.passUntil(() -> calls.get() == 2);

    assertThat(time.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    acceptCommit();
    coordinator.expectMessage(ended(new ChunkOutcome.Stored(399, 100)));
  }

  @Test
  void shouldDoubleTheBackoffUntilTheAttemptsAreUsedUp() {
    List<Duration> calls = new CopyOnWriteArrayList<>();
    chain.blocksAnswer(
        range -> {
          calls.add(time.passed());
          return TestChain.failing("failure " + calls.size());
        });
    ActorRef<BlockFetcher.Command> fetcher = fetch(WHOLE, 3);

    coordinator.expectMessage(failedAttempt("failure 1"));
    time.passUntil(() -> calls.size() == 2);
    coordinator.expectMessage(failedAttempt("failure 2"));
    time.passUntil(() -> calls.size() == 3);
    coordinator.expectMessage(failedAttempt("failure 3"));

    coordinator.expectTerminated(fetcher);
    coordinator.expectNoMessage(Duration.ZERO);
    assertThat(calls).hasSize(3);
    assertThat(calls.get(2).minus(calls.get(1)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2).minus(VirtualTime.STEP));
  }

  @Test
  void shouldNotRetryWithASingleAttempt() {
    chain.blocksAnswer(range -> TestChain.failing("no"));
    ActorRef<BlockFetcher.Command> fetcher = fetch(WHOLE, 1);

    coordinator.expectMessage(failedAttempt("no"));
    coordinator.expectTerminated(fetcher);
    assertThat(chain.fetched()).hasSize(1);
  }

  @Test
  void shouldNotResetTheCountOfAttemptsWhileCallsAreSlowerThanTheBackoff() {
    LinkedBlockingQueue<CompletableFuture<List<BlockActivity>>> calls = new LinkedBlockingQueue<>();
    chain.blocksAnswer(
        range -> {
          CompletableFuture<List<BlockActivity>> hanging = new CompletableFuture<>();
          calls.add(hanging);
          return hanging;
        });
    ActorRef<BlockFetcher.Command> fetcher = fetch(WHOLE, 4);

    for (int attempt = 1; attempt <= 4; attempt++) {
      time.passUntil(Duration.ofSeconds(10), () -> !calls.isEmpty());
      TIME.timePasses(Duration.ofMinutes(5));
      calls
          .remove()
          .completeExceptionally(
              new ChainException(ChainException.Kind.TIMEOUT, "no answer within 300 s"));
      coordinator.expectMessage(
          failedAttempt(
              new ChunkOutcome.GaveUp(IngestFailureType.TIMEOUT, "no answer within 300 s")));
    }

    coordinator.expectTerminated(fetcher);
    assertThat(chain.fetched()).hasSize(4);
  }

  @Test
  void shouldGiveUpAtOnceIfBlocksDoNotContinueTheRecord() {
    chain.blocksAnswer(
        range -> CompletableFuture.completedFuture(List.of(block(350, new Hash(9, 9, 9, 9), 350))));
    ActorRef<BlockFetcher.Command> fetcher = fetch(TAIL, 3);
    answerRecord(Optional.of(TestBlocks.record(CHUNK, 349)));

    ChunkCoordinator.AttemptFailed failed =
        coordinator.expectMessageClass(ChunkCoordinator.AttemptFailed.class);
    assertThat(failed.why().type()).isEqualTo(IngestFailureType.REORGANISED);
    assertThat(failed.why().reason()).contains("block 350").contains("block 349");
    coordinator.expectMessage(ended(failed.why()));
    coordinator.expectTerminated(fetcher);
    assertThat(chain.fetched()).hasSize(1);
  }

  @Test
  void shouldNotContinueARecordWithABlockThatGoesBackInTimeWithoutASecondReading() {
    List<BlockActivity> blocks = List.of(block(350, TestBlocks.hash(349), 5));
    chain.blocksAnswer(range -> CompletableFuture.completedFuture(blocks));
    fetch(new ChunkTask(1, 1, 7, 3, 350, 350), 1);
    answerRecord(Optional.of(TestBlocks.record(CHUNK, 349)));

    ChunkOutcome.GaveUp why =
        coordinator.expectMessageClass(ChunkCoordinator.AttemptFailed.class).why();
    assertThat(why.type()).isEqualTo(IngestFailureType.MALFORMED);
    assertThat(why.reason()).contains("block 350").contains("before that of its parent");
    assertThat(why.blocksFetched()).isZero();
  }

  @Test
  void shouldContinueARecordWithABlockThatGoesBackInTimeIfASecondReadingConfirmsIt() {
    List<BlockActivity> blocks = List.of(block(350, TestBlocks.hash(349), 5));
    chain.blocksAnswer(range -> CompletableFuture.completedFuture(blocks));
    chain.headersAre(blocks);
    fetch(new ChunkTask(1, 1, 7, 3, 350, 350), 1);
    answerRecord(Optional.of(TestBlocks.record(CHUNK, 349)));

    assertThat(acceptCommit()).extracting(ChunkRecord::lastBlock).containsExactly(350L);
    coordinator.expectMessageClass(ChunkCoordinator.ChunkEnded.class);
  }

  @Test
  void shouldStoreTheBlocksBeforeOneFromTheFuture() {
    clock = Clock.fixed(Instant.ofEpochSecond(TestBlocks.START), ZoneOffset.UTC);
    fetch(new ChunkTask(1, 1, 7, 12, 1200, 1299), 1);

    assertThat(acceptCommit())
        .as("an hour of blocks")
        .extracting(ChunkRecord::lastBlock)
        .containsExactly(1200L);
    ChunkOutcome.GaveUp why =
        coordinator.expectMessageClass(ChunkCoordinator.AttemptFailed.class).why();
    assertThat(why.reason()).contains("block 1201").contains("future");
  }

  @Test
  void shouldContinueBehindTheStoredBlocksInTheNextAttempt() {
    chain.blocksAnswer(
        range ->
            TestChain.good(
                new BlockRange(range.first(), Math.min(range.last(), range.first() + 9))));
    ActorRef<BlockFetcher.Command> fetcher = fetch(WHOLE, 2);
    acceptCommit();
    coordinator.expectMessage(
        failedAttempt(
            new ChunkOutcome.GaveUp(
                IngestFailureType.MALFORMED,
                "the chain answered blocks up to 309, not up to the requested 399",
                309,
                10)));

    time.passUntil(() -> storeRequests.get() == 2);
    answerRecord(Optional.of(TestBlocks.record(CHUNK, 309)));

    assertThat(acceptCommit()).containsExactly(TestBlocks.record(CHUNK, 319));
    ChunkOutcome.GaveUp last =
        coordinator.expectMessageClass(ChunkCoordinator.AttemptFailed.class).why();
    assertThat(last.lastBlock()).isEqualTo(319);
    assertThat(last.blocksFetched()).isEqualTo(20);
    assertThat(chain.fetched()).containsExactly(new BlockRange(300, 399), new BlockRange(310, 399));
    coordinator.expectTerminated(fetcher);
  }

  @Test
  void shouldRetryIfTheStoreFails() {
    fetch(WHOLE, 2);
    store
        .expectMessageClass(StatsStore.Commit.class)
        .replyTo()
        .tell(StatusReply.error(new StorageException("disk full")));
    coordinator.expectMessage(
        failedAttempt(new ChunkOutcome.GaveUp(IngestFailureType.STORE, "disk full")));

    time.passUntil(() -> chain.fetched().size() == 2);

    acceptCommit();
    coordinator.expectMessage(ended(new ChunkOutcome.Stored(399, 100)));
  }

  @Test
  void shouldFailIfTheStoreCannotReadTheRecord() {
    fetch(TAIL, 1);
    store
        .expectMessageClass(StatsStore.GetRecord.class)
        .replyTo()
        .tell(StatusReply.error(new StorageException("bad disk")));

    coordinator.expectMessage(
        failedAttempt(new ChunkOutcome.GaveUp(IngestFailureType.STORE, "bad disk")));
  }

  @Test
  void shouldKeepItsBlocksAndRepeatTheCommitIfTheStoreDoesNotAnswer() {
    fetch(WHOLE, 1);
    store.expectMessageClass(StatsStore.Commit.class);

    TIME.timePasses(Duration.ofSeconds(30));

    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .ignoreExceptionsMatching(AssertionError.class::isInstance)
        .until(
            () -> {
              TIME.timePasses(Duration.ofSeconds(1));
              return store.expectMessageClass(StatsStore.Commit.class, Duration.ofMillis(20));
            },
            commit -> true)
        .replyTo()
        .tell(StatusReply.success(new CommitResult.Committed(1)));
    coordinator.expectMessage(ended(new ChunkOutcome.Stored(399, 100)));
    assertThat(chain.fetched()).as("requests for blocks").hasSize(1);
  }

  @Test
  void shouldGiveUpAtOnceOnAStaleEpoch() {
    ActorRef<BlockFetcher.Command> fetcher = fetch(WHOLE, 3);
    store
        .expectMessageClass(StatsStore.Commit.class)
        .replyTo()
        .tell(StatusReply.success(new CommitResult.StaleEpoch(8)));

    ChunkOutcome.GaveUp why =
        coordinator.expectMessageClass(ChunkCoordinator.AttemptFailed.class).why();
    assertThat(why.type()).isEqualTo(IngestFailureType.STALE_EPOCH);
    assertThat(why.reason()).contains("epoch 8").contains("epoch 7");
    coordinator.expectMessage(ended(why));
    coordinator.expectTerminated(fetcher);
  }

  private ActorRef<BlockFetcher.Command> fetch(ChunkTask chunk, int attempts) {
    task = chunk;
    IngestSettings settings = TestSettings.attempts(attempts);
    BlockFetcher.Dependencies dependencies =
        new BlockFetcher.Dependencies(
            settings, chain, clock, new StoreClient(KIT.spawn(countingRequests()), KIT.system()));
    return KIT.spawn(BlockFetcher.create(dependencies, task, Span.getInvalid(), coordinator.ref()));
  }

  /** Counts the requests to the store and forwards them. */
  private Behavior<StatsStore.Command> countingRequests() {
    return Behaviors.receiveMessage(
        request -> {
          storeRequests.incrementAndGet();
          store.ref().tell(request);
          return Behaviors.same();
        });
  }

  private void answerRecord(Optional<ChunkRecord> record) {
    StatsStore.GetRecord get = store.expectMessageClass(StatsStore.GetRecord.class);
    assertThat(get.index()).isEqualTo(CHUNK.index());
    get.replyTo().tell(StatusReply.success(record));
  }

  private List<ChunkRecord> acceptCommit() {
    StatsStore.Commit commit = store.expectMessageClass(StatsStore.Commit.class);
    commit.replyTo().tell(StatusReply.success(new CommitResult.Committed(1)));
    return commit.records();
  }

  private ChunkCoordinator.AttemptFailed failedAttempt(String reason) {
    return failedAttempt(new ChunkOutcome.GaveUp(IngestFailureType.MISSING_BLOCK, reason));
  }

  private ChunkCoordinator.AttemptFailed failedAttempt(ChunkOutcome.GaveUp why) {
    return new ChunkCoordinator.AttemptFailed(task, why);
  }

  private ChunkCoordinator.ChunkEnded ended(ChunkOutcome outcome) {
    return new ChunkCoordinator.ChunkEnded(task, outcome);
  }

  private static BlockActivity block(long number, Hash parent, long timestamp) {
    return TestBlocks.block(
        new BlockHeader(number, TestBlocks.hash(number), parent, TestBlocks.START + timestamp));
  }
}
