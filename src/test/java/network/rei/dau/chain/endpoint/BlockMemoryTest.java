package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.junit.jupiter.api.Test;

/** The memory of blocks in flight, in virtual time. */
class BlockMemoryTest {

  private static final long LIMIT = 4_000_000;

  /** Some 41 kB while it is read, so that 100 blocks exceed the limit. */
  private static final int TRANSACTIONS = 1_000;

  private final FakeChain chain = FakeChain.of(Duration.ofMillis(50)).with(new MemoryBudget(LIMIT));
  private final FakeNode node = chain.node();
  private final List<Address> addresses = new ArrayList<>();

  BlockMemoryTest() {
    for (int i = 0; i < TRANSACTIONS; i++) {
      addresses.add(Address.parse("0x%040x".formatted(i)));
    }
    node.answer = this::largeBlock;
  }

  private RpcResult largeBlock(long number) {
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    addresses.forEach(address -> transactions.add(address, address, false));
    BlockHeader header = TestBlocks.block(number).header();
    return new RpcResult.Block(transactions.build(header), true);
  }

  private CompletableFuture<BlockSequence> request(long first, long last) {
    return chain.submit(
        new BlocksRequest(FakeChain.WEB3J, new BlockRange(first, last), chain.memory));
  }

  private long used() {
    return chain.memory.used(MemoryBudget.Kind.BLOCKS)
        + chain.memory.used(MemoryBudget.Kind.RESPONSES);
  }

  @Test
  void shouldStayWithinTheBudgetWhereBlocksAreLarge() {
    // The first blocks show how large they are.
    chain.await(request(0, 9)).release().run();
    List<CompletableFuture<BlockSequence>> requests = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      requests.add(request(100 + i * 100, 199 + i * 100));
    }
    long most = 0;
    for (CompletableFuture<BlockSequence> request : requests) {
      while (!request.isDone()) {
        chain.time.run(Duration.ofMillis(10));
        most = Math.max(most, used());
      }
      BlockSequence sequence = request.join();
      assertThat(sequence.blocks()).hasSize(100);
      sequence.release().run();
    }
    // One batch may exceed it if no other is in flight.
    assertThat(most).isBetween(LIMIT / 2, LIMIT + LIMIT / 4);
    assertThat(used()).isZero();
  }

  @Test
  void shouldFinishTheOldestRangeWhileTheBlocksOfOthersTakeAllMemory() {
    chain.memory.add(MemoryBudget.Kind.BLOCKS, 3 * LIMIT);
    CompletableFuture<BlockSequence> oldest = request(0, 199);
    CompletableFuture<BlockSequence> later = request(1_000, 1_199);
    assertThat(chain.await(oldest).blocks()).hasSize(200);
    assertThat(later).isNotDone();
    assertThat(node.mostInFlight).isLessThanOrEqualTo(2);
    assertThat(chain.await(later).blocks()).hasSize(200);
  }

  @Test
  void shouldExpectBlocksWithTheirSignatures() {
    BlockMemory memory = new BlockMemory(new MemoryBudget(LIMIT), chain.settings);
    List<RpcResult> blocks = List.of(FakeNode.block(0), FakeNode.block(1));
    memory.recordResult(new BatchResult(blocks, null, 2 * LIMIT / 64));
    // A response may take a sixteenth of the budget.
    assertThat(memory.maxBlocks(0)).isEqualTo(3);
  }

  @Test
  void shouldNotLimitSmallBlocks() {
    node.answer = FakeNode::block;
    assertThat(chain.await(request(0, 1_199)).blocks()).hasSize(1_200);
    assertThat(node.mostInFlight).isGreaterThan(4);
  }

  @Test
  void shouldNotCountTheMemoryOfARangeThatFailedOrWasCancelled() {
    node.answer =
        n -> n == 0 ? RpcFailure.answer(Kind.REFUSED, "error -32000 (no)") : largeBlock(n);
    chain.failure(request(0, 50));
    assertThat(used()).isZero();
    node.answer = this::largeBlock;
    CompletableFuture<BlockSequence> cancelled = request(0, 999);
    chain.time.run(Duration.ofMillis(220));
    assertThat(used()).isPositive();
    cancelled.cancel(false);
    chain.time.run(Duration.ofSeconds(1));
    assertThat(used()).isZero();
  }

  @Test
  void shouldCountABlockThatDoesNotLinkOnlyOnce() {
    int[] wrong = {2};
    node.answer =
        n ->
            n == 7 && wrong[0]-- > 0
                ? FakeNode.block(n, TestBlocks.hash(99), TestBlocks.hash(98), 1_021)
                : largeBlock(n);
    BlockSequence sequence = chain.await(request(0, 19));
    assertThat(sequence.failure()).isEmpty();
    assertThat(sequence.blocks()).hasSize(20);
    assertThat(sequence.blocks().get(7).hash()).isEqualTo(TestBlocks.hash(7));
    assertThat(used()).isBetween(20L * 12 * TRANSACTIONS, 20L * 12 * TRANSACTIONS + 60_000);
    sequence.release().run();
    sequence.release().run();
    assertThat(used()).isZero();
  }
}
