package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.faults.HostileNode;
import network.rei.dau.faults.Mutation;
import network.rei.dau.faults.Mutations;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimTransaction;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;

/**
 * The client against an endpoint that changes any part of its responses, beside an honest endpoint
 * and alone. {@code HostileNodeIT} runs it.
 */
class HostileEndpointProperties {

  private static final int BLOCKS = 160;
  private static final int TRIES = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final ActorTestKit TESTKIT = ActorTestKit.create();
  private static final SimulatedChain CHAIN = SimulatedChain.of(ChainSpec.of(7, BLOCKS));

  private static final ClientTuning QUICK = QuickClient.tuning(Duration.ofMillis(200));

  @AfterContainer
  static void shutdown() {
    TESTKIT.shutdownTestKit();
  }

  @Property(
      tries = TRIES,
      seed = "12974973",
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.SAMPLE_FIRST)
  void shouldReadTheTrueChainBesideAnHonestEndpoint(
      @ForAll(supplier = Mutations.Few.class) List<Mutation> mutations) throws IOException {
    readBesideAnHonestEndpoint(mutations);
  }

  static void readBesideAnHonestEndpoint(List<Mutation> mutations) throws IOException {
    try (SimulatedNode node = SimulatedNode.start(CHAIN);
        HostileNode hostile = new HostileNode(node, mutations);
        JsonRpcChainClient client = client(hostile.uri(), node.uri())) {
      awaitHead(client);
      awaitBlocks(client, hostile, 1, BLOCKS - 1);
    }
  }

  @Property(
      tries = TRIES,
      seed = "12974973",
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.SAMPLE_FIRST)
  void shouldNeverReturnAWrongBlockAndRecoverWhenTheEndpointBehaves(
      @ForAll(supplier = Mutations.Few.class) List<Mutation> mutations) throws IOException {
    recoverWhenTheOnlyEndpointBehaves(mutations);
  }

  static void recoverWhenTheOnlyEndpointBehaves(List<Mutation> mutations) throws IOException {
    try (SimulatedNode node = SimulatedNode.start(CHAIN);
        HostileNode hostile = new HostileNode(node, mutations);
        JsonRpcChainClient client = client(hostile.uri())) {
      head(client);
      blocks(client, hostile, 1, BLOCKS - 1);
      hostile.behave();
      awaitHead(client);
      awaitBlocks(client, hostile, 1, BLOCKS - 1);
    }
  }

  private static JsonRpcChainClient client(URI... urls) {
    return QuickClient.of(TESTKIT, QUICK, ChainSpec.REI_CHAIN_ID, Duration.ofMillis(300), urls);
  }

  /** Reads the head until it is the true one; it must never be higher. */
  private static void awaitHead(JsonRpcChainClient client) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    Optional<Long> head = head(client);
    while (head.filter(number -> number == CHAIN.head()).isEmpty()) {
      assertThat(System.nanoTime()).as("the time at head %s", head).isLessThan(deadline);
      head = head(client);
    }
  }

  private static Optional<Long> head(JsonRpcChainClient client) {
    Optional<Long> head = outcome(client.head()).map(BlockHeader::number);
    head.ifPresent(number -> assertThat(number).isLessThanOrEqualTo(CHAIN.head()));
    return head;
  }

  private static void awaitBlocks(
      JsonRpcChainClient client, HostileNode hostile, long first, long last) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    for (long next = first; next <= last; ) {
      assertThat(System.nanoTime()).as("the time at block %d", next).isLessThan(deadline);
      next += blocks(client, hostile, next, last);
    }
  }

  /** Reads a range and compares what arrives; returns the number of blocks. */
  private static int blocks(JsonRpcChainClient client, HostileNode hostile, long first, long last) {
    List<BlockActivity> blocks =
        outcome(client.blocks(new BlockRange(first, last)))
            .map(BlockSequence::blocks)
            .orElse(List.of());
    for (int i = 0; i < blocks.size(); i++) {
      BlockActivity block = blocks.get(i);
      assertThat(block.number()).isEqualTo(first + i);
      if (!hostile.forged().contains(block.number())) {
        assertTrue(block);
      }
    }
    return blocks.size();
  }

  private static void assertTrue(BlockActivity block) {
    SimBlock truth = CHAIN.block(block.number());
    assertThat(block.timestamp()).isEqualTo(truth.timestamp());
    assertThat(block.transactionCount()).isEqualTo(truth.transactions().size());
    for (int i = 0; i < block.transactionCount(); i++) {
      SimTransaction transaction = truth.transactions().get(i);
      assertThat(block.sender(i)).hasToString(transaction.from());
      assertThat(block.isNonceZero(i)).isEqualTo(transaction.nonce() == 0);
      assertThat(block.isCreation(i)).isEqualTo(transaction.to() == null);
      if (transaction.to() != null) {
        assertThat(block.recipient(i)).hasToString(transaction.to());
      }
    }
  }

  /** Returns the result; empty if the stage fails by a failure of the chain. */
  private static <T> Optional<T> outcome(CompletionStage<T> stage) {
    try {
      return Optional.of(
          stage.toCompletableFuture().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join());
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(ChainException.class);
      return Optional.empty();
    }
  }
}
