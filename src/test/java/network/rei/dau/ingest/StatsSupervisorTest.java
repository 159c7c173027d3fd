package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

/**
 * Runs over the retention: what they fetch and who receives their results.
 *
 * <p>With {@link TestSettings}: a head of 5000 makes the first window blocks 4800 to 5000 and the
 * retention blocks 3800 to 5000, chunks 38 to 50.
 */
class StatsSupervisorTest extends SupervisorFixture {

  @Test
  void shouldRunAtOnceOverTheFirstWindowAndThenOverTheWholeRetention() {
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
  void shouldRunEveryInterval() {
    schedule(TestSettings.notFollowing());
    awaitStatus(RUN_ENDED);

    for (long newest = 5010; newest <= 5030; newest += 10) {
      chain.newest(newest);
      time.timePasses(TestSettings.INTERVAL.minusSeconds(1));
      assertThat(status().head()).hasValue(newest - 10);
      time.timePasses(Duration.ofSeconds(1));
      awaitLastBlock(newest);
      // A run that is due while another one ends is skipped.
      awaitStatus(RUN_ENDED);
    }
  }

  @Test
  void shouldReportChunksThatAreGivenUpAndFetchTheOthers() {
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
  void shouldFetchInTheNextRunWhatWasGivenUp() {
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
  void shouldFetchTheWholeRetentionAtOnceOnDemand() {
    onDemand(TestSettings.notFollowing());

    RunResult.TaskCompleted result = completed(run());

    assertThat(result.blocksFetched()).isEqualTo(1201);
    assertThat(result.recordsSealed()).isEqualTo(12);
    assertThat(result.lastProcessedBlock()).isEqualTo(5000);
    assertThat(chain.newestCalls()).isEqualTo(1);
  }

  @Test
  void shouldReplyToARequestDuringARunWithTheResultOfThatRun() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> range.first() == 4900 ? slow : TestChain.good(range));
    onDemand(TestSettings.notFollowing());
    TestProbe<RunResult> first = kit.createTestProbe();
    TestProbe<RunResult> second = kit.createTestProbe();
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
  void shouldReplyToARequestDuringTheFirstWindowAfterTheWholeRetention() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> range.first() == 4900 ? slow : TestChain.good(range));
    schedule(TestSettings.notFollowing());
    await().until(() -> repository.indexes().contains(48L));
    TestProbe<RunResult> requester = kit.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(requester.ref()));

    slow.complete(TestBlocks.blocks(4900, 4999));

    assertThat(requester.receiveMessage()).isInstanceOf(RunResult.TaskCompleted.class);
    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
    requester.expectNoMessage(Duration.ZERO);
  }

  @Test
  void shouldSkipTicksDuringALongRun() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> range.first() == 4900 ? slow : TestChain.good(range));
    schedule(TestSettings.notFollowing());
    await().until(() -> repository.indexes().contains(48L));

    for (int tick = 0; tick < 3; tick++) {
      time.timePasses(TestSettings.INTERVAL);
      status();
    }
    assertThat(chain.newestCalls()).isEqualTo(1);
    slow.complete(TestBlocks.blocks(4900, 4999));

    awaitStatus(RUN_ENDED);
    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
  }

  @Test
  void shouldNotFetchBlocksBeforeTheRetentionAfterALongPause() {
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
  void shouldAcceptALowerHead() {
    onDemand(TestSettings.notFollowing());
    run();
    int before = chain.fetched().size();
    chain.newest(4990);

    RunResult.TaskCompleted result = completed(run());

    assertThat(result.missingChunks()).isEmpty();
    assertThat(result.lastProcessedBlock()).isEqualTo(5000);
    assertThat(status().problems()).isEmpty();
    assertThat(chain.fetched()).as("pruned blocks are not fetched again").hasSize(before);
  }

  @Test
  void shouldFetchAChainOfOneBlock() {
    chain.newest(0);
    schedule(TestSettings.notFollowing());

    IngestStatus status = awaitStatus(RUN_ENDED);

    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);
    assertThat(repository.lastBlock()).isZero();
  }

  @Test
  void shouldWaitForAChainShorterThanTheConfirmations() {
    chain.newest(3);
    schedule(TestSettings.confirmations(10));

    IngestStatus status = awaitStatus(RUN_ENDED);

    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);
    assertThat(status.problems()).isEmpty();
    for (int i = 0; i < 5; i++) {
      status();
    }
    assertThat(chain.newestCalls()).as("a single run").isEqualTo(1);
    assertThat(completed(run()).lastProcessedBlock()).isEqualTo(-1);

    chain.newest(15);
    time.timePasses(TestSettings.FOLLOW);
    awaitLastBlock(5);
  }
}
