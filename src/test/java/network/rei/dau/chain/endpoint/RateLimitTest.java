package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import org.junit.jupiter.api.Test;

/** Endpoints that accept a limited number of calls in a second, in virtual time. */
class RateLimitTest {

  private static final int PER_SECOND = 100;
  private static final long BLOCKS = 6_000;
  private static final RpcFailure IN_ITEM =
      new RpcFailure(Kind.RATE_LIMITED, Cause.RATE, "error 429");
  private static final RpcFailure FOR_BATCH =
      new RpcFailure(Kind.RATE_LIMITED, Cause.RATE_OR_SIZE, "error -32005");

  private final FakeChain chain = FakeChain.of(Duration.ofMillis(20));
  private final FakeNode node = chain.node();
  private double tokens = PER_SECOND;
  private long filledAt;

  /** Takes the tokens of some calls out of a bucket that holds those of a second. */
  private boolean take(int calls) {
    long now = chain.time.elapsed().toNanos();
    tokens = Math.min(PER_SECOND, tokens + (now - filledAt) * 1e-9 * PER_SECOND);
    filledAt = now;
    if (tokens < calls) {
      return false;
    }
    tokens -= calls;
    return true;
  }

  private void assertReadQuickly() {
    Duration time = chain.readChunks(BLOCKS);
    assertThat(time).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(110));
  }

  @Test
  void shouldReadQuicklyIfCallsBeyondTheRateAreRefusedEach() {
    node.answer = n -> take(1) ? FakeNode.block(n) : IN_ITEM;
    assertReadQuickly();
  }

  @Test
  void shouldReadQuicklyIfABatchBeyondTheRateIsRefusedAsAWhole() {
    node.batchFailure = batch -> take(batch.calls().size()) ? null : FOR_BATCH;
    assertReadQuickly();
  }

  @Test
  void shouldReadQuicklyIfTheRateIsUsedUpAtTheStart() {
    tokens = -3 * PER_SECOND;
    node.batchFailure = batch -> take(batch.calls().size()) ? null : FOR_BATCH;
    assertReadQuickly();
  }

  @Test
  void shouldFindASizeThatIsRefusedLikeARate() {
    node.batchFailure = batch -> batch.calls().size() > 30 ? FOR_BATCH : null;
    assertThat(chain.readChunks(BLOCKS)).isLessThan(Duration.ofSeconds(10));
    List<Integer> sizes = node.received.stream().map(batch -> batch.calls().size()).toList();
    assertThat(sizes.stream().filter(size -> size > 30).count()).isLessThan(sizes.size() / 4);
  }
}
