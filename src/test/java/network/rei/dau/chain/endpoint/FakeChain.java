package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ClockBound;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.proof.ProofLevel;
import org.web3j.protocol.Web3j;

/** A scheduler and fake nodes in virtual time: it performs the effects as the manager does. */
final class FakeChain {

  static final Web3j WEB3J = JsonRpcChainClient.web3j(null); // only creates requests

  final VirtualTime time = new VirtualTime();
  final List<FakeNode> nodes = new ArrayList<>();
  List<EndpointMetrics> metrics;
  CallScheduler scheduler;
  RpcSettings settings =
      new RpcSettings(
          List.of(URI.create("http://primary:1"), URI.create("http://backup:2")),
          1,
          Duration.ofSeconds(10),
          100,
          16,
          0,
          3,
          Duration.ofSeconds(1),
          new ClockBound(Duration.ofHours(1)),
          0.25,
          ProofLevel.NONE);

  /** Limits the blocks in flight. */
  MemoryBudget memory = MemoryBudget.unlimited();

  /** Seconds since 1970. */
  long clock = 2_000_000_000;

  private Runnable cancelWakeUp = () -> {};

  static FakeChain of(Duration... latencies) {
    FakeChain chain = new FakeChain();
    Arrays.stream(latencies).forEach(l -> chain.nodes.add(new FakeNode(chain.time, l)));
    return chain.start();
  }

  FakeChain with(MemoryBudget budget) {
    memory = budget;
    return start();
  }

  FakeChain with(RpcSettings changed) {
    settings = changed;
    return start();
  }

  static RpcSettings withAttempts(int attempts) {
    return new RpcSettings(
        List.of(URI.create("http://primary:1")),
        1,
        Duration.ofSeconds(10),
        100,
        16,
        0,
        attempts,
        Duration.ofSeconds(1),
        new ClockBound(Duration.ofHours(1)),
        0.25,
        ProofLevel.NONE);
  }

  private FakeChain start() {
    SplittableRandom random = new SplittableRandom(42);
    metrics = EndpointMetrics.of(settings);
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      endpoints.add(new Endpoint(i, settings, ClientTuning.DEFAULT, random, metrics.get(i)));
    }
    RetryPolicy retries =
        new RetryPolicy(
            settings.attempts(),
            settings.timeout(),
            settings.backoff(),
            ClientTuning.DEFAULT.firstRetry(),
            random);
    scheduler =
        new CallScheduler(
            settings,
            ClientTuning.DEFAULT,
            endpoints,
            retries,
            memory,
            () -> Instant.ofEpochSecond(clock),
            time.nanoTime());
    return this;
  }

  private void perform(CallScheduler.Effects effects) {
    effects.outcomes().forEach(PendingRequest.Outcome::deliver);
    for (InFlightBatch batch : effects.batches()) {
      nodes
          .get(batch.endpoint().index())
          .receive(
              batch.calls(),
              batch.timeoutNanos(),
              () -> perform(scheduler.responseRead(batch, true, time.nanoTime())),
              result -> perform(scheduler.batchCompleted(batch, result, time.nanoTime())));
    }
    cancelWakeUp.run();
    cancelWakeUp =
        effects.wakeUpNanos().isEmpty()
            ? () -> {}
            : time.schedule(
                () -> perform(scheduler.wakeUp(time.nanoTime())),
                effects.wakeUpNanos().getAsLong());
  }

  FakeNode node() {
    return nodes.get(0);
  }

  EndpointStatus endpoint(int index) {
    return metrics.get(index).status();
  }

  <R> CompletableFuture<R> submit(PendingRequest<?, R> request) {
    time.schedule(() -> perform(scheduler.submit(request, time.nanoTime())), 0);
    return request.future();
  }

  CompletableFuture<List<BlockActivity>> start(long first, long last) {
    return submit(new BlocksRequest(WEB3J, new BlockRange(first, last), memory))
        .thenApply(BlockSequence::orThrow);
  }

  CompletableFuture<Long> head() {
    return submit(new HeadRequest(WEB3J)).thenApply(BlockHeader::number);
  }

  CompletableFuture<List<Optional<BlockHeader>>> headers(List<Long> numbers) {
    return submit(HeadersRequest.all(WEB3J, numbers));
  }

  <T> T await(CompletableFuture<T> stage) {
    time.runUntil(stage::isDone);
    return stage.join();
  }

  /** Reads a range, and checks that it is complete. */
  List<BlockActivity> read(long first, long last) {
    List<BlockActivity> blocks = await(start(first, last));
    assertWhole(blocks, first, last);
    return blocks;
  }

  /** Reads blocks in chunks of 1200, eight chunks at a time; returns the time that it took. */
  Duration readChunks(long count) {
    Duration before = time.elapsed();
    List<CompletableFuture<List<BlockActivity>>> stages = new ArrayList<>();
    List<Long> starts = LongStream.iterate(0, n -> n < count, n -> n + 1200).boxed().toList();
    for (int i = 0; i < starts.size(); i++) {
      if (i >= 8) {
        await(stages.get(i - 8));
      }
      stages.add(start(starts.get(i), Math.min(count, starts.get(i) + 1200) - 1));
    }
    for (int i = 0; i < stages.size(); i++) {
      assertWhole(await(stages.get(i)), starts.get(i), Math.min(count, starts.get(i) + 1200) - 1);
    }
    return time.elapsed().minus(before);
  }

  ChainException failure(CompletableFuture<?> stage) {
    time.runUntil(stage::isDone);
    try {
      stage.join();
      throw new AssertionError("the stage succeeded");
    } catch (CompletionException e) {
      return (ChainException) e.getCause();
    }
  }

  static void assertWhole(List<BlockActivity> blocks, long first, long last) {
    assertThat(TestBlocks.numbers(blocks))
        .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
  }
}
