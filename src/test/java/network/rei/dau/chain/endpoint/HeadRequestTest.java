package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.junit.jupiter.api.Test;

/** Which head counts, and which endpoints lag, in virtual time. */
class HeadRequestTest {

  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final RpcFailure NULL = RpcFailure.answer(Kind.MISSING_BLOCK, "null");

  private static final List<RpcFailure> FAILURES =
      List.of(
          new RpcFailure(Kind.RATE_LIMITED, Cause.RATE_OR_SIZE, "error 429"),
          new RpcFailure(Kind.RATE_LIMITED, Cause.RATE, "HTTP 429"),
          new RpcFailure(Kind.RATE_LIMITED, Cause.RATE, "HTTP 429", Duration.ofMinutes(1)),
          RpcFailure.answer(Kind.REFUSED, "error -32603"),
          RpcFailure.malformed("the result is not what was asked for"),
          FakeNode.BAD_GATEWAY,
          FakeNode.DOWN,
          FakeNode.CUT,
          FakeNode.TOO_LARGE,
          NULL);

  private int calls;
  private final FakeChain chain = FakeChain.of(LATENCY, LATENCY);
  private final FakeNode first = chain.nodes.get(0);
  private final FakeNode second = chain.nodes.get(1);
  private final FakeChain single = FakeChain.of(LATENCY);

  private long head() {
    return chain.await(chain.head());
  }

  /** The node names this block as its newest one, and has no other that is as new. */
  private static void claim(FakeNode node, RpcResult head) {
    long number = ((RpcResult.Block) head).activity().number();
    node.head = number;
    node.answer = n -> n == number ? head : n > 1_000_000 ? NULL : FakeNode.block(n);
  }

  private static RpcResult fabricated(long number, long timestamp) {
    return FakeNode.block(number, new Hash(1, 2, 3, 4), new Hash(5, 6, 7, 8), timestamp);
  }

  @Test
  void shouldReturnTheHighestHeadWithItsHeader() {
    first.head = 999_990;
    second.head = 1_000_000;
    BlockHeader head = chain.await(chain.submit(new HeadRequest(FakeChain.WEB3J)));
    assertThat(head).isEqualTo(TestBlocks.block(1_000_000).header());
  }

  @Test
  void shouldNotBelieveAHeadWhoseParentNoEndpointServes() {
    for (long number : new long[] {1_000_000_000, Long.MAX_VALUE}) {
      claim(first, fabricated(number, 5_000_000));
      assertThat(head()).isEqualTo(1_000_000);
      assertThat(chain.endpoint(0).lastError().orElseThrow())
          .contains("block " + number + " does not count as the head");
      assertThat(chain.endpoint(0).errors()).isPositive();
      chain.time.run(Duration.ofSeconds(10));
    }
  }

  @Test
  void shouldFailIfTheOnlyHeadDoesNotCount() {
    claim(single.node(), fabricated(Long.MAX_VALUE, 5_000_000));
    ChainException failure = single.failure(single.head());
    assertThat(failure).hasMessageContaining("does not count as the head");
    assertThat(single.time.elapsed()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void shouldNotBelieveAHeadWhoseParentHasAnotherHash() {
    claim(first, fabricated(1_000_001, 5_000_000));
    assertThat(head()).isEqualTo(1_000_000);
    assertThat(chain.endpoint(0).lastError().orElseThrow()).contains("another hash");
  }

  @Test
  void shouldNotBelieveAHeadFarAheadOfTheClock() {
    chain.clock = 3_000_000;
    second.head = 999_999;
    claim(
        first,
        FakeNode.block(
            1_000_000, TestBlocks.hash(1_000_000), TestBlocks.hash(999_999), 3_000_000 + 3_601));
    assertThat(head()).isEqualTo(999_999);
    assertThat(chain.endpoint(0).lastError().orElseThrow()).contains("ahead of the clock");
  }

  @Test
  void shouldNotBelieveAHeadThatIsFarOlderThanItsParent() {
    claim(
        first,
        FakeNode.block(1_000_001, TestBlocks.hash(1_000_001), TestBlocks.hash(1_000_000), 0));
    for (int i = 0; i < 2; i++) {
      assertThat(head()).isEqualTo(1_000_000);
      assertThat(chain.endpoint(0).lastError().orElseThrow()).contains("far before that of its");
      chain.time.run(Duration.ofSeconds(10));
    }
  }

  @Test
  void shouldBelieveAHeadWhoseParentAnotherEndpointMadeFarNewer() {
    second.head = 999_998;
    second.answer =
        n ->
            n == 999_999
                ? FakeNode.block(
                    n,
                    TestBlocks.hash(n),
                    TestBlocks.hash(n - 1),
                    TestBlocks.block(1_000_000).timestamp() + 3_601)
                : FakeNode.block(n);

    assertThat(head()).isEqualTo(1_000_000);
  }

  @Test
  void shouldBelieveAHeadWithinTheBoundOfTheClockAndAnyOldOne() {
    chain.clock = TestBlocks.block(1_000_000).timestamp() - 3_600;
    assertThat(head()).isEqualTo(1_000_000);
    chain.clock = Integer.MAX_VALUE * 1000L;
    assertThat(head()).isEqualTo(1_000_000);
  }

  @Test
  void shouldTakeAHigherHeadBack() {
    assertThat(head()).isEqualTo(1_000_000);
    first.head = 999_000;
    second.head = 999_001;
    chain.time.run(Duration.ofSeconds(3));
    assertThat(head()).isEqualTo(999_001);
  }

  @Test
  void shouldReadNoParentOfTheSameHeadOrItsChild() {
    head();
    for (int i = 0; i < 3; i++) {
      int requested = first.received.size() + second.received.size();
      assertThat(head()).isEqualTo(first.head);
      assertThat(first.received.size() + second.received.size()).isEqualTo(requested + 2);
      first.head++;
      second.head++;
    }
  }

  @Test
  void shouldReturnAnotherHashAtTheSameHeight() {
    BlockHeader before = chain.await(chain.submit(new HeadRequest(FakeChain.WEB3J)));
    RpcResult sibling =
        FakeNode.block(1_000_000, new Hash(1, 2, 3, 4), TestBlocks.hash(999_999), 5_000_000);
    claim(first, sibling);
    claim(second, sibling);
    BlockHeader after = chain.await(chain.submit(new HeadRequest(FakeChain.WEB3J)));
    assertThat(after.number()).isEqualTo(before.number());
    assertThat(after.hash()).isNotEqualTo(before.hash());
  }

  @Test
  void shouldKeepTheAcceptedHeadWhileEndpointsNameDifferentOnesOfTheSameHeight() {
    BlockHeader before = chain.await(chain.submit(new HeadRequest(FakeChain.WEB3J)));
    claim(
        first,
        FakeNode.block(1_000_000, new Hash(1, 2, 3, 4), TestBlocks.hash(999_999), 5_000_000));
    assertThat(chain.await(chain.submit(new HeadRequest(FakeChain.WEB3J)))).isEqualTo(before);
  }

  @Test
  void shouldGoOnBehindAFastEndpointThatStandsStill() {
    first.latency = Duration.ofMillis(1);
    first.head = 999_000;
    for (int i = 0; i < 50; i++) {
      assertThat(head()).isEqualTo(second.head);
      second.head++;
      chain.time.run(Duration.ofSeconds(3));
    }
    EndpointStatus standing = chain.endpoint(0);
    assertThat(standing.lagging()).isTrue();
    assertThat(standing.head()).hasValue(999_000);
    assertThat(standing.state()).isEqualTo(EndpointStatus.State.HEALTHY);
    assertThat(chain.endpoint(1).lagging()).isFalse();
    long asked = first.received.size();
    assertThat(asked).isBetween(20L, 40L);
  }

  @Test
  void shouldReportThatALaggingEndpointFollowsAgain() {
    first.head = 999_000;
    head();
    assertThat(chain.endpoint(0).lagging()).isTrue();
    first.head = second.head;
    chain.time.run(Duration.ofSeconds(6));
    head();
    assertThat(chain.endpoint(0).lagging()).isFalse();
  }

  @Test
  void shouldNotCallAnEndpointLaggingThatIsBehindByAFewBlocks() {
    first.head = second.head - 3;
    head();
    assertThat(chain.endpoint(0).lagging()).isFalse();
  }

  @Test
  void shouldReadBlocksThatALaggingEndpointHasFromIt() {
    first.head = 999_000;
    first.latency = Duration.ofMillis(1);
    head();
    chain.read(900_000, 901_199);
    assertThat(first.blocksRequested()).isGreaterThan(500);
  }

  @Test
  void shouldAskALaggingEndpointIfTheOthersAreDown() {
    first.head = 999_000;
    head();
    second.batchFailure = batch -> FakeNode.DOWN;
    assertThat(head()).isEqualTo(999_000);
  }

  @Test
  void shouldReturnTheHeadAtOnceBesideAnEndpointThatFailsEveryCall() {
    for (RpcFailure failure : FAILURES) {
      for (boolean servesChainId : new boolean[] {true, false}) {
        for (int failing = 0; failing < 2; failing++) {
          FakeChain failed = FakeChain.of(LATENCY, LATENCY);
          FakeNode node = failed.nodes.get(failing);
          node.answer = n -> failure;
          node.chainIdFailure = servesChainId ? null : failure;
          assertEachHeadIsReadAtOnce(failed, failed.nodes.get(1 - failing), failure);
        }
      }
      FakeChain failed = FakeChain.of(LATENCY, LATENCY);
      failed.nodes.get(0).batchFailure = batch -> failure;
      assertEachHeadIsReadAtOnce(failed, failed.nodes.get(1), failure);
    }
  }

  /** Each head is two blocks higher than the one before, so that its parent has to be read. */
  private static void assertEachHeadIsReadAtOnce(
      FakeChain chain, FakeNode honest, RpcFailure failure) {
    for (int i = 0; i < 20; i++) {
      honest.head += 2;
      Duration before = chain.time.elapsed();
      assertThat(chain.await(chain.head())).isEqualTo(honest.head);
      assertThat(chain.time.elapsed().minus(before))
          .as("head %s beside %s", i, failure)
          .isLessThanOrEqualTo(LATENCY.multipliedBy(4));
      chain.time.run(Duration.ofSeconds(3));
    }
  }

  @Test
  void shouldBelieveAHeadThatAnotherEndpointConfirmsThoughTheFirstCannotServeItsParent() {
    first.latency = Duration.ofMillis(1);
    first.answer =
        n -> n == 1_000_000 ? FakeNode.block(n) : RpcFailure.answer(Kind.REFUSED, "error");
    assertThat(head()).isEqualTo(1_000_000);
    first.head = 1_000_002;
    second.head = 1_000_002;
    first.answer =
        n -> n == 1_000_002 ? FakeNode.block(n) : RpcFailure.answer(Kind.MALFORMED, "bad");
    second.answer = n -> n == 1_000_001 && calls++ == 0 ? NULL : FakeNode.block(n);
    assertThat(head()).isEqualTo(1_000_002);
  }

  @Test
  void shouldWaitAtMostASecondForASlowEndpoint() {
    second.batchFailure = batch -> FakeNode.TIMEOUT;
    Duration before = chain.time.elapsed();
    assertThat(head()).isEqualTo(1_000_000);
    assertThat(chain.time.elapsed().minus(before)).isLessThan(Duration.ofMillis(1_200));
  }

  @Test
  void shouldHardlyWaitForAnEndpointThatHangsAndUsuallyAnswersFast() {
    for (int i = 0; i < 5; i++) {
      head();
    }
    second.latency = Duration.ofSeconds(20);
    for (int i = 0; i < 5; i++) {
      first.head += 2;
      Duration before = chain.time.elapsed();
      assertThat(head()).isEqualTo(first.head);
      assertThat(chain.time.elapsed().minus(before)).as("%s", i).isLessThan(Duration.ofMillis(450));
      chain.time.run(Duration.ofSeconds(3));
    }
  }

  @Test
  void shouldWaitOnceOnlyForAnEndpointThatHasNeverAnswered() {
    second.latency = Duration.ofSeconds(60);
    head();
    chain.time.run(Duration.ofSeconds(2));
    for (int i = 0; i < 5; i++) {
      first.head += 1;
      Duration before = chain.time.elapsed();
      assertThat(head()).isEqualTo(first.head);
      assertThat(chain.time.elapsed().minus(before)).isLessThan(LATENCY.multipliedBy(2));
      chain.time.run(Duration.ofSeconds(3));
    }
  }

  @Test
  void shouldNotWaitForAnEndpointWhoseCircuitIsOpen() {
    second.batchFailure = batch -> FakeNode.DOWN;
    for (int i = 0; i < 5; i++) {
      head();
    }
    Duration before = chain.time.elapsed();
    head();
    assertThat(chain.time.elapsed().minus(before)).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void shouldAskForTheNumberWhereLatestIsNotAnswered() {
    single.node().answersLatest = false;
    assertThat(single.await(single.head())).isEqualTo(1_000_000);
  }

  @Test
  void shouldAskForTheHeadWhileBlocksUseUpTheRateLimit() {
    RpcSettings s = chain.settings;
    chain.with(
        new RpcSettings(
            s.urls(),
            1,
            s.timeout(),
            10,
            16,
            5,
            s.attempts(),
            s.backoff(),
            s.clockBound(),
            s.memoryShare(),
            s.verify()));
    first.latency = Duration.ofMillis(1);
    first.head = 999_000;
    CompletableFuture<?> range = chain.start(0, 9_999);
    chain.time.run(Duration.ofSeconds(5));
    assertThat(head()).isEqualTo(second.head);
    assertThat(range).isNotDone();
  }
}
