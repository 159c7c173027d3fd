package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.TestBlocks;

/** A scheduler over fake nodes, all in the time of a {@link ManualLoop}. */
final class FakeChain {

  final ManualLoop loop = new ManualLoop();
  final List<FakeNode> nodes = new ArrayList<>();
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
          Duration.ofSeconds(1));

  static FakeChain of(Duration... latencies) {
    FakeChain chain = new FakeChain();
    Arrays.stream(latencies).forEach(l -> chain.nodes.add(new FakeNode(chain.loop, l)));
    return chain.start();
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
        Duration.ofSeconds(1));
  }

  private FakeChain start() {
    SplittableRandom random = new SplittableRandom(42);
    List<Endpoint> endpoints = new ArrayList<>();
    for (FakeNode node : nodes) {
      URI url = settings.urls().get(endpoints.size());
      endpoints.add(
          new Endpoint(
              endpoints.size(),
              EndpointName.of(url),
              node,
              settings,
              ClientTuning.DEFAULT,
              random));
    }
    RetryPolicy retries =
        new RetryPolicy(
            settings.attempts(),
            settings.timeout(),
            settings.backoff(),
            ClientTuning.DEFAULT.firstRetry(),
            random);
    scheduler =
        new CallScheduler(loop, Runnable::run, settings, ClientTuning.DEFAULT, endpoints, retries);
    return this;
  }

  FakeNode node() {
    return nodes.get(0);
  }

  CompletableFuture<List<BlockActivity>> start(long first, long last) {
    return scheduler.submit(new BlocksRequest(new BlockRange(first, last))).toCompletableFuture();
  }

  <T> T await(CompletableFuture<T> stage) {
    loop.runUntil(stage::isDone);
    return stage.join();
  }

  /** Reads a range, and checks that it is all of it. */
  List<BlockActivity> read(long first, long last) {
    List<BlockActivity> blocks = await(start(first, last));
    assertWhole(blocks, first, last);
    return blocks;
  }

  /** Reads so many blocks in chunks of 1200, eight chunks at a time; returns the time it took. */
  Duration readChunks(long count) {
    Duration before = loop.elapsed();
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
    return loop.elapsed().minus(before);
  }

  ChainException failure(CompletableFuture<?> stage) {
    loop.runUntil(stage::isDone);
    try {
      stage.join();
      throw new AssertionError("it succeeded");
    } catch (CompletionException e) {
      return (ChainException) e.getCause();
    }
  }

  static void assertWhole(List<BlockActivity> blocks, long first, long last) {
    assertThat(TestBlocks.numbers(blocks))
        .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
  }
}
