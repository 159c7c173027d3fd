package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.period.History;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import org.junit.jupiter.api.Test;

/**
 * The days before the retention. Blocks are ten minutes apart, and block 5000 is of the afternoon
 * of December 19th: the retention of a day is chunks 48 to 50. The 18th begins in chunk 47, the
 * 17th in chunk 46, the 16th in chunk 44, the 15th in chunk 43.
 */
class SupervisedHistoryTest extends SupervisorFixture {

  SupervisedHistoryTest() {
    super(new TestChain(5000, 600));
  }

  private static LocalDate day(int ofDecember) {
    return LocalDate.of(2023, 12, ofDecember);
  }

  @Test
  void shouldFillTheHistoryNewestDayFirst() {
    CompletableFuture<List<BlockActivity>> slow = holding(46);
    schedule(TestSettings.history(24, 4));

    IngestStatus status = awaitStatus(now -> isFetching(now, day(17)));
    assertThat(status.progress().orElseThrow().daysLeft()).isEqualTo(3);
    assertThat(status.processing()).isTrue();
    assertThat(history().wholeDay(day(18))).isPresent();
    await().until(() -> firstFetched() == 4600);

    slow.complete(blocks(4600));
    awaitEndOfHistory();
    for (int date = 15; date <= 18; date++) {
      assertThat(history().wholeDay(day(date))).as("day %d", date).isPresent();
      assertThat(history().hasAddresses(day(date))).as("addresses of day %d", date).isTrue();
    }
    assertThat(history().wholeDay(day(14))).isEmpty();
    assertThat(firstFetched()).isEqualTo(4300);
    assertThat(repository.indexes()).isEqualTo(chunks(48, 50));
    assertThat(chain.fetched()).as("nothing is fetched twice").doesNotHaveDuplicates();
  }

  @Test
  void shouldFetchNothingAgainOnceTheHistoryIsComplete() {
    schedule(TestSettings.history(24, 4));
    awaitEndOfHistory();
    int before = chain.fetched().size();
    kit.stop(supervisor);

    schedule(TestSettings.history(24, 4));
    awaitEndOfHistory();

    assertThat(chain.fetched()).hasSize(before);
  }

  @Test
  void shouldStopAfterThreeIncompleteDaysUntilTheNextInterval() {
    failingBelow(4800);
    schedule(TestSettings.history(24, 6));

    IngestStatus status = awaitEndOfHistory();

    assertThat(firstFetched()).as("of the 16th").isEqualTo(4400);
    assertThat(status.problems()).isEmpty();
    assertThat(status.missingChunks()).isEmpty();

    chain.blocksAnswer(chain::blocksAsTheyAre);
    time.timePasses(TestSettings.INTERVAL);
    await().until(() -> history().wholeDay(day(13)).isPresent());
    assertThat(history().wholeDay(day(18))).isPresent();
  }

  @Test
  void shouldNotCountTheLastDayAsIncompleteIfTheRetentionIsShorterThanADay() {
    failingBelow(4763);
    schedule(TestSettings.history(1, 6));

    awaitEndOfHistory();

    assertThat(firstFetched()).as("of the 16th, the third before").isEqualTo(4400);
  }

  @Test
  void shouldEndWithoutAProblemAtADayThatNoEndpointServes() {
    chain.servesFrom(4650);
    schedule(TestSettings.history(24, 6));

    IngestStatus status = awaitEndOfHistory();

    assertThat(history().wholeDay(day(18))).isPresent();
    assertThat(history().wholeDay(day(17))).isEmpty();
    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);
    assertThat(status.problems()).isEmpty();
    assertThat(status.errors()).isEmpty();
    assertThat(firstFetched()).isEqualTo(4700);
  }

  @Test
  void shouldFollowTheHeadDuringTheRunOfADay() {
    CompletableFuture<List<BlockActivity>> slow = holding(46);
    schedule(TestSettings.history(24, 3));
    awaitStatus(now -> isFetching(now, day(17)));
    await().until(() -> firstFetched() == 4600);
    chain.newest(5003);

    time.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5003);
    assertThat(history().wholeDay(day(17))).as("still being fetched").isEmpty();
    slow.complete(blocks(4600));
    await().until(() -> history().wholeDay(day(16)).isPresent());
  }

  @Test
  void shouldNotFillTheHistoryOnDemand() {
    onDemand(TestSettings.history(24, 4));
    assertThat(completed(run()).blocksFetched()).isEqualTo(201);
    barrier();
    assertThat(status().processing()).isFalse();
    assertThat(firstFetched()).isEqualTo(4800);
  }

  @Test
  void shouldNotFillTheHistoryIfNoneIsConfigured() {
    schedule(TestSettings.history(24, 0));
    awaitEndOfHistory();
    time.timePasses(TestSettings.INTERVAL);
    awaitEndOfHistory();
    assertThat(firstFetched()).isEqualTo(4800);
  }

  @Test
  void shouldAnswerABackfillWithTheTotalsOfAllThatItFetched() {
    onDemand(TestSettings.history(24, 0));

    RunResult.TaskCompleted result = completed(backfill(day(16)).receiveMessage());

    assertThat(result.blocksFetched()).isEqualTo(601);
    assertThat(result.recordsSealed()).isEqualTo(6);
    assertThat(result.lastProcessedBlock()).isEqualTo(5000);
    assertThat(result.missingChunks()).isEmpty();
    assertThat(history().wholeDay(day(16))).isPresent();
    assertThat(repository.indexes()).isEqualTo(chunks(48, 50));
  }

  @Test
  void shouldAnswerABackfillWithTheMissingChunks() {
    failingBelow(4700);
    onDemand(TestSettings.history(24, 0));
    assertThat(completed(backfill(day(16)).receiveMessage()).missingChunks())
        .containsExactly(44L, 45L, 46L);
  }

  @Test
  void shouldAnswerABackfillThatNoEndpointServesWithWhatWasFetched() {
    chain.servesFrom(4650);
    onDemand(TestSettings.history(24, 0));

    RunResult.TaskCompleted result = completed(backfill(day(10)).receiveMessage());

    assertThat(result.lastProcessedBlock()).isEqualTo(5000);
    assertThat(result.blocksFetched()).isEqualTo(301);
  }

  @Test
  void shouldAnswerABackfillWithTheFailureThatEndsIt() {
    chain.blocksAnswer(
        range -> {
          if (range.first() == 4700) {
            chain.down("connection refused");
          }
          return chain.blocksAsTheyAre(range);
        });
    onDemand(TestSettings.history(24, 0));

    assertThat(backfill(day(10)).receiveMessage())
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> assertThat(failed.error()).isEqualTo("connection refused"));

    chain.up();
    chain.blocksAnswer(chain::blocksAsTheyAre);
    assertThat(completed(backfill(day(17)).receiveMessage()).blocksFetched()).isEqualTo(100);
  }

  @Test
  void shouldAnswerAllBackfillRequestsOnceTheOldestDayIsReached() {
    CompletableFuture<List<BlockActivity>> slow = holding(47);
    onDemand(TestSettings.history(24, 0));
    TestProbe<RunResult> first = backfill(day(18));
    awaitStatus(now -> isFetching(now, day(18)));
    TestProbe<RunResult> second = backfill(day(16));
    barrier();
    slow.complete(blocks(4700));

    RunResult result = first.receiveMessage();

    assertThat(second.receiveMessage()).isEqualTo(result);
    assertThat(completed(result).blocksFetched()).isEqualTo(601);
  }

  private TestProbe<RunResult> backfill(LocalDate from) {
    TestProbe<RunResult> requester = kit.createTestProbe();
    supervisor.tell(new StatsSupervisor.Backfill(from, requester.ref()));
    return requester;
  }

  /** Returns the future that completes the fetching of a chunk. */
  private CompletableFuture<List<BlockActivity>> holding(long chunk) {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> range.first() == chunk * 100 ? slow : chain.blocksAsTheyAre(range));
    return slow;
  }

  private void failingBelow(long block) {
    chain.blocksAnswer(
        range ->
            range.first() < block ? TestChain.failing("pruned") : chain.blocksAsTheyAre(range));
  }

  private List<BlockActivity> blocks(long first) {
    return chain.blocksAsTheyAre(range(first, first + 99)).toCompletableFuture().join();
  }

  private static boolean isFetching(IngestStatus status, LocalDate day) {
    return status.progress().flatMap(IngestStatus.Progress::day).filter(day::equals).isPresent();
  }

  /** The message that ends a run also starts the next one, so the status never shows a pause. */
  private IngestStatus awaitEndOfHistory() {
    awaitStatus(RUN_ENDED.and(status -> repository.lastBlock() >= 5000));
    return awaitStatus(RUN_ENDED);
  }

  private long firstFetched() {
    return chain.fetched().stream().mapToLong(BlockRange::first).min().orElse(-1);
  }

  private History history() {
    TestProbe<Snapshot> requester = kit.createTestProbe();
    store.tell(new StatsStore.GetSnapshot(requester.ref()));
    return requester.receiveMessage().ledger().history();
  }
}
