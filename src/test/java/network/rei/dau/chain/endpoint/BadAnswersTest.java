package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The only endpoint answers half of all requests badly as a whole, and the others well. In virtual
 * time, with the default settings, and with chunks that are fetched and tried again as by the
 * ingest.
 */
class BadAnswersTest {

  private static final int BLOCKS = 6_000;
  private static final int CHUNK = 1_200;
  private static final int SLOTS = 4;
  private static final int SEEDS = 8;

  /** Without faults it takes three seconds; half of the requests wait for a second or longer. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final FakeChain chain = FakeChain.of(Duration.ofMillis(20)).with(limited());
  private final FakeNode node = chain.node();
  private final Deque<BlockRange> chunks = new ArrayDeque<>();
  private int stored;

  /** The settings with the default limit of requests. */
  private static RpcSettings limited() {
    RpcSettings s = FakeChain.withAttempts(3);
    return new RpcSettings(
        s.urls(),
        s.chainId(),
        s.timeout(),
        200,
        s.maxInFlight(),
        20,
        s.attempts(),
        s.backoff(),
        s.clockBound(),
        s.memoryShare(),
        s.verify());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
            FakeNode.BAD_GATEWAY,
            FakeNode.CUT,
            FakeNode.DOWN,
            FakeNode.TIMEOUT,
            new RpcFailure(Kind.MALFORMED, Cause.TOO_LARGE, "the answer is too large"))
        .flatMap(
            failure ->
                IntStream.rangeClosed(1, SEEDS)
                    .mapToObj(seed -> Arguments.of(failure.cause(), failure, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {2}")
  @MethodSource("failures")
  void shouldFetchAllBlocksWithinAMinute(Cause cause, RpcFailure failure, int seed) {
    failHalf(failure, seed);
    fetchAll();
    assertThat(chain.time.elapsed()).as("%s", cause).isLessThan(LONGEST);
    assertThat(node.blocksRequested()).isLessThan(3 * BLOCKS);
  }

  @Test
  void shouldFetchAllBlocksInLargeBatchesIfABalancerSendsHalfOfTheRequestsToADeadServer() {
    failHalf(FakeNode.DOWN, 1);
    fetchAll();
    node.received.clear();
    stored = 0;
    fetchAll();
    assertThat(node.received).hasSizeLessThan(4 * BLOCKS / 200);
  }

  @Test
  void shouldLeaveAnEndpointAloneThatIsDownAfterItAnsweredHalfOfTheRequests() {
    failHalf(FakeNode.BAD_GATEWAY, 1);
    fetchAll();
    node.batchFailure = batch -> FakeNode.BAD_GATEWAY;
    node.received.clear();
    Duration end = chain.time.elapsed().plusMinutes(3);
    while (chain.time.elapsed().compareTo(end) < 0) {
      chain.failure(chain.start(0, 999));
    }
    assertThat(chain.endpoint(0).state()).isEqualTo(EndpointStatus.State.COOLING_DOWN);
    // About 20 until the circuit opens, then after 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 s, with jitter
    assertThat(node.received).hasSizeLessThan(50);
  }

  @Test
  void shouldWaitAsLongAsRetryAfterSaysAlsoIfHalfOfTheRequestsFail() {
    failHalf(FakeNode.BAD_GATEWAY, 1);
    fetchAll();
    chain.time.run(Duration.ofSeconds(1));
    RpcFailure slowDown =
        new RpcFailure(Kind.RATE_LIMITED, Cause.RATE, "HTTP 429", Duration.ofSeconds(45));
    Duration answered = chain.time.elapsed().plus(node.latency);
    Duration until = chain.time.elapsed().plusSeconds(45);
    node.received.clear();
    node.batchFailure = batch -> batch.at().compareTo(until) < 0 ? slowDown : null;
    chain.read(0, 99);
    assertThat(node.received.stream().map(FakeNode.Received::at))
        .allMatch(at -> at.compareTo(answered) < 0 || at.compareTo(until) >= 0);
  }

  private void failHalf(RpcFailure failure, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    node.batchFailure = batch -> random.nextBoolean() ? failure : null;
  }

  private void fetchAll() {
    List<BlockRange> newestFirst = new ArrayList<>();
    for (long first = 0; first < BLOCKS; first += CHUNK) {
      newestFirst.add(0, new BlockRange(first, Math.min(BLOCKS, first + CHUNK) - 1));
    }
    chunks.addAll(newestFirst);
    for (int i = 0; i < SLOTS; i++) {
      fetchNext();
    }
    chain.time.runUntil(() -> stored == BLOCKS);
  }

  private void fetchNext() {
    if (!chunks.isEmpty()) {
      fetch(chunks.remove());
    }
  }

  /** Fetches a chunk as a fetcher does: stores what it gets, and continues behind it after 1 s. */
  private void fetch(BlockRange range) {
    CompletableFuture<BlockSequence> blocks =
        chain.submit(new BlocksRequest(FakeChain.WEB3J, range, chain.memory));
    CompletableFuture<BlockSequence> unused =
        blocks.whenComplete(
            (read, failure) -> {
              int count = failure == null ? read.blocks().size() : 0;
              stored += count;
              if (count == range.size()) {
                fetchNext();
              } else {
                BlockRange rest = new BlockRange(range.first() + count, range.last());
                chain.time.schedule(() -> fetch(rest), Duration.ofSeconds(1).toNanos());
              }
            });
  }
}
