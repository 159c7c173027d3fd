package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.junit.jupiter.api.Test;

/** The scheduling of calls to one endpoint, in virtual time. */
class CallSchedulerTest {

  private static final Duration LATENCY = Duration.ofMillis(100);
  private static final RpcFailure NULL = RpcFailure.answer(Kind.MISSING_BLOCK, "null");

  private final FakeChain chain = FakeChain.of(LATENCY);
  private final FakeNode node = chain.node();

  @Test
  void shouldReadADayAt100MillisecondsARequestWithinThreeSeconds() {
    assertThat(chain.readChunks(28_801)).isLessThan(Duration.ofSeconds(3));
    assertThat(node.blocksRequested()).isEqualTo(28_801);
    assertThat(node.mostInFlight).isEqualTo(16);
    assertThat(node.received.stream().mapToInt(batch -> batch.blocks().size()).max()).hasValue(100);
  }

  @Test
  void shouldNotCountTheRecoveryOfSendersAsLatency() {
    node.recovery = Duration.ofSeconds(2);
    chain.read(0, 99);
    assertThat(chain.endpoint(0).latency()).contains(LATENCY);
  }

  @Test
  void shouldSendTheNextRequestsWhileSendersAreRecovered() {
    node.recovery = Duration.ofHours(1);
    CompletableFuture<?> range = chain.start(0, 9_999);
    chain.time.run(Duration.ofMinutes(1));
    assertThat(range).isNotDone();
    assertThat(chain.endpoint(0).inFlight()).isZero();
    Duration before = chain.time.elapsed();
    assertThat(chain.await(chain.head())).isEqualTo(node.head);
    assertThat(chain.time.elapsed().minus(before)).isEqualTo(LATENCY.multipliedBy(2));
  }

  @Test
  void shouldNotReadMoreBatchesThanMayBeInFlightWhoseSendersAreNotRecovered() {
    node.recovery = Duration.ofHours(1);
    CompletableFuture<?> range = chain.start(0, 9_999);
    chain.time.run(Duration.ofMinutes(1));
    assertThat(range).isNotDone();
    assertThat(node.received.stream().filter(batch -> !batch.blocks().isEmpty()).count())
        .isBetween(16L, 2 * 16L);
  }

  @Test
  void shouldFetchOnlyTheNullBlocksAgain() {
    Set<Long> nulls = new HashSet<>(Set.of(3L, 17L, 18L, 400L));
    node.answer = n -> nulls.remove(n) ? NULL : FakeNode.block(n);
    chain.read(0, 599);
    assertThat(node.blocksRequested()).isEqualTo(604);
  }

  @Test
  void shouldFailAfterThreeTriesAndNameTheBlocks() {
    node.answer = n -> n == 17 || (n >= 19 && n <= 23) ? NULL : FakeNode.block(n);
    ChainException failure = chain.failure(chain.start(10, 29));
    assertThat(failure.kind()).isEqualTo(Kind.MISSING_BLOCK);
    assertThat(failure).hasMessage("http://primary:1: blocks 17, 19-23: null (after 3 tries)");
    assertThat(node.blocksRequested()).isEqualTo(20 + 6 + 6);
    assertThat(chain.time.elapsed()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void shouldFetchBothBlocksAgainIfTheyDoNotLink() {
    Map<Long, Integer> requested = new HashMap<>();
    node.answer =
        n -> {
          boolean forked = n == 40 && requested.merge(n, 1, Integer::sum) == 1;
          return forked
              ? FakeNode.block(n, TestBlocks.hash(99), TestBlocks.hash(n - 1), 1000 + 3 * n)
              : FakeNode.block(n);
        };
    List<BlockActivity> blocks = chain.read(0, 99);
    assertThat(blocks.get(40).hash()).isEqualTo(TestBlocks.hash(40));
    assertThat(node.blocksRequested()).isBetween(102L, 103L);
  }

  @Test
  void shouldRefuseARangeWhoseBlocksNeverLink() {
    node.answer =
        n ->
            n == 40
                ? FakeNode.block(n, TestBlocks.hash(n), TestBlocks.hash(7), 1000 + 3 * n)
                : FakeNode.block(n);
    ChainException failure = chain.failure(chain.start(0, 99));
    assertThat(failure.kind()).isEqualTo(Kind.UNLINKED_BLOCK);
    assertThat(failure).hasMessageContaining("blocks 39, 40");
  }

  @Test
  void shouldLoseLittleTimeIfOneRequestInTenFails() {
    Duration undisturbed = FakeChain.of(LATENCY).readChunks(28_801);
    Random random = new Random(7);
    node.batchFailure = batch -> random.nextInt(10) == 0 ? FakeNode.BAD_GATEWAY : null;
    assertThat(chain.readChunks(28_801)).isLessThan(undisturbed.multipliedBy(2).plusSeconds(2));
  }

  @Test
  void shouldLoseLittleTimeIfOneRequestInTenFailsQuickly() {
    FakeChain fast = FakeChain.of(Duration.ofMillis(5));
    Duration undisturbed = FakeChain.of(Duration.ofMillis(5)).readChunks(28_801);
    Random random = new Random(7);
    fast.node().batchFailure = batch -> random.nextInt(10) == 0 ? FakeNode.BAD_GATEWAY : null;
    assertThat(fast.readChunks(28_801)).isLessThan(undisturbed.multipliedBy(2).plusSeconds(2));
  }

  @Test
  void shouldRepairOneNullInAHundredCheaply() {
    Duration undisturbed = FakeChain.of(LATENCY).readChunks(28_801);
    Random random = new Random(7);
    node.answer = n -> random.nextInt(100) == 0 ? NULL : FakeNode.block(n);
    assertThat(chain.readChunks(28_801)).isLessThan(undisturbed.plusSeconds(2));
    assertThat(node.blocksRequested()).isLessThan(28_801 * 102 / 100);
  }

  @Test
  void shouldBisectUntilTheBatchIsSmallEnough() {
    node.batchFailure = batch -> batch.calls().size() > 7 ? FakeNode.TOO_LARGE : null;
    chain.read(0, 1199);
    assertThat(node.batchSizes().max().getAsLong()).isLessThanOrEqualTo(21);
    long refused = node.batchSizes().filter(size -> size > 7).count();
    assertThat(refused).isLessThan(40);
    assertThat(chain.endpoint(0).batchSize()).isBetween(4, 7);
  }

  @Test
  void shouldSendSingleRequestsToANodeWithoutBatches() {
    node.batchFailure = batch -> batch.calls().size() > 1 ? FakeNode.TOO_LARGE : null;
    chain.read(0, 199);
    assertThat(chain.endpoint(0).batchSize()).isEqualTo(1);
    assertThat(node.batchSizes().filter(size -> size > 1).count()).isLessThan(40);
  }

  @Test
  void shouldSendSingleRequestsToANodeThatCutsTheConnectionOnBatches() {
    node.batchFailure = batch -> batch.calls().size() > 1 ? FakeNode.CUT : null;
    chain.read(0, 199);
    assertThat(chain.endpoint(0).batchSize()).isEqualTo(1);
    assertThat(chain.time.elapsed()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void shouldKeepLargeBatchesIfAConnectionBreaksOccasionally() {
    Random random = new Random(7);
    node.batchFailure = batch -> random.nextInt(20) == 0 ? FakeNode.CUT : null;
    chain.readChunks(28_801);
    assertThat(chain.endpoint(0).batchSize()).isGreaterThan(40);
  }

  @Test
  void shouldWaitAsLongAsRetryAfterSays() {
    RpcFailure slowDown =
        new RpcFailure(
            Kind.RATE_LIMITED, RpcFailure.Cause.RATE, "HTTP 429", Duration.ofSeconds(45));
    node.batchFailure = batch -> batch.at().compareTo(Duration.ofSeconds(45)) < 0 ? slowDown : null;
    chain.read(0, 99);
    assertThat(node.received.stream().map(FakeNode.Received::at).filter(at -> !at.isZero()))
        .allMatch(at -> at.compareTo(Duration.ofSeconds(45)) >= 0);
  }

  @Test
  void shouldReadAllBlocksUnderALimitOfRequestsPerSecond() {
    Map<Long, Integer> bySecond = new HashMap<>();
    RpcFailure slowDown = new RpcFailure(Kind.RATE_LIMITED, RpcFailure.Cause.RATE, "HTTP 429");
    node.batchFailure =
        batch -> bySecond.merge(batch.at().toSeconds(), 1, Integer::sum) > 10 ? slowDown : null;
    assertThat(chain.readChunks(9_600)).isLessThan(Duration.ofSeconds(40));
    assertThat(node.mostInFlight).isLessThanOrEqualTo(16);
  }

  @Test
  void shouldFailWithinTheDeadlineIfTheEndpointHangs() {
    node.batchFailure = batch -> FakeNode.TIMEOUT;
    CompletableFuture<?> first = chain.start(0, 1199);
    CompletableFuture<?> second = chain.start(1200, 2399);
    CompletableFuture<?> head = chain.head();
    assertThat(chain.failure(first).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(chain.failure(second).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(chain.failure(head).kind()).isEqualTo(Kind.TIMEOUT);
    // three attempts of 10 s, and backoffs of 1 s and 2 s
    assertThat(chain.time.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(34));
  }

  @Test
  void shouldNotFailARangeForABlockOfAnotherRangeIfEachCallHasOneTry() {
    FakeChain once = FakeChain.of(LATENCY).with(FakeChain.withAttempts(1));
    once.node().batchFailure =
        batch -> batch.blocks().stream().anyMatch(n -> n >= 50) ? FakeNode.TIMEOUT : null;
    CompletableFuture<List<BlockActivity>> served = once.start(0, 49);
    CompletableFuture<?> hanging = once.start(50, 99);
    assertThat(once.await(served)).hasSize(50);
    assertThat(once.failure(hanging).kind()).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void shouldFailWhileTheEndpointIsDownAndUseItWhenItIsUpAgain() {
    node.batchFailure = batch -> FakeNode.DOWN;
    assertThat(chain.failure(chain.start(0, 99)).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(chain.time.elapsed()).isLessThan(Duration.ofSeconds(34));
    assertThat(node.received).hasSizeLessThan(60);
    node.batchFailure = batch -> null;
    chain.read(0, 99);
  }

  @Test
  void shouldFindTheOneBlockThatTheServerCannotServe() {
    node.batchFailure = batch -> batch.blocks().contains(17L) ? FakeNode.BAD_GATEWAY : null;
    ChainException failure = chain.failure(chain.start(0, 99));
    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("HTTP 502");
  }

  @Test
  void shouldFetchTheNextRangeBeforeTheFirstHasEnded() {
    CompletableFuture<?> first = chain.start(0, 99);
    CompletableFuture<?> second = chain.start(100, 199);
    chain.time.run(Duration.ofMillis(99));
    assertThat(node.inFlight).isEqualTo(4);
    chain.time.run(Duration.ofMillis(2));
    assertThat(first).isNotDone();
    assertThat(node.received.stream().flatMap(batch -> batch.blocks().stream())).contains(100L);
    chain.await(second);
  }

  @Test
  void shouldRequestTheHeadBeforeWaitingRanges() {
    CompletableFuture<?> range =
        chain.submit(new BlocksRequest(FakeChain.WEB3J, new BlockRange(0, 9_999), chain.memory));
    chain.time.run(Duration.ofMillis(10));
    CompletableFuture<Long> head = chain.head();
    assertThat(chain.await(head)).isEqualTo(1_000_000);
    assertThat(chain.time.elapsed()).isLessThanOrEqualTo(Duration.ofMillis(300));
    assertThat(range).isNotDone();
  }

  @Test
  void shouldRequestNewBlocksBeforeWaitingRanges() {
    CompletableFuture<?> range = chain.start(0, 99_999);
    chain.time.run(Duration.ofMillis(10));

    chain.await(chain.start(200_000, 200_001));

    assertThat(chain.time.elapsed()).isLessThanOrEqualTo(Duration.ofMillis(300));
    assertThat(range).isNotDone();
  }

  @Test
  void shouldKeepUnderTheLimitOfRequestsPerSecond() {
    RpcSettings s = chain.settings;
    FakeChain polite =
        FakeChain.of(Duration.ofMillis(1))
            .with(
                new RpcSettings(
                    s.urls(),
                    1,
                    s.timeout(),
                    100,
                    16,
                    20,
                    s.attempts(),
                    s.backoff(),
                    s.clockBound(),
                    s.memoryShare(),
                    s.verify()));
    polite.readChunks(9_600);
    Map<Long, Integer> bySecond = new HashMap<>();
    polite
        .node()
        .received
        .forEach(batch -> bySecond.merge(batch.at().toSeconds(), 1, Integer::sum));
    assertThat(bySecond.values()).allMatch(requests -> requests <= 22);
    assertThat(polite.time.elapsed()).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void shouldReadHeadersInTheRequestedOrder() {
    List<Long> numbers = List.of(900L, 5L, 5L, 77L);
    List<Optional<BlockHeader>> headers = chain.await(chain.headers(numbers));
    assertThat(headers.stream().map(header -> header.orElseThrow().number())).isEqualTo(numbers);
    assertThat(node.received).hasSize(1);
    assertThat(chain.await(chain.headers(List.of()))).isEmpty();
  }

  @Test
  void shouldFailEverythingWhenClosed() {
    CompletableFuture<?> range = chain.start(0, 99);
    chain.time.run(Duration.ofMillis(10));
    chain.scheduler.close().forEach(PendingRequest.Outcome::deliver);
    assertThat(chain.failure(range).kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void shouldFailOnlyTheRequestsOfAnAnswerThatCannotBeHandled() {
    CompletableFuture<?> head =
        chain.submit(
            new PendingRequest<RpcResult.Quantity, Long>(
                FakeChain.WEB3J.newBatch().add(FakeChain.WEB3J.ethBlockNumber()),
                RpcResult.Quantity.class) {
              @Override
              List<FailedCall> accept(int index, RpcResult.Quantity result, int endpoint) {
                throw new IllegalStateException("a fault of the client");
              }

              @Override
              boolean isComplete() {
                return false;
              }

              @Override
              Long result() {
                return 0L;
              }

              @Override
              String describe(int[] indexes) {
                return "the head";
              }
            });
    CompletableFuture<List<BlockActivity>> range = chain.start(0, 99);
    assertThat(chain.failure(head)).hasMessageContaining("the answer could not be handled");
    assertThat(chain.await(range)).hasSize(100);
    assertThat(chain.endpoint(0).inFlight()).isZero();
  }

  @Test
  void shouldStopTheCallsOfARequestThatItsCallerCancelled() {
    CompletableFuture<?> range =
        chain.submit(new BlocksRequest(FakeChain.WEB3J, new BlockRange(0, 9_999), chain.memory));
    chain.time.run(Duration.ofMillis(150));
    range.cancel(false);
    chain.time.run(Duration.ofSeconds(10));
    assertThat(node.blocksRequested()).isLessThan(2_000);
  }
}
