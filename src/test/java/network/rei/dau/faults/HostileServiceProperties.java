package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import network.rei.dau.chain.endpoint.QuickClient;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;

/**
 * The whole service against an endpoint that changes any part of its responses: it answers all the
 * time, its runs reach the head, and its numbers are the true ones. {@link HostileNodeIT} runs it.
 */
class HostileServiceProperties {

  private static final int TRIES = 15;
  private static final int BLOCKS = 500;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final SimulatedChain CHAIN = SimulatedChain.of(ChainSpec.of(11, BLOCKS));
  private static final Map<String, Object> QUICK =
      Map.of(
          "rei-dau.rpc.timeout",
          "500 ms",
          "rei-dau.rpc.attempts",
          3,
          "rei-dau.rpc.backoff",
          "10 ms",
          "rei-dau.ingest.chunk-size",
          100,
          "rei-dau.ingest.attempts",
          2,
          "rei-dau.ingest.backoff",
          "10 ms");

  /** An endpoint that asks for a pause in a Retry-After would be left alone for five minutes. */
  private static final ClientTuning TUNING = QuickClient.tuning(Duration.ofMillis(200));

  @Property(
      tries = TRIES,
      seed = "12974973",
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.SAMPLE_FIRST)
  void shouldReachTheHeadWithTrueNumbersBesideAnHonestEndpoint(
      @ForAll(supplier = Mutations.Few.class) List<Mutation> mutations) throws IOException {
    reachTheHeadBesideAnHonestEndpoint(mutations);
  }

  @Property(
      tries = TRIES,
      seed = "12974973",
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.SAMPLE_FIRST)
  void shouldStoreNoWrongNumberAndRecoverWhenTheOnlyEndpointBehaves(
      @ForAll(supplier = Mutations.Few.class) List<Mutation> mutations) throws IOException {
    recoverWhenTheOnlyEndpointBehaves(mutations);
  }

  static void reachTheHeadBesideAnHonestEndpoint(List<Mutation> mutations) throws IOException {
    try (TemporaryFolder folder = new TemporaryFolder();
        SimulatedNode node = SimulatedNode.start(CHAIN);
        HostileNode hostile = new HostileNode(node, mutations);
        EmbeddedService service = service(folder.path(), hostile.uri(), node.uri())) {
      runToTheHead(service);
      assertThat(service.wrongRecords(CHAIN, hostile.forged())).isEmpty();
    }
  }

  static void recoverWhenTheOnlyEndpointBehaves(List<Mutation> mutations) throws IOException {
    try (TemporaryFolder folder = new TemporaryFolder();
        SimulatedNode node = SimulatedNode.start(CHAIN);
        HostileNode hostile = new HostileNode(node, mutations);
        EmbeddedService service = service(folder.path(), hostile.uri())) {
      Long last = service.run().lastProcessedBlock();
      assertThat(last == null || last <= CHAIN.head()).as("the last block %s", last).isTrue();
      assertThat(service.wrongRecords(CHAIN, hostile.forged())).isEmpty();
      Set<Long> forged = Set.copyOf(hostile.forged());
      hostile.behave();
      runToTheHead(service);
      assertThat(service.wrongRecords(CHAIN, forged)).isEmpty();
    }
  }

  private static EmbeddedService service(Path folder, URI... urls) {
    return EmbeddedService.at(folder, List.of(urls), QUICK, TUNING);
  }

  /** Runs until the head is reached and nothing is missing. */
  private static void runToTheHead(EmbeddedService service) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    RunOutcome run = service.run();
    while (run.error() != null
        || !run.missingChunks().isEmpty()
        || !Objects.equals(run.lastProcessedBlock(), CHAIN.head())) {
      assertThat(System.nanoTime()).as("the time after %s", run).isLessThan(deadline);
      run = service.run();
    }
  }
}
