package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

/** What a run deletes, and what it does not fetch again. */
class RetentionTest extends SupervisorFixture {

  @Test
  void shouldDeleteRecordsOlderThanTheRetention() {
    onDemand(TestSettings.notFollowing());
    run();
    chain.newest(5450);

    run();

    assertThat(repository.indexes()).isEqualTo(chunks(42, 54));
  }

  @Test
  void shouldNotReachFurtherBackForAHeadWithAWrongTimestamp() {
    BlockHeader head = TestBlocks.header(4990);
    BlockHeader wrong = new BlockHeader(4990, head.hash(), head.parentHash(), 0);
    chain.headersAre(List.of(TestBlocks.block(wrong)));
    onDemand(TestSettings.confirmations(10));

    run();

    assertThat(repository.indexes()).isEqualTo(chunks(37, 49));
  }

  @Test
  void shouldLeaveAHeadThatIsSeenDuringPruningToTheNextRun() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.newest(5450);
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> range.first() == 5100 ? slow : TestChain.good(range));
    TestProbe<RunResult> requester = kit.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(requester.ref()));
    awaitLastBlock(5450);
    CompletableFuture<Long> head = new CompletableFuture<>();
    chain.newestAnswer(() -> head);
    int calls = chain.newestCalls();
    time.timePasses(TestSettings.FOLLOW);
    await().until(() -> chain.newestCalls() == calls + 1);
    CountDownLatch deletion = repository.blockCommitsThatDelete();
    int commits = repository.commits();
    slow.complete(TestBlocks.blocks(5100, 5199));
    await().until(() -> repository.commits() == commits + 2);

    head.complete(5555L);
    awaitStatus(status -> status.head().orElse(0) == 5555);
    deletion.countDown();

    RunResult.TaskCompleted result = completed(requester.receiveMessage());
    assertThat(result.missingChunks()).isEmpty();
    assertThat(result.lastProcessedBlock()).isEqualTo(5450);
  }

  @Test
  void shouldDeleteMoreAfterTheRetentionWasShortened() {
    onDemand(TestSettings.retention(Duration.ofHours(2)));
    run();
    assertThat(repository.indexes()).isEqualTo(chunks(26, 50));
    int before = chain.fetched().size();
    kit.stop(supervisor);

    onDemand(TestSettings.notFollowing());
    run();

    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
    assertThat(chain.fetched()).as("nothing fetched").hasSize(before);
  }

  @Test
  void shouldFetchOnlyOlderBlocksAfterTheRetentionWasExtended() {
    onDemand(TestSettings.notFollowing());
    run();
    int before = chain.fetched().size();
    kit.stop(supervisor);

    onDemand(TestSettings.retention(Duration.ofHours(2)));
    run();

    assertThat(repository.indexes()).isEqualTo(chunks(26, 50));
    assertThat(chain.fetched()).hasSize(before + 12);
  }

  @Test
  void shouldFailIfPruningFails() {
    onDemand(TestSettings.notFollowing());
    run();
    chain.newest(5450);
    chain.blocksAnswer(TestChain::good);
    repository.failCommitsThatDelete("disk full");

    assertThat(run())
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> {
              assertThat(failed.type()).isEqualTo(IngestFailureType.STORE);
              assertThat(failed.error()).isEqualTo("disk full");
            });

    assertThat(repository.lastBlock()).as("the fetched blocks stay").isEqualTo(5450);
    repository.recover();
    assertThat(completed(run()).missingChunks()).isEmpty();
    assertThat(repository.indexes()).isEqualTo(chunks(42, 54));
  }
}
