package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;

/**
 * Under any faults of the endpoints each request ends within its bounds, with exactly its blocks or
 * with an error; and it ends with its blocks if no fault occurred, and after the faults have ended.
 * In virtual time, in which it is an error too if no task is left before the end.
 */
class AnyFaultsTest {

  private static final Kind[] BLOCK_FAILURES = {
    Kind.MISSING_BLOCK, Kind.HOLLOW_BLOCK, Kind.MALFORMED, Kind.REFUSED
  };

  /** Longer than the longest cool-down, pause, and recheck of the chain id. */
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  /** The faults of one run. */
  private static final class Faults {

    final SplittableRandom random;
    final int batchPercent;
    final int blockPermille;
    final int forkPermille;
    boolean on = true;
    boolean occurred;

    Faults(long seed, int batchPercent, int blockPermille, int forkPermille) {
      this.random = new SplittableRandom(seed);
      // Above a half, but not always, is only slow: each answer that arrives is progress.
      this.batchPercent = batchPercent > 50 ? 100 : batchPercent;
      this.blockPermille = blockPermille;
      this.forkPermille = forkPermille;
    }

    private boolean occurs(int bound, int threshold) {
      boolean occurs = on && random.nextInt(bound) < threshold;
      occurred |= occurs;
      return occurs;
    }

    void inject(FakeNode node) {
      boolean refusesBatches = random.nextInt(5) == 0;
      int[] moods = {random.nextInt(8), random.nextInt(8)};
      node.batchFailure =
          batch -> {
            boolean otherChain = batchPercent > 0 && occurs(50, 1);
            node.chainId = otherChain ? 2 : 1;
            if (refusesBatches && batch.calls().size() > 1) {
              return FakeNode.TOO_LARGE;
            }
            return occurs(100, batchPercent) ? failure(moods[random.nextInt(2)], random) : null;
          };
      node.answer =
          n -> {
            if (occurs(1000, blockPermille)) {
              return RpcFailure.answer(BLOCK_FAILURES[random.nextInt(4)], "bad");
            }
            return occurs(1000, forkPermille)
                ? FakeNode.block(n, TestBlocks.hash(-n), TestBlocks.hash(-n - 1), 1)
                : FakeNode.block(n);
          };
    }
  }

  @Property(tries = 100)
  void shouldEndEachRequestExactlyOrWithAnErrorUnderAnyFaultsAndRecoverAfterThem(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 2) int endpoints,
      @ForAll @IntRange(max = 100) int batchPercent,
      @ForAll @IntRange(max = 30) int blockPermille,
      @ForAll @IntRange(max = 5) int forkPermille) {
    Faults faults = new Faults(seed, batchPercent, blockPermille, forkPermille);
    FakeChain chain = FakeChain.of(latencies(endpoints, faults.random));
    chain.nodes.forEach(faults::inject);
    List<CompletableFuture<List<BlockActivity>>> ranges = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ranges.add(chain.start(i * 300L + 1, i * 300L + 300));
      chain.time.run(Duration.ofMillis(faults.random.nextInt(3000)));
    }
    for (int i = 0; i < ranges.size(); i++) {
      CompletableFuture<List<BlockActivity>> range = ranges.get(i);
      chain.time.runUntil(range::isDone);
      if (!range.isCompletedExceptionally()) {
        assertExact(range.join(), i * 300L + 1);
      } else {
        assertThat(chain.failure(range)).isNotNull();
        assertThat(faults.occurred).as("a fault occurred before a range failed").isTrue();
      }
    }
    // The slowest case: half of all requests hang for 10 s, so that each holds one block.
    assertThat(chain.time.elapsed()).isLessThan(Duration.ofHours(5));
    faults.on = false;
    chain.time.run(RECOVERY);
    assertExact(chain.read(2001, 2300), 2001);
  }

  @Property(tries = 10)
  void shouldReadEveryRangeWithoutFaults(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int endpoints) {
    Faults faults = new Faults(seed, 0, 0, 0);
    FakeChain chain = FakeChain.of(latencies(endpoints, faults.random));
    chain.nodes.forEach(faults::inject);
    assertExact(chain.read(1, 300), 1);
    assertThat(faults.occurred).isFalse();
  }

  private static Duration[] latencies(int endpoints, SplittableRandom random) {
    Duration[] latencies = new Duration[endpoints];
    for (int i = 0; i < endpoints; i++) {
      latencies[i] = Duration.ofMillis(1 + random.nextInt(random.nextBoolean() ? 20 : 1500));
    }
    return latencies;
  }

  private static void assertExact(List<BlockActivity> blocks, long first) {
    FakeChain.assertWhole(blocks, first, first + 299);
    for (int i = 1; i < blocks.size(); i++) {
      assertThat(blocks.get(i).parentHash()).isEqualTo(blocks.get(i - 1).hash());
    }
  }

  private static RpcFailure failure(int mood, SplittableRandom random) {
    return switch (mood) {
      case 0 -> FakeNode.BAD_GATEWAY;
      case 1 -> FakeNode.TIMEOUT;
      case 2 -> FakeNode.DOWN;
      case 3 -> FakeNode.CUT;
      case 4 -> FakeNode.TOO_LARGE;
      case 5 -> new RpcFailure(Kind.RATE_LIMITED, RpcFailure.Cause.RATE, "HTTP 429");
      case 6 ->
          new RpcFailure(
              Kind.RATE_LIMITED,
              RpcFailure.Cause.RATE,
              "HTTP 429",
              Duration.ofSeconds(random.nextInt(20)));
      default -> new RpcFailure(Kind.RATE_LIMITED, RpcFailure.Cause.RATE_OR_SIZE, "error -32005");
    };
  }
}
