package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.chain.ChainException;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

/** Following the head, between and during runs. */
class FollowingTest extends SupervisorFixture {

  @Test
  void shouldFetchOnlyTheNewestBlocks() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    int before = chain.fetched().size();
    chain.newest(5012);

    time.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5012);
    assertThat(chain.fetched().subList(before, chain.fetched().size()))
        .containsExactly(range(5001, 5012));
    assertThat(status().processing()).as("following is not a run").isFalse();
  }

  @Test
  void shouldLookForNewBlocksAsOftenAsTheChainMakesThem() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    for (long newest = 5001; newest < 5005; newest++) {
      chain.newest(newest);

      time.timePasses(Duration.ofSeconds(3));

      awaitLastBlock(newest);
    }
  }

  @Test
  void shouldFetchANewBlockOnceAnEndpointAnnouncesIt() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    for (long newest = 5001; newest < 5005; newest++) {
      chain.newest(newest);

      chain.announceHead();

      awaitLastBlock(newest);
    }
  }

  @Test
  void shouldLookForNewBlocksLessOftenWhileTheyAreAnnounced() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.announceHead();
    await().until(() -> chain.newestCalls() > 0);
    barrier();
    int before = chain.newestCalls();

    time.timePasses(Duration.ofSeconds(8));
    barrier();
    assertThat(chain.newestCalls()).isEqualTo(before);

    time.timePasses(Duration.ofSeconds(1));
    await().until(() -> chain.newestCalls() > before);
  }

  @Test
  void shouldFetchAChunkThatARunGaveUpOnceItIsServedAgain() {
    chain.blocksAnswer(
        range ->
            range.first() == 4500
                ? CompletableFuture.failedFuture(
                    new ChainException(ChainException.Kind.UNREACHABLE, "connection refused"))
                : TestChain.good(range));
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    assertThat(status().missingChunks()).containsExactly(45L);
    time.timePasses(TestSettings.FOLLOW);
    barrier();
    assertThat(status().missingChunks()).containsExactly(45L);

    chain.blocksAnswer(TestChain::good);
    for (int round = 0; round < 20 && !repository.indexes().contains(45L); round++) {
      time.timePasses(TestSettings.FOLLOW);
      barrier();
    }

    await().until(() -> repository.indexes().contains(45L));
    awaitStatus(status -> status.missingChunks().isEmpty());
  }

  @Test
  void shouldRepeatAFailedRunAlsoIfHeadsAreAnnounced() {
    chain.down("connection refused");
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.up();

    for (int seconds = 0; seconds < 15; seconds += 3) {
      chain.announceHead();
      status();
      time.timePasses(Duration.ofSeconds(3));
    }

    awaitLastBlock(5000);
  }

  @Test
  void shouldContinueIntoNewChunks() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.newest(5230);

    time.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5230);
    await().until(() -> repository.indexes().equals(chunks(38, 52)));
  }

  @Test
  void shouldMoveTheHeadOfARunInProgress() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> range.first() == 4900 ? slow : TestChain.good(range));
    schedule(TestSettings.following());
    await().until(() -> repository.indexes().contains(48L));
    chain.newest(5120);

    time.timePasses(TestSettings.FOLLOW);

    awaitStatus(status -> status.head().orElse(0) == 5120);
    awaitLastBlock(5120);
    assertThat(status().lastRun()).as("still the first run").isEmpty();
    slow.complete(TestBlocks.blocks(4900, 4999));
    awaitStatus(RUN_ENDED);
    assertThat(repository.indexes()).isEqualTo(chunks(39, 51));
  }

  @Test
  void shouldLookForNewBlocksAsOftenDuringTheFirstRunOnAnEmptyStore() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> range.first() == 4900 ? slow : TestChain.good(range));
    schedule(TestSettings.following());
    await().until(() -> repository.indexes().contains(48L));
    for (long newest = 5001; newest < 5005; newest++) {
      chain.newest(newest);

      time.timePasses(Duration.ofSeconds(3));

      awaitLastBlock(newest);
    }
    assertThat(status().lastRun()).as("still the first run").isEmpty();
  }

  @Test
  void shouldLookForNewBlocksAsOftenDuringTheRunAfterAFailedOne() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.down("connection refused");
    run();
    chain.up();
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> range.first() == 5100 ? slow : TestChain.good(range));
    chain.newest(5230);
    supervisor.tell(new StatsSupervisor.RunTask(kit.<RunResult>createTestProbe().ref()));
    awaitLastBlock(5230);
    for (long newest = 5231; newest < 5234; newest++) {
      chain.newest(newest);

      time.timePasses(Duration.ofSeconds(3));

      awaitLastBlock(newest);
    }
    assertThat(status().lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.FAILED);
  }

  @Test
  void shouldReadTheHeadWithOneCallAtATime() {
    CompletableFuture<List<BlockActivity>> slow = new CompletableFuture<>();
    chain.blocksAnswer(range -> slow);
    schedule(TestSettings.following());
    await().until(() -> !chain.fetched().isEmpty());
    CompletableFuture<Long> hanging = new CompletableFuture<>();
    chain.newestAnswer(() -> hanging);
    int before = chain.newestCalls();

    for (int tick = 0; tick < 5; tick++) {
      time.timePasses(TestSettings.FOLLOW);
      status();
    }

    assertThat(chain.newestCalls()).isEqualTo(before + 1);
    hanging.completeExceptionally(new IllegalStateException("no"));
    awaitStatus(status -> status.errors().containsKey("internal"));
    time.timePasses(Duration.ofSeconds(3));
    await().until(() -> chain.newestCalls() == before + 2);
  }

  @Test
  void shouldFetchTheNewestChunkThatARunGaveUp() {
    failing(5000);
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED.and(status -> status.missingChunks().equals(List.of(50L))));
    chain.blocksAnswer(TestChain::good);

    time.timePasses(TestSettings.FOLLOW);

    IngestStatus status = awaitStatus(now -> now.missingChunks().isEmpty());
    assertThat(status.problems()).isEmpty();
    assertThat(repository.lastBlock()).isEqualTo(5000);
  }

  @Test
  void shouldReportThatTheHeadCannotBeFollowedUntilItCan() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    chain.down("connection refused");
    time.timePasses(TestSettings.FOLLOW);
    IngestStatus status = awaitStatus(now -> !now.problems().isEmpty());
    assertThat(status.problems())
        .containsExactly("the head cannot be followed: connection refused");
    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);

    chain.up();
    chain.newest(5003);
    time.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5003);
    awaitStatus(now -> now.problems().isEmpty());
  }

  @Test
  void shouldMakeWayForARequestedRun() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    CompletableFuture<List<BlockActivity>> hanging = new CompletableFuture<>();
    chain.blocksAnswer(range -> hanging);
    chain.newest(5010);
    int before = chain.fetched().size();
    time.timePasses(TestSettings.FOLLOW);
    await().until(() -> chain.fetched().size() > before);
    chain.blocksAnswer(TestChain::good);

    RunResult.TaskCompleted result = completed(run());
    hanging.complete(TestBlocks.blocks(5001, 5010));

    assertThat(result.lastProcessedBlock()).isEqualTo(5010);
    assertThat(status().problems()).isEmpty();
  }

  @Test
  void shouldWaitWhileTheHeadIsBelowTheLastStoredBlock() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    int before = chain.fetched().size();
    chain.newest(4700);

    time.timePasses(TestSettings.FOLLOW);

    awaitStatus(status -> status.head().orElse(0) == 4700);
    assertThat(status().problems()).isEmpty();
    assertThat(chain.fetched()).hasSize(before);
  }
}
