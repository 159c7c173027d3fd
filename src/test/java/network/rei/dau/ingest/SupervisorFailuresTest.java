package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How failures of the chain and the store, and crashes, affect runs. */
class SupervisorFailuresTest extends SupervisorFixture {

  @Test
  void shouldFailTheRunOfAnUnreachableChainAndTryAgainAtTheNextTick() {
    chain.down("connection refused by http://node");
    schedule(TestSettings.following());

    IngestStatus status = awaitStatus(RUN_ENDED);

    assertThat(status.lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.FAILED);
    assertThat(status.errors()).containsEntry("unreachable", 1L);
    assertThat(status.problems())
        .containsExactly("the last run failed: connection refused by http://node");
    assertThat(status.head()).isEmpty();

    chain.up();
    time.timePasses(TestSettings.FOLLOW);
    awaitLastBlock(5000);
    assertThat(awaitStatus(RUN_ENDED.and(now -> now.problems().isEmpty())).errors()).isEmpty();
  }

  @Test
  void shouldRepeatAFailedRunSoonWithoutFollowing() {
    chain.down("connection refused");
    schedule(TestSettings.notFollowing());
    awaitStatus(RUN_ENDED);
    chain.up();

    time.timePasses(Duration.ofSeconds(18));

    awaitLastBlock(5000);
  }

  @Test
  void shouldNotTakeOverTheStoreOfAnotherChain() {
    onDemand(TestSettings.notFollowing());
    run();
    kit.stop(supervisor);
    chain.genesis(TestBlocks.hash(77));
    chain.headersAre(otherBlocks(0, 5000));
    int before = chain.fetched().size();
    onDemand(TestSettings.notFollowing());

    RunResult result = run();

    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> {
              assertThat(failed.type()).isEqualTo(IngestFailureType.WRONG_CHAIN);
              assertThat(failed.error()).contains("another genesis block");
            });
    assertThat(chain.fetched()).hasSize(before);
    assertThat(status().problems()).hasSize(1);
  }

  @Test
  void shouldNotTakeOverTheStoreIfBlock0IsAnotherOneAndNoStoredBlockIsServed() {
    onDemand(TestSettings.notFollowing());
    run();
    kit.stop(supervisor);
    chain.genesis(TestBlocks.hash(77));
    chain.servesFrom(5001);
    onDemand(TestSettings.notFollowing());

    assertThat(run())
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> assertThat(failed.type()).isEqualTo(IngestFailureType.WRONG_CHAIN));
  }

  @Test
  void shouldReplaceAWrongGenesisHashIfTheChainHasAllStoredRecords() {
    storeUnderAWrongGenesisHash();
    chain.newest(5010);
    onDemand(TestSettings.notFollowing());

    assertThat(completed(run()).lastProcessedBlock()).isEqualTo(5010);
    assertThat(repository.identity().genesisHash()).contains(TestBlocks.hash(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {3899, 4499, 5000})
  void shouldNotReplaceTheGenesisHashIfOneRecordEndsWithAnotherBlock(long number) {
    storeUnderAWrongGenesisHash();
    chain.headersAre(otherBlocks(number, number));
    onDemand(TestSettings.notFollowing());

    requireWrongChain(run());
  }

  @Test
  void shouldNotReplaceTheGenesisHashIfTheOldestRecordIsNotServed() {
    storeUnderAWrongGenesisHash();
    chain.servesFrom(3900);
    onDemand(TestSettings.notFollowing());

    requireWrongChain(run());
  }

  @Test
  void shouldNotReplaceTheGenesisHashIfTheRecordsCannotBeCompared() {
    storeUnderAWrongGenesisHash();
    chain.failHeaders("timeout");
    onDemand(TestSettings.notFollowing());

    requireWrongChain(run());
  }

  @Test
  void shouldNotReplaceTheGenesisHashByOneThatIsNotAnsweredTwice() {
    storeUnderAWrongGenesisHash();
    chain.genesisOnce(TestBlocks.hash(78));
    chain.genesis(TestBlocks.hash(0));
    onDemand(TestSettings.notFollowing());

    requireWrongChain(run());
    assertThat(completed(run()).lastProcessedBlock()).isEqualTo(5000);
  }

  private void storeUnderAWrongGenesisHash() {
    chain.genesis(TestBlocks.hash(77));
    onDemand(TestSettings.notFollowing());
    run();
    kit.stop(supervisor);
    chain.genesis(TestBlocks.hash(0));
  }

  private void requireWrongChain(RunResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> assertThat(failed.type()).isEqualTo(IngestFailureType.WRONG_CHAIN));
    assertThat(repository.identity().genesisHash()).contains(TestBlocks.hash(77));
  }

  @Test
  void shouldTakeTheStoreOverAgainInTheRunAfterAnotherProcessDid() {
    onDemand(TestSettings.notFollowing());
    run();
    TestProbe<StatusReply<Long>> other = kit.createTestProbe();
    store.tell(new StatsStore.TakeOver(Optional.empty(), false, other.ref()));
    other.receiveMessage();
    chain.newest(5010);

    assertThat(run())
        .isInstanceOfSatisfying(
            RunResult.TaskFailed.class,
            failed -> assertThat(failed.type()).isEqualTo(IngestFailureType.STALE_EPOCH));

    assertThat(completed(run()).lastProcessedBlock()).isEqualTo(5010);
  }

  @Test
  void shouldWriteTheStoreOnceItWorksAgain() {
    schedule(TestSettings.following());
    awaitStatus(RUN_ENDED);
    repository.failWith("disk full");
    chain.newest(5007);
    time.timePasses(TestSettings.FOLLOW);
    IngestStatus status = awaitStatus(now -> !now.missingChunks().isEmpty());
    assertThat(status.problems()).contains("the head cannot be followed: disk full");
    // The status may show a second attempt already, which fails as well.
    assertThat(status.errors().get("store")).isPositive();

    repository.recover();
    time.timePasses(TestSettings.FOLLOW);

    awaitLastBlock(5007);
    awaitStatus(now -> now.problems().isEmpty());
  }

  @Test
  void shouldReplyToRequestersAfterACrashAndRunAgain() {
    CompletableFuture<Long> hanging = new CompletableFuture<>();
    chain.newestAnswer(() -> hanging);
    schedule(TestSettings.notFollowing());
    TestProbe<RunResult> requester = kit.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(requester.ref()));
    await().until(() -> chain.newestCalls() == 1);
    chain.newestAnswer(() -> CompletableFuture.completedFuture(5000L));

    supervisor.tell(new StatsSupervisor.GetStatus(null));

    assertThat(requester.receiveMessage()).isInstanceOf(RunResult.TaskFailed.class);
    awaitStatus(RUN_ENDED);
    assertThat(repository.indexes()).isEqualTo(chunks(38, 50));
  }

  @Test
  void shouldIgnoreLateAnswersToAnEarlierIncarnation() {
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
  void shouldReportUnusableEndpointsAsProblems() {
    onDemand(TestSettings.notFollowing());
    chain.endpoints(
        endpoint("http://a", EndpointStatus.State.HEALTHY),
        endpoint("http://b", EndpointStatus.State.COOLING_DOWN),
        endpoint("http://c", EndpointStatus.State.REFUSED));

    IngestStatus status = status();

    assertThat(status.problems()).containsExactly("endpoint http://c: why");
    assertThat(status.endpoints())
        .extracting(endpoint -> endpoint.state().label())
        .containsExactly("healthy", "cooling_down", "refused");
    chain.endpoints(endpoint("http://b", EndpointStatus.State.COOLING_DOWN));
    assertThat(status().problems()).containsExactly("endpoint http://b: why");
  }

  private static List<BlockActivity> otherBlocks(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(n -> new BlockHeader(n, otherHash(n), otherHash(n - 1), TestBlocks.START + 3 * n))
        .map(TestBlocks::block)
        .toList();
  }

  private static Hash otherHash(long number) {
    return new Hash(number, 0, 0, 2);
  }

  private static EndpointStatus endpoint(String name, EndpointStatus.State state) {
    return new EndpointStatus(
        name,
        state,
        0,
        1,
        1,
        Optional.empty(),
        1,
        1,
        Optional.of("why"),
        OptionalLong.of(5000),
        false,
        OptionalLong.empty(),
        0);
  }
}
