package network.rei.dau.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.rei.dau.bench.PrometheusServer;
import network.rei.dau.bench.ScaledAlertRules;
import network.rei.dau.bench.SoakAlerts;
import network.rei.dau.bench.SoakAlerts.Fault;
import network.rei.dau.bench.SoakAlerts.Step;
import network.rei.dau.e2e.NetworkNamespaces;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.node.SimulatedNode;

/**
 * Evaluates the alerts of a cluster: in real time while random faults happen, and afterwards with
 * the clock of {@link ScaledAlertRules}, with which each is provoked and must end after its fault.
 */
final class ClusterAlerts {

  private static final Step NOTHING = () -> {};
  private static final Duration TO_SCRAPE = Duration.ofSeconds(60);

  /** Alerts that also follow if no block is stored, or if nodes are down or are started again. */
  private static final Set<String> CONSEQUENCES =
      Set.of(
          "ReiDauStoreDown",
          "ReiDauNoEndpoint",
          "ReiDauAbsent",
          "ReiDauLag",
          "ReiDauFallingBehind",
          "ReiDauGaps",
          "ReiDauChunksGivenUp",
          "ReiDauRunsFail",
          "ReiDauCommitsFail",
          "ReiDauIngestSilent",
          "ReiDauDown",
          "ReiDauRestarts",
          "ReiDauNodeUnreachable",
          "ReiDauNodesMissing",
          "ReiDauEndpointDown",
          "ReiDauEndpointErrors",
          "ReiDauActorRestarts");

  private final Path project;
  private final Path place;
  private final Path binary;
  private final Cluster cluster;
  private final Database database;
  private final SimulatedNode endpoint;
  private final Findings findings;
  private final Step recovered;

  /**
   * @param recovered waits until the cluster has recovered from a fault
   */
  ClusterAlerts(
      Path project,
      Path place,
      Path binary,
      Cluster cluster,
      Database database,
      SimulatedNode endpoint,
      Findings findings,
      Step recovered) {
    this.project = project;
    this.place = place;
    this.binary = binary;
    this.cluster = cluster;
    this.database = database;
    this.endpoint = endpoint;
    this.findings = findings;
    this.recovered = recovered;
  }

  /** Provokes the alerts, of a missing chunk at the end. */
  void run(Optional<NetworkNamespaces> network, MissingChunk missing)
      throws IOException, InterruptedException {
    Path own = Files.createDirectory(place.resolve("prometheus-scaled"));
    try (PrometheusServer prometheus =
        PrometheusServer.start(
            binary,
            own,
            forThisChain(ScaledAlertRules.of(shipped())),
            targets(),
            Duration.ofSeconds(1))) {
      SoakAlerts alerts = new SoakAlerts(prometheus);
      provoke(alerts, network);
      provoke(
          alerts,
          "the blocks of a chunk are null",
          missing::begin,
          missing::end,
          "ReiDauGaps",
          "ReiDauChunksGivenUp");
      alerts.wrong().forEach(what -> findings.add("alert", what));
    }
  }

  /** Begins to evaluate the alerts in real time. */
  AlertLog log() throws IOException, InterruptedException {
    return new AlertLog(
        binary,
        place.resolve("prometheus"),
        forThisChain(shipped()),
        targets(),
        CONSEQUENCES,
        findings);
  }

  private String shipped() throws IOException {
    return Files.readString(project.resolve("deploy/prometheus/alerts.yml"));
  }

  /** The chain of the soak is behind the clock, so its lag is counted in blocks. */
  private static String forThisChain(String rules) {
    return rules.replace("rei_dau_lag_seconds", "rei_dau_lag_blocks");
  }

  private List<String> targets() {
    return cluster.members().stream().map(Member::authority).toList();
  }

  private void provoke(SoakAlerts alerts, Optional<NetworkNamespaces> network)
      throws IOException, InterruptedException {
    Member first = cluster.follower(0);
    provoke(
        alerts, "a node is down", first::kill, first::release, "ReiDauDown", "ReiDauNodesMissing");
    recovered.run();
    Member leader = cluster.leader().orElseThrow();
    provoke(alerts, "the leader is suspended", leader::pause, leader::resume, "ReiDauDown");
    recovered.run();
    if (network.isPresent()) {
      NetworkNamespaces namespaces = network.get();
      int lost = cluster.follower(1).index();
      provoke(
          alerts,
          "a node is separated",
          () -> namespaces.isolate(lost),
          namespaces::heal,
          "ReiDauNodeUnreachable");
      recovered.run();
    }
    cluster.storeFails(true);
    provoke(alerts, "PostgreSQL is stopped", database::stop, database::start, "ReiDauStoreDown");
    cluster.storeFails(false);
    recovered.run();
    provoke(
        alerts,
        "the endpoint answers 503",
        () -> endpoint.faults().add(FaultNames.fault("http-503")),
        endpoint.faults()::clear,
        "ReiDauNoEndpoint",
        "ReiDauEndpointDown");
    recovered.run();
    provoke(
        alerts,
        "all nodes are down",
        () -> cluster.members().forEach(Member::kill),
        () -> cluster.members().forEach(Member::release),
        "ReiDauAbsent");
    recovered.run();
    Member restarted = cluster.follower(2);
    provoke(
        alerts,
        "a node is started again and again",
        NOTHING,
        () -> restartUntilScraped(restarted),
        restarted::release,
        Set.of("ReiDauRestarts"));
    recovered.run();
  }

  private void provoke(SoakAlerts alerts, String what, Step begin, Step end, String... expected)
      throws IOException, InterruptedException {
    provoke(alerts, what, begin, NOTHING, end, Set.of(expected));
  }

  private void provoke(
      SoakAlerts alerts, String what, Step begin, Step meanwhile, Step end, Set<String> expected)
      throws IOException, InterruptedException {
    findings.during("alerts: " + what);
    alerts.provoke(new Fault(what, begin, meanwhile, end, expected, CONSEQUENCES));
  }

  /** Does not wait until the node has joined, since the alert counts starts within two minutes. */
  private static void restartUntilScraped(Member member) throws InterruptedException {
    member.kill();
    member.release();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TO_SCRAPE.toNanos()) {
      try {
        if (member.get("/metrics", TO_SCRAPE).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(200);
    }
  }
}
