package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.StorageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatsStoreTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final InMemoryRepository repository = new InMemoryRepository();
  private final ExecutorService blocking = Executors.newSingleThreadExecutor();
  private final AtomicInteger published = new AtomicInteger();
  private StoreAccess.Publisher publisher = (ledger, computedAt) -> published.incrementAndGet();
  private Executor computing = Runnable::run;
  private ActorRef<StatsStore.Command> store;

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @AfterEach
  void stop() {
    KIT.stop(store);
    blocking.shutdownNow();
  }

  @Test
  void shouldAcknowledgeAndShowACommitOnlyOnceItIsDurable() {
    start();
    long epoch = takeOver();
    CountDownLatch disk = repository.block();
    TestProbe<StatusReply<CommitResult>> replies = KIT.createTestProbe();

    commit(epoch, record(0, 9), replies);
    await().until(() -> repository.commits() == 1);

    assertThat(snapshot().ledger().isEmpty()).as("readers go on and see the old data").isTrue();
    assertThat(answer().version()).isZero();
    replies.expectNoMessage(Duration.ZERO);
    disk.countDown();
    assertThat(version(replies.receiveMessage())).isEqualTo(1);
    assertThat(repository.indexes()).containsExactly(0L);
    assertThat(snapshot().ledger().records()).hasSize(1);
    assertThat(snapshot().version()).isEqualTo(1);
  }

  @Test
  void shouldPrepareAnswersAfterACommit() {
    start();
    long epoch = takeOver();

    commit(epoch, record(0, 9));

    await().until(() -> answer().version() == 1);
    commit(epoch, record(1, 15));
    await().until(() -> answer().version() == 2);
  }

  @Test
  void shouldRefuseACommitOfAnEarlierEpoch() {
    start();
    long earlier = takeOver();
    long current = takeOver();

    assertThat(commit(earlier, record(0, 9)).getValue())
        .isEqualTo(new CommitResult.StaleEpoch(current));

    assertThat(snapshot().ledger().isEmpty()).isTrue();
    assertThat(snapshot().storeError()).isEmpty();
  }

  @Test
  void shouldKeepTheDataAndShowTheErrorOfAFailedCommitUntilTheNextOneSucceeds() {
    start();
    long epoch = takeOver();
    commit(epoch, record(0, 9));
    repository.failWith("disk full");

    assertThat(commit(epoch, record(1, 19)).getError())
        .isInstanceOf(StorageException.class)
        .hasMessage("disk full");
    assertThat(snapshot().ledger().records()).hasSize(1);
    assertThat(snapshot().storeError()).contains("disk full");

    repository.recover();
    assertThat(version(commit(epoch, record(1, 19)))).isEqualTo(2);
    assertThat(snapshot().storeError()).isEmpty();
    assertThat(snapshot().ledger().records()).hasSize(2);
  }

  @Test
  void shouldShowACommitThatDeletes() {
    start();
    long epoch = takeOver();
    commit(epoch, record(0, 9));
    commit(epoch, record(1, 19));
    TestProbe<StatusReply<CommitResult>> replies = KIT.createTestProbe();

    store.tell(
        new StatsStore.Commit(
            epoch, List.of(), LedgerChange.Removal.ofOrphaned(List.of(0L)), replies.ref()));

    assertThat(version(replies.receiveMessage())).isEqualTo(3);
    assertThat(snapshot().ledger().records()).extracting(LedgerRecord::index).containsExactly(1L);
  }

  @Test
  void shouldAcceptARepeatedCommit() {
    start();
    long epoch = takeOver();
    commit(epoch, record(0, 9));

    commit(epoch, record(0, 9));
    commit(epoch, record(0, 4));

    assertThat(snapshot().ledger().last().orElseThrow().lastBlock()).isEqualTo(9);
  }

  @Test
  void shouldReadOneRecordFromTheStore() {
    start();
    commit(takeOver(), record(2, 25));

    assertThat(recordAt(2).getValue()).contains(record(2, 25));
    assertThat(recordAt(3).getValue()).isEmpty();
    repository.failWith("bad disk");
    assertThat(recordAt(2).getError()).isInstanceOf(StorageException.class).hasMessage("bad disk");
  }

  @Test
  void shouldRefuseAnotherGenesisBlockOnceARecordIsStored() {
    start();
    commit(takeOver(), record(2, 25));

    assertThat(
            this.<StatusReply<Long>>ask(
                    to -> new StatsStore.TakeOver(Optional.of(TestBlocks.hash(7)), false, to))
                .isError())
        .isTrue();
    assertThat(commit(1, record(0, 9)).getValue()).isInstanceOf(CommitResult.Committed.class);
  }

  @Test
  void shouldAnswerARequestThatArrivesDuringLoadingOnceTheStoreIsLoaded() {
    CountDownLatch disk = repository.block();
    start();
    TestProbe<Snapshot> snapshots = KIT.createTestProbe();
    store.tell(new StatsStore.GetSnapshot(snapshots.ref()));
    await().until(() -> repository.loads() == 1);
    snapshots.expectNoMessage(Duration.ZERO);

    disk.countDown();

    assertThat(snapshots.receiveMessage().version()).isZero();
  }

  @Test
  void shouldNotReadAPreloadedStoreAgain() {
    StoreAccess access = access();
    access.preload().toCompletableFuture().join();

    store = KIT.spawn(StatsStore.create(access, ReplicationMode.EXCLUSIVE));

    assertThat(snapshot().ledger().isEmpty()).isTrue();
    assertThat(repository.loads()).isEqualTo(1);
  }

  @Test
  void shouldPublishFilesAtMostOnceASecond() {
    start();
    long epoch = takeOver();
    for (int last = 1; last <= 5; last++) {
      commit(epoch, record(0, last));
    }
    TIME.timePasses(SECOND.minusMillis(1));
    barrier();
    assertThat(published).hasValue(0);

    TIME.timePasses(Duration.ofMillis(1));

    await().until(() -> published.get() == 1);
    TIME.timePasses(SECOND.multipliedBy(10));
    barrier();
    assertThat(published).as("nothing changed since").hasValue(1);
    commit(epoch, record(0, 6));
    TIME.timePasses(SECOND);
    await().until(() -> published.get() == 2);
  }

  @Test
  void shouldPublishFilesOnRequest() {
    start();

    assertThat(this.<StatusReply<Done>>ask(StatsStore.Publish::new).isSuccess()).isTrue();

    assertThat(published).hasValue(1);
  }

  @Test
  void shouldReportFilesThatCannotBeWrittenAndContinue() {
    publisher =
        (ledger, computedAt) -> {
          throw new IOException("no space");
        };
    start();

    assertThat(this.<StatusReply<Done>>ask(StatsStore.Publish::new).getError())
        .isInstanceOf(IOException.class)
        .hasMessage("no space");
    assertThat(commit(takeOver(), record(0, 9)).getValue())
        .isInstanceOf(CommitResult.Committed.class);
  }

  @Test
  void shouldPrepareAnswersAfterAnEarlierPreparationFailed() {
    AtomicInteger failures = new AtomicInteger(1);
    computing =
        work -> {
          if (failures.getAndDecrement() > 0) {
            throw new RejectedExecutionException("busy");
          }
          work.run();
        };
    start();
    long epoch = takeOver();
    commit(epoch, record(0, 4));
    assertThat(answer().version()).isZero();

    commit(epoch, record(0, 5));

    await().until(() -> answer().version() == 2);
  }

  @Test
  void shouldPrepareAnswersOfACommitThatEndedDuringAnotherPreparation() {
    LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    AtomicInteger started = new AtomicInteger();
    computing =
        work -> {
          if (started.incrementAndGet() == 1) {
            waiting.add(work);
          } else {
            work.run();
          }
        };
    start();
    long epoch = takeOver();
    commit(epoch, record(0, 4));
    commit(epoch, record(0, 5));
    assertThat(started).as("one preparation at a time").hasValue(1);

    waiting.remove().run();

    await().until(() -> answer().version() == 2);
  }

  @Test
  void shouldLoadAgainAfterARestartAndReplyToACommitInProgress() {
    start();
    long epoch = takeOver();
    commit(epoch, record(0, 9));
    CountDownLatch disk = repository.block();
    TestProbe<StatusReply<CommitResult>> replies = KIT.createTestProbe();
    commit(epoch, record(1, 19), replies);
    await().until(() -> repository.commits() == 2);

    store.tell(new StatsStore.GetSnapshot(null));
    disk.countDown();

    assertThat(version(replies.receiveMessage())).isEqualTo(2);
    assertThat(snapshot().ledger().records()).hasSize(2);
    assertThat(snapshot().version()).isEqualTo(2);
    assertThat(repository.loads()).isEqualTo(2);
    await().until(() -> answer().version() == 2);
  }

  @Test
  void shouldReplyThatTheServiceIsStopping() {
    start();
    snapshot();
    blocking.shutdown();

    assertThat(commit(1, record(0, 9)).getError()).hasMessage("the service is stopping");
  }

  private StoreAccess access() {
    return TestStores.access(repository, this::publish, Clock.systemUTC(), blocking, computing);
  }

  private void publish(network.rei.dau.activity.ledger.Ledger ledger, Instant computedAt)
      throws IOException {
    publisher.publish(ledger, computedAt);
  }

  private void start() {
    store =
        KIT.spawn(
            Behaviors.supervise(StatsStore.create(access(), ReplicationMode.EXCLUSIVE))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false)));
  }

  private <T> T ask(Function<ActorRef<T>, StatsStore.Command> message) {
    TestProbe<T> probe = KIT.createTestProbe();
    store.tell(message.apply(probe.ref()));
    return probe.receiveMessage();
  }

  private long takeOver() {
    return this.<StatusReply<Long>>ask(
            to -> new StatsStore.TakeOver(Optional.of(TestBlocks.hash(0)), false, to))
        .getValue();
  }

  private StatusReply<Optional<ChunkRecord>> recordAt(long index) {
    return ask(to -> new StatsStore.GetRecord(index, to));
  }

  private static long version(StatusReply<CommitResult> reply) {
    return ((CommitResult.Committed) reply.getValue()).version();
  }

  private StatusReply<CommitResult> commit(long epoch, ChunkRecord record) {
    TestProbe<StatusReply<CommitResult>> replies = KIT.createTestProbe();
    commit(epoch, record, replies);
    return replies.receiveMessage();
  }

  private void commit(
      long epoch, ChunkRecord record, TestProbe<StatusReply<CommitResult>> replies) {
    store.tell(
        new StatsStore.Commit(epoch, List.of(record), LedgerChange.Removal.NONE, replies.ref()));
  }

  private Snapshot snapshot() {
    return ask(StatsStore.GetSnapshot::new);
  }

  private StatsStore.PreparedAnswer answer() {
    return ask(to -> new StatsStore.GetAnswer(AnswerKind.LAST_24_HOURS, to));
  }

  /** Returns once all requests that the store received before have ended. */
  private void barrier() {
    snapshot();
    recordAt(0);
  }

  private static ChunkRecord record(long index, long last) {
    return TestBlocks.record(new Chunk(index, 10), last);
  }
}
