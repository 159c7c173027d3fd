package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.junit.jupiter.api.Test;

/** Two endpoints, in virtual time. */
class FailoverTest {

  private final FakeChain chain = FakeChain.of(Duration.ofMillis(50), Duration.ofMillis(60));
  private final FakeNode primary = chain.nodes.get(0);
  private final FakeNode backup = chain.nodes.get(1);

  @Test
  void shouldFetchABadBlockElsewhereAtOnce() {
    chain.read(0, 999);
    primary.answer =
        n -> n == 1017 ? RpcFailure.answer(Kind.MISSING_BLOCK, "null") : TestBlocks.block(n);
    Duration before = chain.loop.elapsed();
    chain.read(1010, 1019);
    assertThat(chain.loop.elapsed().minus(before)).isEqualTo(Duration.ofMillis(110));
    assertThat(backup.asks.get(backup.asks.size() - 1).blocks()).containsExactly(1017L);
  }

  @Test
  void shouldGoOnWithTheBackupAndReturnToThePrimaryWhenItRecovers() {
    chain.read(0, 999);
    primary.wholeFault = ask -> FakeNode.DOWN;
    chain.readChunks(6_000);
    assertThat(chain.scheduler.endpoints().get(0).state())
        .isEqualTo(EndpointStatus.State.COOLING_DOWN);
    EndpointMetrics counts = chain.scheduler.counts().get(0);
    assertThat(counts.coolDowns().sum()).isPositive();
    assertThat(counts.errors().counts())
        .containsEntry(
            Kind.UNREACHABLE.label(), counts.requests().sum() - counts.latency().values().count());
    primary.wholeFault = ask -> null;
    chain.loop.run(Duration.ofMinutes(2));
    chain.read(0, 9);
    primary.asks.clear();
    backup.asks.clear();
    for (int i = 0; i < 20; i++) {
      chain.read(0, 9);
    }
    assertThat(primary.asks).hasSize(20);
    assertThat(backup.asks).isEmpty();
    assertThat(chain.scheduler.endpoints().get(0).state()).isEqualTo(EndpointStatus.State.HEALTHY);
  }

  @Test
  void shouldProbeARecoveringEndpointWithOneSmallRequestThatAsksForItsChain() {
    chain.read(0, 999);
    primary.wholeFault = ask -> FakeNode.DOWN;
    chain.readChunks(6_000);
    primary.wholeFault = ask -> null;
    primary.asks.clear();
    chain.loop.run(Duration.ofMinutes(2));
    CompletableFuture<?> range = chain.start(0, 4_999);
    chain.loop.run(Duration.ofMillis(49));
    assertThat(primary.asks).hasSize(1);
    assertThat(primary.asks.get(0).requests()).hasSizeLessThanOrEqualTo(2);
    assertThat(primary.asks.get(0).requests().get(0).getMethod()).isEqualTo("eth_chainId");
    chain.await(range);
    assertThat(primary.asks).hasSizeGreaterThan(5);
  }

  @Test
  void shouldLeaveAFailingEndpointAloneForAGrowingWhile() {
    chain.read(0, 999);
    primary.wholeFault = ask -> FakeNode.DOWN;
    primary.asks.clear();
    while (chain.loop.elapsed().compareTo(Duration.ofMinutes(3)) < 0) {
      chain.read(0, 19);
    }
    // 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 s, with jitter
    assertThat(primary.asks).hasSizeLessThan(30);
  }

  @Test
  void shouldSendWorkToTheFasterEndpoint() {
    primary.latency = Duration.ofMillis(900);
    for (int i = 0; i < 20; i++) {
      chain.read(0, 19);
    }
    assertThat(backup.asks.size()).isGreaterThan(15);
  }

  @Test
  void shouldNotUseAnEndpointOfAnotherChain() {
    primary.chainId = 2;
    primary.answer = n -> TestBlocks.block(n, TestBlocks.hash(-7), TestBlocks.hash(-8), 5);
    chain.readChunks(2_400);
    assertThat(chain.scheduler.endpoints().get(0).state()).isEqualTo(EndpointStatus.State.REFUSED);
    assertThat(chain.scheduler.endpoints().get(0).lastError())
        .contains("endpoint http://primary:1 serves chain id 2, but rei-dau.chain.id is 1");
    assertThat(primary.asks).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void shouldFailAtOnceWhenAllEndpointsServeAnotherChain() {
    primary.chainId = 2;
    backup.chainId = 3;
    ChainException failure = chain.failure(chain.start(0, 99));
    assertThat(failure.kind()).isEqualTo(Kind.WRONG_CHAIN);
    assertThat(failure).hasMessageContaining("serves chain id 2").hasMessageContaining("id 3");
    assertThat(chain.loop.elapsed()).isLessThan(Duration.ofSeconds(1));
    Duration before = chain.loop.elapsed();
    assertThat(chain.failure(chain.start(0, 99)).kind()).isEqualTo(Kind.WRONG_CHAIN);
    assertThat(chain.loop.elapsed()).isEqualTo(before);
  }

  @Test
  void shouldTakeAnEndpointBackThatServesTheRightChainByNow() {
    primary.chainId = 2;
    backup.chainId = 2;
    chain.failure(chain.start(0, 99));
    primary.chainId = 1;
    chain.loop.run(Duration.ofSeconds(61));
    chain.read(0, 99);
    assertThat(chain.scheduler.endpoints().get(0).state()).isEqualTo(EndpointStatus.State.HEALTHY);
  }

  @Test
  void shouldNoticeThatAnEndpointCameBackWithAnotherChain() {
    chain.read(0, 999);
    primary.wholeFault = ask -> FakeNode.DOWN;
    chain.readChunks(6_000);
    primary.wholeFault = ask -> null;
    primary.chainId = 99;
    chain.loop.run(Duration.ofMinutes(2));
    chain.readChunks(6_000);
    assertThat(chain.scheduler.endpoints().get(0).state()).isEqualTo(EndpointStatus.State.REFUSED);
  }

  @Test
  void shouldNotBeHeldUpByAnEndpointThatHangs() {
    chain.read(0, 999);
    primary.wholeFault = ask -> FakeNode.TIMEOUT;
    Duration before = chain.loop.elapsed();
    chain.readChunks(12_000);
    assertThat(chain.loop.elapsed().minus(before)).isLessThan(Duration.ofSeconds(13));
  }

  @Test
  void shouldAskElsewhereWhileOneEndpointLimitsTheRate() {
    Set<Duration> refused = new HashSet<>();
    primary.wholeFault =
        ask -> {
          refused.add(ask.at());
          return new RpcFailure(
              Kind.RATE_LIMITED, RpcFailure.Cause.RATE, "HTTP 429", Duration.ofSeconds(30));
        };
    assertThat(chain.readChunks(6_000)).isLessThan(Duration.ofSeconds(3));
    assertThat(refused).hasSize(1);
  }

  @Test
  void shouldFetchFromBothWhereTheyServeDifferentForks() {
    Set<Long> forked = new HashSet<>();
    backup.answer =
        n -> {
          forked.add(n);
          return TestBlocks.block(
              n, TestBlocks.hash(n + 5_000_000), TestBlocks.hash(n + 4_999_999), 1000 + 3 * n);
        };
    CompletableFuture<?> range = chain.start(0, 399);
    chain.loop.runUntil(range::isDone);
    // Either all of one fork, or an error: never a mixture. Reading it to the end proves the links.
    assertThat(forked).isNotEmpty();
    if (range.isCompletedExceptionally()) {
      assertThat(chain.failure(range).kind()).isEqualTo(Kind.UNLINKED_BLOCK);
    }
  }
}
