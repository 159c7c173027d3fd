package network.rei.dau.chain.endpoint;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Source;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import network.rei.dau.chain.ClockBound;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.proof.ProofLevel;

/** Creates clients of endpoints over real HTTP, which retry after a few milliseconds. */
public final class QuickClient {

  private QuickClient() {}

  /**
   * Returns parameters with short times.
   *
   * @param longest upper bound of the time that an endpoint can ask for, and the time after which
   *     one of another chain is asked again
   */
  public static ClientTuning tuning(Duration longest) {
    return new ClientTuning(
        4,
        20,
        Duration.ofMillis(4),
        5,
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        longest,
        Duration.ofMillis(4),
        Duration.ofMillis(100),
        longest);
  }

  static JsonRpcChainClient of(
      ActorTestKit testkit, ClientTuning tuning, long chainId, Duration timeout, URI... urls) {
    RpcSettings settings =
        new RpcSettings(
            List.of(urls),
            chainId,
            timeout,
            50,
            8,
            0,
            3,
            Duration.ofMillis(10),
            new ClockBound(Duration.ofHours(1)),
            0.25,
            ProofLevel.NONE);
    MemoryBudget memory = MemoryBudget.of(settings);
    List<EndpointMetrics> endpoints = EndpointMetrics.of(settings);
    return new JsonRpcChainClient(
        testkit.spawn(
            EndpointManager.create(
                settings,
                tuning,
                endpoints,
                memory,
                executor -> EndpointManager.transports(settings, memory, executor))),
        endpoints,
        memory,
        Source.never());
  }
}
