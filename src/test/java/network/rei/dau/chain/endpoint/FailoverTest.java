package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.junit.jupiter.api.Test;

/** The scheduling of calls to two endpoints, in virtual time. */
class FailoverTest {

  private final FakeChain chain = FakeChain.of(Duration.ofMillis(50), Duration.ofMillis(60));
  private final FakeNode primary = chain.nodes.get(0);
  private final FakeNode backup = chain.nodes.get(1);

  @Test
  void shouldFetchABadBlockFromAnotherEndpointAtOnce() {
    chain.read(0, 999);
    primary.answer =
        n -> n == 1017 ? RpcFailure.answer(Kind.MISSING_BLOCK, "null") : FakeNode.block(n);
    Duration before = chain.time.elapsed();
    chain.read(1010, 1019);
    assertThat(chain.time.elapsed().minus(before)).isEqualTo(Duration.ofMillis(110));
    assertThat(backup.received.get(backup.received.size() - 1).blocks()).containsExactly(1017L);
  }

  @Test
  void shouldUseTheBackupAndReturnToThePrimaryWhenItRecovers() {
    chain.read(0, 999);
    primary.batchFailure = batch -> FakeNode.DOWN;
    chain.readChunks(6_000);
    assertThat(chain.endpoint(0).state()).isEqualTo(EndpointStatus.State.COOLING_DOWN);
    EndpointMetrics metrics = chain.metrics.get(0);
    assertThat(metrics.coolDowns().sum()).isPositive();
    assertThat(metrics.errors().counts())
        .containsEntry(
            Kind.UNREACHABLE.label(),
            metrics.requests().sum() - metrics.latency().values().count());
    primary.batchFailure = batch -> null;
    chain.time.run(Duration.ofMinutes(2));
    chain.read(0, 9);
    primary.received.clear();
    backup.received.clear();
    for (int i = 0; i < 20; i++) {
      chain.read(0, 9);
    }
    assertThat(primary.received).hasSize(20);
    assertThat(backup.received).isEmpty();
    assertThat(chain.endpoint(0).state()).isEqualTo(EndpointStatus.State.HEALTHY);
  }

  @Test
  void shouldProbeARecoveringEndpointWithOneSmallRequestThatAsksForItsChain() {
    chain.read(0, 999);
    primary.batchFailure = batch -> FakeNode.DOWN;
    chain.readChunks(6_000);
    primary.batchFailure = batch -> null;
    primary.received.clear();
    chain.time.run(Duration.ofMinutes(2));
    CompletableFuture<?> range = chain.start(0, 4_999);
    chain.time.run(Duration.ofMillis(49));
    assertThat(primary.received).hasSize(1);
    assertThat(primary.received.get(0).calls()).hasSizeLessThanOrEqualTo(2);
    assertThat(primary.received.get(0).asksForChainIdFirst()).isTrue();
    chain.await(range);
    assertThat(primary.received).hasSizeGreaterThan(5);
  }

  @Test
  void shouldCallAFailingEndpointLessAndLessOften() {
    chain.read(0, 999);
    primary.batchFailure = batch -> FakeNode.DOWN;
    primary.received.clear();
    while (chain.time.elapsed().compareTo(Duration.ofMinutes(3)) < 0) {
      chain.read(0, 19);
    }
    // 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 s, with jitter
    assertThat(primary.received).hasSizeLessThan(30);
  }

  @Test
  void shouldSendWorkToTheFasterEndpoint() {
    primary.latency = Duration.ofMillis(900);
    for (int i = 0; i < 20; i++) {
      chain.read(0, 19);
    }
    assertThat(backup.received.size()).isGreaterThan(15);
  }

  @Test
  void shouldNotUseAnEndpointOfAnotherChain() {
    primary.chainId = 2;
    primary.answer = n -> FakeNode.block(n, TestBlocks.hash(-7), TestBlocks.hash(-8), 5);
    chain.readChunks(2_400);
    assertThat(chain.endpoint(0).state()).isEqualTo(EndpointStatus.State.REFUSED);
    assertThat(chain.endpoint(0).lastError())
        .contains("endpoint http://primary:1 serves chain id 2, but rei-dau.chain.id is 1");
    assertThat(primary.received).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void shouldFailAtOnceIfAllEndpointsServeAnotherChain() {
    primary.chainId = 2;
    backup.chainId = 3;
    ChainException failure = chain.failure(chain.start(0, 99));
    assertThat(failure.kind()).isEqualTo(Kind.WRONG_CHAIN);
    assertThat(failure).hasMessageContaining("serves chain id 2").hasMessageContaining("id 3");
    assertThat(chain.time.elapsed()).isLessThan(Duration.ofSeconds(1));
    Duration before = chain.time.elapsed();
    assertThat(chain.failure(chain.start(0, 99)).kind()).isEqualTo(Kind.WRONG_CHAIN);
    assertThat(chain.time.elapsed()).isEqualTo(before);
  }

  @Test
  void shouldUseAnEndpointAgainThatHasReturnedToTheConfiguredChain() {
    primary.chainId = 2;
    backup.chainId = 2;
    chain.failure(chain.start(0, 99));
    primary.chainId = 1;
    chain.time.run(Duration.ofSeconds(61));
    chain.read(0, 99);
    assertThat(chain.endpoint(0).state()).isEqualTo(EndpointStatus.State.HEALTHY);
  }

  @Test
  void shouldRefuseAnEndpointThatRecoversWithAnotherChain() {
    chain.read(0, 999);
    primary.batchFailure = batch -> FakeNode.DOWN;
    chain.readChunks(6_000);
    primary.batchFailure = batch -> null;
    primary.chainId = 99;
    chain.time.run(Duration.ofMinutes(2));
    chain.readChunks(6_000);
    assertThat(chain.endpoint(0).state()).isEqualTo(EndpointStatus.State.REFUSED);
  }

  @Test
  void shouldNotBeDelayedByAnEndpointThatHangs() {
    chain.read(0, 999);
    primary.batchFailure = batch -> FakeNode.TIMEOUT;
    Duration before = chain.time.elapsed();
    chain.readChunks(12_000);
    assertThat(chain.time.elapsed().minus(before)).isLessThan(Duration.ofSeconds(13));
  }

  @Test
  void shouldUseTheOtherEndpointWhileOneLimitsTheRate() {
    Set<Duration> refused = new HashSet<>();
    primary.batchFailure =
        batch -> {
          refused.add(batch.at());
          return new RpcFailure(
              Kind.RATE_LIMITED, RpcFailure.Cause.RATE, "HTTP 429", Duration.ofSeconds(30));
        };
    assertThat(chain.readChunks(6_000)).isLessThan(Duration.ofSeconds(3));
    assertThat(refused).hasSize(1);
  }

  @Test
  void shouldUseTheOtherEndpointWhileOneLimitsEachCall() {
    for (RpcFailure limit :
        List.of(
            new RpcFailure(Kind.RATE_LIMITED, RpcFailure.Cause.RATE_OR_SIZE, "error 429"),
            new RpcFailure(Kind.RATE_LIMITED, RpcFailure.Cause.RATE, "error 429"))) {
      for (boolean servesChainId : new boolean[] {true, false}) {
        FakeChain limited = FakeChain.of(Duration.ofMillis(50), Duration.ofMillis(60));
        limited.nodes.get(0).answer = n -> limit;
        limited.nodes.get(0).chainIdFailure = servesChainId ? null : limit;
        assertThat(limited.readChunks(6_000))
            .as("%s, chain id: %s", limit, servesChainId)
            .isLessThan(Duration.ofSeconds(4));
      }
    }
  }

  @Test
  void shouldNeverMixBlocksOfTwoForks() {
    Set<Long> forked = new HashSet<>();
    backup.answer =
        n -> {
          forked.add(n);
          return FakeNode.block(
              n, TestBlocks.hash(n + 5_000_000), TestBlocks.hash(n + 4_999_999), 1000 + 3 * n);
        };
    CompletableFuture<?> range = chain.start(0, 399);
    chain.time.runUntil(range::isDone);
    // Either all of one fork, or an error: never a mixture. Reading it to the end proves the links.
    assertThat(forked).isNotEmpty();
    if (range.isCompletedExceptionally()) {
      assertThat(chain.failure(range).kind()).isEqualTo(Kind.UNLINKED_BLOCK);
    }
  }
}
