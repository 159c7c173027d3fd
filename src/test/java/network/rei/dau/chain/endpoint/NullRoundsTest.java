package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcCall.Expected;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers without a block, as on Filecoin, in virtual time. */
class NullRoundsTest {

  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final RpcResult NULL_ROUND = new RpcResult.NullRound();

  private final FakeChain one = FakeChain.of(LATENCY);
  private final FakeChain two = FakeChain.of(LATENCY, LATENCY);

  private static Set<Long> numbers(long... numbers) {
    return LongStream.of(numbers).boxed().collect(Collectors.toSet());
  }

  private static RpcResult answer(long number, Set<Long> nullRounds) {
    if (nullRounds.contains(number)) {
      return NULL_ROUND;
    }
    long parent = number - 1;
    while (nullRounds.contains(parent)) {
      parent--;
    }
    return FakeNode.block(
        number, TestBlocks.hash(number), TestBlocks.hash(parent), 1000 + 3 * number);
  }

  private static void withNullRounds(FakeChain chain, Set<Long> nullRounds) {
    chain.nodes.forEach(node -> node.answer = n -> answer(n, nullRounds));
  }

  private static void assertRead(List<BlockActivity> blocks, Set<Long> nullRounds) {
    for (BlockActivity block : blocks) {
      long real = block.number();
      while (nullRounds.contains(real)) {
        real--;
      }
      assertThat(block.hash()).isEqualTo(TestBlocks.hash(real));
      assertThat(block.timestamp()).isEqualTo(1000 + 3 * real);
      assertThat(block.transactionCount()).isEqualTo(real == block.number() ? (int) (real % 3) : 0);
    }
  }

  @Test
  void shouldReadARangeWithNullRounds() {
    Set<Long> nullRounds = numbers(1_205, 1_300, 1_301, 1_302, 2_399);
    withNullRounds(one, nullRounds);
    List<BlockActivity> blocks = one.read(1_200, 2_399);
    assertRead(blocks, nullRounds);
    assertThat(ChunkRecord.of(new Chunk(1, 1_200), 0, blocks).sealed()).isTrue();
  }

  @Test
  void shouldReadARangeThatBeginsWithNullRounds() {
    Set<Long> nullRounds = numbers(1_198, 1_199, 1_200, 1_201);
    withNullRounds(one, nullRounds);
    assertRead(one.read(1_200, 2_399), nullRounds);
    assertRead(one.read(1_199, 1_201), nullRounds);
  }

  @Test
  void shouldReadRangesThatBeginWithNullRoundsWhileOtherBlocksWait() {
    Set<Long> nullRounds = numbers(1_199, 1_200, 2_400, 3_600);
    withNullRounds(one, nullRounds);
    List<CompletableFuture<List<BlockActivity>>> ranges = new ArrayList<>();
    for (long first = 0; first <= 3_600; first += 1_200) {
      ranges.add(one.start(first, first + 1_199));
    }
    ranges.forEach(range -> assertRead(one.await(range), nullRounds));
    // A header in a batch with blocks would fail and be requested again.
    long headers =
        one.node().received.stream()
            .flatMap(batch -> batch.calls().stream())
            .filter(call -> call.expected() == Expected.HEADER)
            .count();
    assertThat(headers).isEqualTo(4);
  }

  @Test
  void shouldReadTheHeaderBeforeANullRoundInItsPlace() {
    withNullRounds(one, numbers(50, 51));
    BlockHeader inPlace =
        new BlockHeader(51, TestBlocks.hash(49), TestBlocks.hash(49), 1000 + 3 * 49);
    assertThat(one.await(one.headers(List.of(51L, 49L)))).contains(Optional.of(inPlace));
    assertThat(one.await(one.submit(HeadersRequest.ifServed(FakeChain.WEB3J, List.of(51L)))))
        .containsExactly(Optional.of(inPlace));
  }

  @Test
  void shouldBelieveAHeadAfterNullRounds() {
    withNullRounds(one, numbers(999_998, 999_999));
    assertThat(one.await(one.head())).isEqualTo(1_000_000);
  }

  @Test
  void shouldFindTheNewestBlockIfTheNumberOfTheHeadHasNone() {
    withNullRounds(one, numbers(999_999, 1_000_000));
    one.node().answersLatest = false;
    assertThat(one.await(one.head())).isEqualTo(999_998);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_199, 1_300})
  void shouldRequestABlockAgainThatIsWrongBeforeNullRounds(long wrong) {
    Set<Long> nullRounds = numbers(1_200, 1_201, 1_301, 1_302);
    RpcResult other =
        FakeNode.block(wrong, TestBlocks.hash(7), TestBlocks.hash(wrong - 1), 1000 + 3 * wrong);
    answerFirst(wrong, other, nullRounds);
    assertRead(one.read(1_200, 2_399), nullRounds);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_199, 1_200, 1_300})
  void shouldRequestAWrongNullRoundAgainBeforeOthers(long wrong) {
    Set<Long> nullRounds = numbers(1_201, 1_301, 1_302);
    answerFirst(wrong, NULL_ROUND, nullRounds);
    assertRead(one.read(1_200, 2_399), nullRounds);
  }

  @Test
  void shouldNotCountABlockAsUnverifiedThatIsANullRound() {
    Set<Long> nullRounds = numbers(1_300);
    BlockActivity unverified =
        TestBlocks.block(1_300, TestBlocks.hash(7), TestBlocks.hash(1_299), 1000 + 3 * 1_300);
    answerFirst(1_300, new RpcResult.Block(unverified, false), nullRounds);
    BlockSequence read =
        one.await(
            one.submit(
                new BlocksRequest(FakeChain.WEB3J, new BlockRange(1_200, 2_399), one.memory)));
    assertRead(read.orThrow(), nullRounds);
    assertThat(read.unverified()).isZero();
  }

  /** The node answers one number wrongly at first. */
  private void answerFirst(long wrong, RpcResult first, Set<Long> nullRounds) {
    AtomicBoolean answered = new AtomicBoolean();
    one.node().answer =
        n -> n == wrong && !answered.getAndSet(true) ? first : answer(n, nullRounds);
  }

  @Test
  void shouldNotBelieveANullRoundThatHidesABlock() {
    withNullRounds(two, Set.of());
    two.nodes.get(0).answer = n -> n % 100 == 17 ? NULL_ROUND : FakeNode.block(n);
    assertRead(two.read(1_200, 2_399), Set.of());
  }

  @Test
  void shouldFailIfTheOnlyEndpointHidesABlock() {
    one.node().answer = n -> n == 1_217 ? NULL_ROUND : FakeNode.block(n);
    ChainException failure = one.failure(one.start(1_200, 2_399));
    assertThat(failure.kind()).isEqualTo(Kind.UNLINKED_BLOCK);
  }

  @Test
  void shouldFailIfThereAreOnlyNullRounds() {
    one.node().answer = n -> NULL_ROUND;
    assertThat(one.failure(one.start(1_200, 1_300))).hasMessageContaining("null rounds");
    assertThat(one.failure(one.headers(List.of(1_200L)))).hasMessageContaining("null rounds");
    assertThat(one.failure(one.head())).hasMessageContaining("null rounds");
  }
}
