package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import network.rei.dau.activity.BlockActivity;
import network.rei.dau.activity.BlockRange;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.stats.InMemoryRepository;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreAccess;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * With {@link TestSettings}: a head of 5000 makes the first window blocks 4800 to 5000 and the
 * retention blocks 3800 to 5000, chunks 38 to 50.
 */
class StatsSupervisorTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final Predicate<IngestStatus> RUN_ENDED =
      status -> status.lastRun().isPresent() && !status.processing();

  private final InMemoryRepository repository = new InMemoryRepository();
  private final TestChain chain = new TestChain(5000);
  private final ExecutorService blocking = Executors.newSingleThreadExecutor();
  private final ActorRef<StatsStore.Command> store =
      KIT.spawn(
          StatsStore.create(
              new StoreAccess(
                  repository, (ledger, at) -> {}, Clock.systemUTC(), blocking, Runnable::run)));
  private ActorRef<StatsSupervisor.Command> supervisor;

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @AfterEach
  void stop() {
    KIT.stop(supervisor);
    KIT.stop(store);
    blocking.shutdownNow();
  }

  @Test
  void runsAtOnceOverTheFirstWindowAndThenOverTheWholeRetention() {
    schedule(TestSettings.notFollowing());

    IngestStatus status = awaitStatus(RUN_ENDED);

    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);
    assertThat(status.problems()).isEmpty();
    assertThat(status.missingChunks()).isEmpty();
    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
    assertThat(repository.lastBlock()).isEqualTo(5000);
    assertThat(chain.fetched().subList(0, 3))
        .containsExactlyInAnyOrder(range(4800, 4899), range(4900, 4999), range(5000, 5000));
    assertThat(chain.fetched()).hasSize(13).doesNotHaveDuplicates();
  }

  @Test
  void runsEveryInterval() {
    schedule(TestSettings.notFollowing());
    awaitStatus(RUN_ENDED);

    for (long newest = 5010; newest <= 5030; newest += 10) {
      chain.newest(newest);
      TIME.timePasses(TestSettings.INTERVAL.minusSeconds(1));
      assertThat(status().head()).hasValue(newest - 10);
      TIME.timePasses(Duration.ofSeconds(1));
      awaitLastBlock(newest);
    }
  }

  @Test
  void aTickOfTheFollowerFetchesOnlyTheTail() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    int before = chain.fetched().size();
    chain.newest(5012);

    TIME.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5012);
    assertThat(chain.fetched().subList(before, chain.fetched().size()))
        .containsExactly(range(5001, 5012));
    assertThat(status().processing()).as("following is no run").isFalse();
  }

  @Test
  void theFollowerGoesOnIntoNewChunks() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.newest(5230);

    TIME.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5230);
    await().until(() -> repository.indexes().equals(chunks(38, 52)));
  }

  @Test
  void aTickDuringARunMovesItsHead() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(asked -> asked.first() == 4900 ? slow : TestChain.good(asked));
    schedule(TestSettings.following());
    await().until(() -> repository.indexes().contains(48L));
    chain.newest(5120);

    TIME.timePasses(TestSettings.FOLLOW);

    awaitStatus(status -> status.head().orElse(0) == 5120);
    awaitLastBlock(5120);
    assertThat(status().lastRun()).as("still the first run").isEmpty();
    slow.complete(TestBlocks.blocks(4900, 4999));
    awaitStatus(RUN_ENDED);
    assertThat(repository.indexes()).isEqualTo(chunks(39, 51));
  }

  @Test
  void theChainIsAskedForItsHeadByOneCallAtATime() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(asked -> slow);
    schedule(TestSettings.following());
    await().until(() -> !chain.fetched().isEmpty());
    CompletableFuture<Long> hanging = new CompletableFuture<>();
    chain.newestAnswer(() -> hanging);
    int before = chain.newestCalls();

    for (int tick = 0; tick < 5; tick++) {
      TIME.timePasses(TestSettings.FOLLOW);
      status();
    }

    assertThat(chain.newestCalls()).isEqualTo(before + 1);
    hanging.completeExceptionally(new IllegalStateException("no"));
    awaitStatus(status -> status.errors().containsKey("internal"));
    TIME.timePasses(TestSettings.FOLLOW);
    await().until(() -> chain.newestCalls() == before + 2);
  }

  @Test
  void aChainThatIsDownEndsTheRunAndTheNextTickTriesAgain() {
    chain.down("connection refused by http://node");
    schedule(TestSettings.following());

    IngestStatus status = awaitStatus(RUN_ENDED);

    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.FAILED);
    assertThat(status.errors()).containsEntry("unreachable", 1L);
    assertThat(status.problems())
        .containsExactly("the last run failed: connection refused by http://node");
    assertThat(status.head()).isEmpty();

    chain.up();
    TIME.timePasses(TestSettings.FOLLOW);
    awaitLastBlock(5000);
    assertThat(awaitStatus(RUN_ENDED.and(now -> now.problems().isEmpty())).errors()).isEmpty();
  }

  @Test
  void withoutFollowingAFailedRunIsTriedAgainAfterTheInterval() {
    chain.down("connection refused");
    schedule(TestSettings.notFollowing());
    awaitStatus(RUN_ENDED);
    chain.up();

    TIME.timePasses(TestSettings.INTERVAL);

    awaitLastBlock(5000);
  }

  @Test
  void chunksThatAreGivenUpAreToldAndTheRestIsFetched() {
    failing(4900);
    schedule(TestSettings.notFollowing());

    IngestStatus status = awaitStatus(RUN_ENDED.and(s -> repository.indexes().size() == 12));

    assertThat(status.missingChunks()).containsExactly(49L);
    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.INCOMPLETE);
    assertThat(status.problems()).containsExactly("1 chunk is missing");
    assertThat(status.errors()).containsEntry("missing_block", 1L);
    assertThat(repository.indexes()).contains(38L, 48L, 50L).doesNotContain(49L);
  }

  @Test
  void theNextRunTakesWhatWasGivenUp() {
    failing(4300);
    onDemand(TestSettings.notFollowing());
    assertThat(completed(run()).missingChunks()).containsExactly(43L);
    chain.blocksAnswer(TestChain::good);
    int before = chain.fetched().size();

    RunResult.TaskCompleted result = completed(run());

    assertThat(result.missingChunks()).isEmpty();
    assertThat(result.blocksFetched()).isEqualTo(100);
    assertThat(result.recordsSealed()).isEqualTo(1);
    assertThat(result.lastProcessedBlock()).isEqualTo(5000);
    assertThat(chain.fetched().subList(before, chain.fetched().size()))
        .containsExactly(range(4300, 4399));
    assertThat(status().missingChunks()).isEmpty();
  }

  @Test
  void theFollowerMendsTheTailThatARunGaveUp() {
    failing(5000);
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED.and(status -> status.missingChunks().equals(List.of(50L))));
    chain.blocksAnswer(TestChain::good);

    TIME.timePasses(TestSettings.FOLLOW);

    IngestStatus status = awaitStatus(now -> now.missingChunks().isEmpty());
    assertThat(status.problems()).isEmpty();
    assertThat(repository.lastBlock()).isEqualTo(5000);
  }

  @Test
  void aFollowerThatFailsIsToldUntilItWorks() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.down("connection refused");
    TIME.timePasses(TestSettings.FOLLOW);
    IngestStatus status = awaitStatus(now -> !now.problems().isEmpty());
    assertThat(status.problems())
        .containsExactly("the head cannot be followed: connection refused");
    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);

    chain.up();
    chain.newest(5003);
    TIME.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5003);
    awaitStatus(now -> now.problems().isEmpty());
  }

  @Test
  void aRunOnDemandFetchesTheWholeRetentionAtOnce() {
    onDemand(TestSettings.notFollowing());

    RunResult.TaskCompleted result = completed(run());

    assertThat(result.blocksFetched()).isEqualTo(1201);
    assertThat(result.recordsSealed()).isEqualTo(12);
    assertThat(result.lastProcessedBlock()).isEqualTo(5000);
    assertThat(chain.newestCalls()).isEqualTo(1);
  }

  @Test
  void whoAsksDuringARunHearsHowItEnds() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(asked -> asked.first() == 4900 ? slow : TestChain.good(asked));
    onDemand(TestSettings.notFollowing());
    TestProbe<RunResult> first = KIT.createTestProbe();
    TestProbe<RunResult> second = KIT.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(first.ref()));
    IngestStatus status =
        awaitStatus(now -> now.progress().filter(p -> p.blocksLeft() == 100).isPresent());
    assertThat(status.processing()).isTrue();
    assertThat(status.progress().orElseThrow().blocksFetched()).isEqualTo(1101);

    supervisor.tell(new StatsSupervisor.RunTask(second.ref()));
    slow.complete(TestBlocks.blocks(4900, 4999));

    RunResult result = first.receiveMessage();
    assertThat(second.receiveMessage()).isEqualTo(result);
    assertThat(chain.newestCalls()).as("one run").isEqualTo(1);
    assertThat(status().progress()).isEmpty();
  }

  @Test
  void whoAsksDuringTheFirstWindowHearsOfTheWholeRetention() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(asked -> asked.first() == 4900 ? slow : TestChain.good(asked));
    schedule(TestSettings.notFollowing());
    await().until(() -> repository.indexes().contains(48L));
    TestProbe<RunResult> asker = KIT.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(asker.ref()));

    slow.complete(TestBlocks.blocks(4900, 4999));

    assertThat(asker.receiveMessage()).isInstanceOf(RunResult.TaskCompleted.class);
    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
    asker.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aRunThatIsAskedForWhileFollowingTakesItsPlace() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    CompletableFuture<List<BlockActivity>> hanging = new CompletableFuture<>();
    chain.blocksAnswer(asked -> hanging);
    chain.newest(5010);
    int before = chain.fetched().size();
    TIME.timePasses(TestSettings.FOLLOW);
    await().until(() -> chain.fetched().size() > before);
    chain.blocksAnswer(TestChain::good);

    RunResult.TaskCompleted result = completed(run());
    hanging.complete(TestBlocks.blocks(5001, 5010));

    assertThat(result.lastProcessedBlock()).isEqualTo(5010);
    assertThat(status().problems()).isEmpty();
  }

  @Test
  void aRunThatTakesLongerThanTheIntervalIsNotDisturbed() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(asked -> asked.first() == 4900 ? slow : TestChain.good(asked));
    schedule(TestSettings.notFollowing());
    await().until(() -> repository.indexes().contains(48L));

    for (int tick = 0; tick < 3; tick++) {
      TIME.timePasses(TestSettings.INTERVAL);
      status();
    }
    assertThat(chain.newestCalls()).isEqualTo(1);
    slow.complete(TestBlocks.blocks(4900, 4999));

    awaitStatus(RUN_ENDED);
    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
  }

  @Test
  void aRunDeletesWhatTheRetentionNoLongerNeeds() {
    onDemand(TestSettings.notFollowing());
    run();
    chain.newest(5450);

    run();

    assertThat(repository.indexes()).isEqualTo(chunks(42, 54));
  }

  @Test
  void aHeadThatIsSeenWhileARunDeletesIsLeftToTheNext() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.newest(5450);
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(asked -> asked.first() == 5100 ? slow : TestChain.good(asked));
    TestProbe<RunResult> asker = KIT.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(asker.ref()));
    awaitLastBlock(5450);
    CompletableFuture<Long> head = new CompletableFuture<>();
    chain.newestAnswer(() -> head);
    int calls = chain.newestCalls();
    TIME.timePasses(TestSettings.FOLLOW);
    await().until(() -> chain.newestCalls() == calls + 1);
    CountDownLatch deletion = repository.blockCommitsThatDelete();
    int commits = repository.commits();
    slow.complete(TestBlocks.blocks(5100, 5199));
    await().until(() -> repository.commits() == commits + 2);

    head.complete(5555L);
    awaitStatus(status -> status.head().orElse(0) == 5555);
    deletion.countDown();

    RunResult.TaskCompleted result = completed(asker.receiveMessage());
    assertThat(result.missingChunks()).isEmpty();
    assertThat(result.lastProcessedBlock()).isEqualTo(5450);
  }

  @Test
  void aShorterRetentionDeletesTheRest() {
    onDemand(TestSettings.retention(Duration.ofHours(2)));
    run();
    assertThat(repository.indexes()).isEqualTo(chunks(26, 50));
    int before = chain.fetched().size();
    KIT.stop(supervisor);

    onDemand(TestSettings.notFollowing());
    run();

    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
    assertThat(chain.fetched()).as("nothing fetched").hasSize(before);
  }

  @Test
  void aLongerRetentionFetchesOnlyWhatIsOlder() {
    onDemand(TestSettings.notFollowing());
    run();
    int before = chain.fetched().size();
    KIT.stop(supervisor);

    onDemand(TestSettings.retention(Duration.ofHours(2)));
    run();

    assertThat(repository.indexes()).isEqualTo(chunks(26, 50));
    assertThat(chain.fetched()).hasSize(before + 12);
  }

  @Test
  void aPauseLongerThanTheRetentionIsNotFetched() {
    onDemand(TestSettings.notFollowing());
    run();
    int before = chain.fetched().size();
    chain.newest(20_000);

    RunResult.TaskCompleted result = completed(run());

    assertThat(chain.fetched().subList(before, chain.fetched().size())).hasSize(13);
    assertThat(result.missingChunks()).isEmpty();
    assertThat(repository.indexes()).isEqualTo(chunks(188, 200));
  }

  @Test
  void aHeadThatGoesBackwardsIsNoError() {
    onDemand(TestSettings.notFollowing());
    run();
    int before = chain.fetched().size();
    chain.newest(4990);

    RunResult.TaskCompleted result = completed(run());

    assertThat(result.missingChunks()).isEmpty();
    assertThat(result.lastProcessedBlock()).isEqualTo(5000);
    assertThat(status().problems()).isEmpty();
    assertThat(chain.fetched()).as("what was pruned is not asked for again").hasSize(before);
  }

  @Test
  void theFollowerWaitsWhileTheHeadIsBehind() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    int before = chain.fetched().size();
    chain.newest(4700);

    TIME.timePasses(TestSettings.FOLLOW);

    awaitStatus(status -> status.head().orElse(0) == 4700);
    assertThat(status().problems()).isEmpty();
    assertThat(chain.fetched()).hasSize(before);
  }

  @Test
  void aChainThatHasOnlyItsGenesisBlockIsFetched() {
    chain.newest(0);
    schedule(TestSettings.notFollowing());

    IngestStatus status = awaitStatus(RUN_ENDED);

    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);
    assertThat(repository.lastBlock()).isZero();
  }

  @Test
  void aChainShorterThanTheConfirmationsIsWaitedFor() {
    chain.newest(3);
    schedule(TestSettings.confirmations(10));

    IngestStatus status = awaitStatus(RUN_ENDED);

    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);
    assertThat(status.problems()).isEmpty();
    for (int i = 0; i < 5; i++) {
      status();
    }
    assertThat(chain.newestCalls()).as("one run, not one after the other").isEqualTo(1);
    assertThat(completed(run()).lastProcessedBlock()).isEqualTo(-1);

    chain.newest(15);
    TIME.timePasses(TestSettings.FOLLOW);
    awaitLastBlock(5);
  }

  @Test
  void theStoreOfAnotherChainIsNotTakenOver() {
    onDemand(TestSettings.notFollowing());
    run();
    KIT.stop(supervisor);
    chain.genesis(TestBlocks.hash(77));
    int before = chain.fetched().size();
    onDemand(TestSettings.notFollowing());

    RunResult result = run();

    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> {
              assertThat(failed.type()).isEqualTo("store");
              assertThat(failed.error()).contains("another genesis block");
            });
    assertThat(chain.fetched()).hasSize(before);
    assertThat(status().problems()).hasSize(1);
  }

  @Test
  void aStoreThatAnotherProcessTookOverIsTakenOverAgainByTheNextRun() {
    onDemand(TestSettings.notFollowing());
    run();
    TestProbe<StatsStore.Leadership> other = KIT.createTestProbe();
    store.tell(new StatsStore.TakeOver(Optional.empty(), other.ref()));
    other.receiveMessage();
    chain.newest(5010);

    assertThat(run())
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> assertThat(failed.type()).isEqualTo("stale_epoch"));

    assertThat(completed(run()).lastProcessedBlock()).isEqualTo(5010);
  }

  @Test
  void aStoreThatFailsForAWhileIsWrittenOnceItWorksAgain() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    repository.failWith("disk full");
    chain.newest(5007);
    TIME.timePasses(TestSettings.FOLLOW);
    IngestStatus status = awaitStatus(now -> !now.missingChunks().isEmpty());
    assertThat(status.problems()).contains("the head cannot be followed: disk full");
    assertThat(status.errors()).containsEntry("store", 1L);

    repository.recover();
    TIME.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5007);
    awaitStatus(now -> now.problems().isEmpty());
  }

  @Test
  void aRunThatCannotPruneFails() {
    onDemand(TestSettings.notFollowing());
    run();
    chain.newest(5450);
    chain.blocksAnswer(TestChain::good);
    repository.failCommitsThatDelete("disk full");

    assertThat(run())
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> {
              assertThat(failed.type()).isEqualTo("store");
              assertThat(failed.error()).isEqualTo("disk full");
            });

    assertThat(repository.lastBlock()).as("what was fetched stays").isEqualTo(5450);
    repository.recover();
    assertThat(completed(run()).missingChunks()).isEmpty();
    assertThat(repository.indexes()).isEqualTo(chunks(42, 54));
  }

  @Test
  void whoWaitsHearsOfACrashAndTheNextIncarnationRuns() {
    CompletableFuture<Long> hanging = new CompletableFuture<>();
    chain.newestAnswer(() -> hanging);
    schedule(TestSettings.notFollowing());
    TestProbe<RunResult> asker = KIT.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(asker.ref()));
    await().until(() -> chain.newestCalls() == 1);
    chain.newestAnswer(() -> CompletableFuture.completedFuture(5000L));

    supervisor.tell(new StatsSupervisor.GetStatus(null));

    assertThat(asker.receiveMessage()).isInstanceOf(RunResult.TaskFailed.class);
    awaitStatus(RUN_ENDED);
    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
  }

  @Test
  void whatAnEarlierIncarnationWaitedForIsPassedOver() {
    CompletableFuture<Long> early = new CompletableFuture<>();
    CompletableFuture<Long> late = new CompletableFuture<>();
    chain.newestAnswer(() -> chain.newestCalls() == 1 ? early : late);
    schedule(TestSettings.notFollowing());
    await().until(() -> chain.newestCalls() == 1);
    supervisor.tell(new StatsSupervisor.GetStatus(null));
    await().until(() -> chain.newestCalls() == 2);

    early.complete(9000L);
    barrier();

    assertThat(status().head()).isEmpty();
    late.complete(5000L);
    awaitStatus(RUN_ENDED);
    assertThat(repository.lastBlock()).isEqualTo(5000);
  }

  @Test
  void endpointsThatCannotBeUsedAreProblems() {
    onDemand(TestSettings.notFollowing());
    chain.endpoints(
        endpoint("http://a", EndpointStatus.State.HEALTHY),
        endpoint("http://b", EndpointStatus.State.COOLING_DOWN),
        endpoint("http://c", EndpointStatus.State.REFUSED));

    IngestStatus status = status();

    assertThat(status.problems()).containsExactly("endpoint http://c: why");
    assertThat(status.endpoints())
        .extracting(IngestStatus.Endpoint::state)
        .containsExactly("healthy", "cooling_down", "refused");
    chain.endpoints(endpoint("http://b", EndpointStatus.State.COOLING_DOWN));
    assertThat(status().problems()).containsExactly("endpoint http://b: why");
  }

  private static EndpointStatus endpoint(String name, EndpointStatus.State state) {
    return new EndpointStatus(name, state, 0, 1, 1, Optional.empty(), 1, 1, Optional.of("why"));
  }

  private void failing(long firstBlock) {
    chain.blocksAnswer(
        asked ->
            asked.first() == firstBlock
                ? TestChain.failing("block " + firstBlock + " is null")
                : TestChain.good(asked));
  }

  private void schedule(IngestSettings settings) {
    spawn(settings, StatsSupervisor::scheduled);
  }

  private void onDemand(IngestSettings settings) {
    spawn(settings, StatsSupervisor::onDemand);
  }

  private void spawn(
      IngestSettings settings,
      Function<StatsSupervisor.Tools, Behavior<StatsSupervisor.Command>> behavior) {
    supervisor =
        KIT.spawn(
            Behaviors.supervise(
                    behavior.apply(
                        new StatsSupervisor.Tools(settings, chain, store, Clock.systemUTC())))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false)));
  }

  private RunResult run() {
    TestProbe<RunResult> asker = KIT.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(asker.ref()));
    return asker.receiveMessage();
  }

  private static RunResult.TaskCompleted completed(RunResult result) {
    assertThat(result).isInstanceOf(RunResult.TaskCompleted.class);
    return (RunResult.TaskCompleted) result;
  }

  /** Returns once what the store was asked before is answered, and has reached the supervisor. */
  private void barrier() {
    for (int i = 0; i < 3; i++) {
      TestProbe<Snapshot> asker = KIT.createTestProbe();
      store.tell(new StatsStore.GetSnapshot(asker.ref()));
      asker.receiveMessage();
      status();
    }
  }

  private IngestStatus status() {
    TestProbe<IngestStatus> asker = KIT.createTestProbe();
    supervisor.tell(new StatsSupervisor.GetStatus(asker.ref()));
    return asker.receiveMessage();
  }

  private IngestStatus awaitStatus(Predicate<IngestStatus> wanted) {
    return await().pollInterval(Duration.ofMillis(5)).until(this::status, wanted);
  }

  private void awaitLastBlock(long number) {
    await().pollInterval(Duration.ofMillis(5)).until(() -> repository.lastBlock() == number);
  }

  private static List<Long> chunks(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static BlockRange range(long first, long last) {
    return new BlockRange(first, last);
  }
}
