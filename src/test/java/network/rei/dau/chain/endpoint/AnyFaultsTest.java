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
 * Whatever endpoints do, each call ends within its bounds: with exactly its blocks, or with an
 * error. In virtual time; that nothing is left to do before the end is a failure too.
 */
class AnyFaultsTest {

  private static final Kind[] BLOCK_FAULTS = {
    Kind.MISSING_BLOCK, Kind.HOLLOW_BLOCK, Kind.MALFORMED, Kind.REFUSED
  };

  @Property(tries = 400)
  void shouldEndEachCallExactlyOrWithAnErrorUnderAnyFaults(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 2) int count,
      @ForAll @IntRange(max = 100) int faultsPercent,
      @ForAll @IntRange(max = 30) int blockFaultsPermille,
      @ForAll @IntRange(max = 5) int forksPermille) {
    SplittableRandom random = new SplittableRandom(seed);
    // Between "often" and "always" lies what is merely slow: each answer that comes is progress.
    int percent = faultsPercent > 50 ? 100 : faultsPercent;
    Duration[] latencies = new Duration[count];
    for (int i = 0; i < count; i++) {
      latencies[i] = Duration.ofMillis(1 + random.nextInt(random.nextBoolean() ? 20 : 1500));
    }
    FakeChain chain = FakeChain.of(latencies);
    for (FakeNode node : chain.nodes) {
      boolean refusesBatches = random.nextInt(5) == 0;
      int[] moods = {random.nextInt(8), random.nextInt(8)};
      node.wholeFault =
          ask -> {
            node.chainId = random.nextInt(50) == 0 ? 2 : 1;
            if (refusesBatches && ask.requests().size() > 1) {
              return FakeNode.TOO_LARGE;
            }
            return random.nextInt(100) < percent ? fault(moods[random.nextInt(2)], random) : null;
          };
      node.answer =
          n -> {
            if (random.nextInt(1000) < blockFaultsPermille) {
              return RpcFailure.answer(BLOCK_FAULTS[random.nextInt(4)], "bad");
            }
            return random.nextInt(1000) < forksPermille
                ? TestBlocks.block(n, TestBlocks.hash(-n), TestBlocks.hash(-n - 1), 1)
                : TestBlocks.block(n);
          };
    }
    List<CompletableFuture<List<BlockActivity>>> ranges = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ranges.add(chain.start(i * 300L + 1, i * 300L + 300));
      chain.loop.run(Duration.ofMillis(random.nextInt(3000)));
    }
    for (int i = 0; i < ranges.size(); i++) {
      CompletableFuture<List<BlockActivity>> range = ranges.get(i);
      chain.loop.runUntil(range::isDone);
      if (!range.isCompletedExceptionally()) {
        assertExact(range.join(), i * 300L + 1);
      } else {
        assertThat(chain.failure(range)).isNotNull();
      }
    }
    // The worst: half of all requests hang for 10 s, and so they go out one block at a time.
    assertThat(chain.loop.elapsed()).isLessThan(Duration.ofHours(5));
  }

  private static void assertExact(List<BlockActivity> blocks, long first) {
    FakeChain.assertWhole(blocks, first, first + 299);
    for (int i = 1; i < blocks.size(); i++) {
      assertThat(blocks.get(i).parentHash()).isEqualTo(blocks.get(i - 1).hash());
    }
  }

  private static RpcFailure fault(int mood, SplittableRandom random) {
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
