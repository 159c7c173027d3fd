package network.rei.dau.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.bench.PrometheusServer;
import network.rei.dau.bench.cluster.FaultPlan.Step;
import network.rei.dau.cli.TemporaryFolder;
import network.rei.dau.e2e.NetworkNamespaces;
import network.rei.dau.e2e.TcpRelay;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.BlockTiming;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.SimulatedNode;
import org.opentest4j.TestAbortedException;

/**
 * Runs three nodes of the packaged service with PostgreSQL and random faults. They begin with the
 * version before, which fills an empty store, and are updated one after the other while faults
 * happen. A client of each node checks each answer. docs/benchmarks.md describes the expectations.
 */
public final class ClusterSoak {

  private static final int NODES = 3;
  private static final int CHUNK = 300;
  private static final int SECONDS_A_BLOCK = 12;
  private static final int DAY = 86_400;
  private static final int BLOCKS_A_DAY = DAY / SECONDS_A_BLOCK;
  private static final int BLOCKS_A_SECOND = 24;
  private static final int DAYS_BEFORE = 3;
  private static final int RETENTION_DAYS = 2;
  private static final int RUN_EVERY_SECONDS = 300;
  private static final int HEAP_MIB = 192;

  /** The share of the time after which the chain has reached the clock, but for the reserve. */
  private static final double IN_A_HURRY = 0.85;

  /** Of blocks that come at once at the end: a missing chunk, and those around it. */
  private static final int RESERVE_SECONDS = 5 * CHUNK * SECONDS_A_BLOCK;

  /** The share of the time after which the nodes are updated. */
  private static final List<Double> UPDATES = List.of(0.0, 0.12, 0.24);

  /** Faults that would start the nodes of the version before again, so that none remains. */
  private static final Set<FaultKind> NOT_IN_A_MIX =
      EnumSet.of(FaultKind.KILL_ALL, FaultKind.ROLLING_RESTART);

  private static final long FILL_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final long RECOVERY_MILLIS = Duration.ofMinutes(3).toMillis();
  private static final long LAST_RECOVERY_MILLIS = Duration.ofMinutes(10).toMillis();

  /**
   * What the soak does.
   *
   * @param length of the random faults
   * @param seed of the chain and of the faults
   * @param previous the commit or tag of the version before; empty for the default
   */
  public record Options(Duration length, long seed, String previous) {}

  private final Path project;
  private final Options options;
  private final Findings findings = new Findings();
  private final Outages outages = new Outages(NODES);
  private final Progress progress = new Progress(NODES);
  private final Recoveries recoveries = new Recoveries();
  private final List<AutoCloseable> open = new ArrayList<>();
  private CountedChain chain;
  private Cluster cluster;
  private Faults faults;
  private Growth growth;
  private Optional<AlertLog> alertLog = Optional.empty();

  /**
   * @param project the folder of the project, with the packaged program
   */
  public ClusterSoak(Path project, Options options) {
    this.project = project;
    this.options = options;
  }

  /** Runs the soak and prints the results; returns whether all expectations were met. */
  public boolean run() throws IOException, InterruptedException {
    System.out.printf(
        "cluster soak: %d minutes; to repeat it: -Dbench.minutes=%d -Dbench.seed=%d%n",
        options.length().toMinutes(), options.length().toMinutes(), options.seed());
    Path before = new PreviousVersion(project).built(options.previous());
    Path place =
        Files.createTempDirectory(
            Files.createDirectories(project.resolve("target/bench")), "cluster-soak");
    Thread ending = new Thread(this::close, "cluster-soak-end");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      soak(place, before);
    } catch (SQLException | RuntimeException e) {
      e.printStackTrace(System.out);
      findings.add("the soak ended early", e.toString());
    } finally {
      close();
      Runtime.getRuntime().removeShutdownHook(ending);
    }
    List<String> wrong = findings.summary();
    if (wrong.isEmpty()) {
      TemporaryFolder.delete(place);
      System.out.println("no answer was wrong, nothing was lost, and one cluster remains");
    } else {
      wrong.forEach(line -> System.out.println("WRONG: " + line));
      System.out.println("the logs of the nodes are in " + place);
    }
    return wrong.isEmpty();
  }

  private void soak(Path place, Path before)
      throws IOException, InterruptedException, SQLException {
    Optional<NetworkNamespaces> network = network();
    Database database = opened(new Database());
    ChainSpec spec = spec();
    SimulatedChain simulated = SimulatedChain.of(spec);
    SimulatedNode endpoint = opened(SimulatedNode.start(simulated, NodeOptions.defaults()));
    chain = new CountedChain(simulated);
    WebhookReceiver webhook = opened(new WebhookReceiver(gateway(network, 0), options.seed()));
    Map<String, Long> bounds = bounds(simulated);
    cluster =
        opened(
            new Cluster(
                members(place, before, network, database, endpoint, webhook.setting(bounds)),
                outages,
                findings));
    faults = new Faults(cluster, database, endpoint, chain, network);
    cluster.start();
    List<Client> clients = new ArrayList<>();
    AnswerCheck check = new AnswerCheck(chain);
    SameAnswers same = new SameAnswers();
    for (Member member : cluster.members()) {
      clients.add(opened(new Client(member, check, same, progress, outages, findings)));
    }
    long since = chain.head();
    double filled = progress.awaitHead(since, FILL_MILLIS);
    System.out.printf("three days were filled by the version before in %.0f s%n", filled);
    if (Double.isInfinite(filled) || Double.isInfinite(cluster.awaitUnity(RECOVERY_MILLIS))) {
      throw new IllegalStateException("the nodes did not fill the store: " + cluster.disunity());
    }
    Resources resources = opened(new Resources(cluster, database, findings, HEAP_MIB));
    growth = opened(new Growth(chain, BLOCKS_A_SECOND, SECONDS_A_BLOCK, RESERVE_SECONDS));
    Optional<ClusterAlerts> alerts = alerts(place, database, endpoint);
    if (alerts.isPresent()) {
      alertLog = Optional.of(opened(alerts.get().log()));
    }
    randomFaults();
    MissingChunk missing = new MissingChunk(endpoint, chain, growth, webhook, CHUNK);
    if (alerts.isPresent()) {
      alertLog.get().print();
      alertLog.get().close();
      findings.during("the alerts");
      alerts.get().run(network, missing);
    } else {
      findings.during("a missing chunk");
      missing.begin();
      missing.end();
    }
    growth.close();
    settle();
    new Falsification(check, findings).run(cluster.members().get(0));
    new LastCheck(
            simulated,
            cluster,
            database,
            new WebhookCheck(webhook, database, bounds, spec.chainId(), findings),
            findings)
        .run(since);
    resources.close();
    resources.print();
    report(clients);
  }

  private void randomFaults() throws InterruptedException {
    FaultPlan plan = new FaultPlan(options.seed(), faults.possible());
    long begin = System.nanoTime();
    int updated = 0;
    while (System.nanoTime() - begin < options.length().toNanos()) {
      double passed = (double) (System.nanoTime() - begin) / options.length().toNanos();
      if (updated < NODES && passed >= UPDATES.get(updated)) {
        update(NODES - 1 - updated);
        updated++;
      }
      Step step = plan.next();
      boolean mixed = cluster.members().stream().anyMatch(member -> !isCurrent(member));
      if (!mixed || kinds(step).stream().noneMatch(NOT_IN_A_MIX::contains)) {
        run(step, mixed);
      }
    }
    while (updated < NODES) {
      update(NODES - 1 - updated);
      updated++;
    }
  }

  private static List<FaultKind> kinds(Step step) {
    return Stream.concat(Stream.of(step.kind()), step.other().stream()).toList();
  }

  private boolean isCurrent(Member member) {
    return member.running().equals(project);
  }

  /** Replaces the version of a node; a node that fails from now on starts with the new version. */
  private void update(int node) throws InterruptedException {
    cluster.members().forEach(member -> member.project(project));
    Member member = cluster.members().get(node);
    if (!isCurrent(member)) {
      measured(
          "update of a node to this version",
          "update of node " + node,
          () -> {
            member.terminate();
            member.release();
            cluster.awaitStart(member);
          });
    }
  }

  private void run(Step step, boolean mixed) throws InterruptedException {
    List<FaultKind> kinds = kinds(step);
    boolean store = kinds.stream().anyMatch(FaultKind::preventsStarts);
    if (store) {
      cluster.storeFails(true);
    }
    measured(
        step.other().isPresent() ? "two faults that overlap" : step.kind().toString(),
        step + (mixed ? ", two versions" : ""),
        () -> provoke(step, kinds));
    cluster.storeFails(false);
    Thread.sleep(step.calm() * 1_000L);
  }

  private void provoke(Step step, List<FaultKind> kinds)
      throws IOException, InterruptedException, SQLException {
    List<Faults.Action> ends = new ArrayList<>();
    growth.atOnce(step.burst());
    try {
      for (FaultKind kind : kinds) {
        ends.add(faults.begin(kind, step.node(), options.seed() + step.number()));
      }
      Thread.sleep(step.seconds() * 1_000L);
    } finally {
      for (Faults.Action end : ends) {
        end.run();
      }
    }
    cluster.separated();
  }

  /** Provokes a fault, and waits until all nodes are at the head of one cluster again. */
  private void measured(String name, String what, Faults.Action fault) throws InterruptedException {
    findings.during(what);
    progress.measure();
    long begin = System.nanoTime();
    try {
      fault.run();
    } catch (IOException | SQLException | RuntimeException e) {
      findings.add("a fault could not be provoked", e.toString());
    }
    double lasted = (System.nanoTime() - begin) / 1e9;
    long ended = System.nanoTime();
    double head = progress.awaitHead(chain.head(), RECOVERY_MILLIS);
    double still = progress.stillSeconds();
    double waited = (System.nanoTime() - ended) / 1e9;
    double one = waited + cluster.awaitUnity(RECOVERY_MILLIS);
    recoveries.add(name, lasted, still, head, one);
    if (alertLog.isPresent()) {
      alertLog.get().note(name, begin);
    }
    System.out.printf(
        "%5d %s: lasted %.1f s, head stood still %.1f s, to head %.1f s, to one cluster %.1f s%n",
        findings.second(), what, lasted, still, head, one);
    if (Double.isInfinite(head) || Double.isInfinite(one)) {
      System.out.println("      " + progress + " of " + chain.head() + "; " + cluster.disunity());
    }
    outages.unexpected(false).forEach(failure -> findings.add("failed request", failure));
  }

  private Optional<ClusterAlerts> alerts(Path place, Database database, SimulatedNode endpoint) {
    Optional<Path> binary = PrometheusServer.binary();
    if (binary.isEmpty()) {
      System.out.println("alerts: NOT evaluated, since PROMETHEUS does not name the binary");
    }
    return binary.map(
        found ->
            new ClusterAlerts(
                project, place, found, cluster, database, endpoint, findings, this::recovered));
  }

  /** Returns bounds of metrics that some days cross: the values of one of the first days. */
  private static Map<String, Long> bounds(SimulatedChain simulated) {
    long day = simulated.block(simulated.head()).timestamp() / DAY - 1;
    BlockRangeCounts counts =
        simulated.truth().inTime(day * DAY, (day + 1) * DAY, 0, simulated.head());
    return Stream.of("transactions", "addresses", "senders")
        .collect(Collectors.toMap(metric -> metric, metric -> WebhookCheck.value(metric, counts)));
  }

  private void settle() throws InterruptedException {
    findings.during("the end");
    recovered();
  }

  /** Waits until all nodes are at the head of one cluster, much longer than they should need. */
  private void recovered() throws InterruptedException {
    double head = progress.awaitHead(chain.head(), LAST_RECOVERY_MILLIS);
    double one = cluster.awaitUnity(LAST_RECOVERY_MILLIS);
    System.out.printf("the head was reached after %.1f s%n", head);
    if (Double.isInfinite(head)) {
      findings.add("lost", "the head is not reached: " + progress + " of " + chain.head());
    }
    if (Double.isInfinite(one)) {
      findings.add("two clusters", "at the end of a fault: " + cluster.disunity());
    }
  }

  private void report(List<Client> clients) {
    recoveries.print();
    for (Member member : cluster.members()) {
      Client client = clients.get(member.index());
      System.out.printf(
          "node %d: %d starts, ended by itself (exit code, times) %s; %d answers were checked, %d"
              + " of them complete%n",
          member.index(), member.starts(), member.exits(), client.answered(), client.complete());
      if (client.complete() < options.length().toSeconds() / 2) {
        findings.add("few answers", "node " + member.index() + ": " + client.complete());
      }
    }
    outages.unexpected(true).forEach(failure -> findings.add("failed request", failure));
    System.out.printf("%d requests failed at nodes that were down%n", outages.expected());
  }

  private List<Member> members(
      Path place,
      Path version,
      Optional<NetworkNamespaces> network,
      Database database,
      SimulatedNode endpoint,
      String webhooks)
      throws IOException {
    List<Member> members = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      int index = node;
      InetAddress gateway = InetAddress.getByName(gateway(network, node));
      TcpRelay store = new TcpRelay(gateway, database.port());
      TcpRelay rpc = new TcpRelay(gateway, endpoint.port());
      members.add(
          new Member(
              node,
              network.map(spaces -> spaces.host(index)).orElse("127.0.0." + (index + 1)),
              network.map(spaces -> spaces.prefix(index)).orElse(List.of()),
              version,
              place,
              store,
              rpc,
              settings(database, store, rpc, webhooks),
              outages));
    }
    members.forEach(member -> member.seeds(members));
    return members;
  }

  private static Map<String, String> settings(
      Database database, TcpRelay store, TcpRelay rpc, String webhooks) {
    Map<String, String> settings = new HashMap<>();
    settings.put("REI_RPC_URL", "http://" + rpc.authority());
    settings.put(
        "REI_DAU_STORE_JDBC_URL",
        "jdbc:postgresql://" + store.authority() + "/" + database.settings().name());
    settings.put("REI_DAU_STORE_USER", database.settings().user());
    settings.put("REI_DAU_STORE_PASSWORD", database.settings().password());
    settings.put("REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "0");
    settings.put("REI_DAU_INGEST_CHUNK_SIZE", Integer.toString(CHUNK));
    settings.put("REI_DAU_INGEST_RETENTION", RETENTION_DAYS + " days");
    settings.put("REI_DAU_INGEST_HISTORY_DAYS", Integer.toString(DAYS_BEFORE));
    settings.put("REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s");
    settings.put("REI_DAU_INGEST_INTERVAL", RUN_EVERY_SECONDS + " s");
    settings.put("REI_DAU_WEBHOOKS", webhooks);
    settings.put("REI_DAU_HEAP", HEAP_MIB + "m");
    // Processes that are often started again end before the optimising compiler pays off.
    settings.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    return settings;
  }

  /** Returns a chain that reaches the clock, but for the reserve, before the planned end. */
  private ChainSpec spec() {
    long growth = (long) (options.length().toSeconds() * IN_A_HURRY) * BLOCKS_A_SECOND;
    return ChainSpec.of(options.seed(), DAYS_BEFORE * BLOCKS_A_DAY)
        .endingAt(
            Instant.now()
                .truncatedTo(ChronoUnit.SECONDS)
                .minusSeconds(RESERVE_SECONDS + growth * SECONDS_A_BLOCK))
        .withTiming(BlockTiming.every(Duration.ofSeconds(SECONDS_A_BLOCK)))
        .withTraffic(
            TrafficProfile.steady().withTransactionsPerBlock(2).withPopulation(5_000, 0.9));
  }

  private Optional<NetworkNamespaces> network() {
    try {
      return Optional.of(opened(NetworkNamespaces.of(NODES)));
    } catch (TestAbortedException e) {
      System.out.println("partitions: NOT provoked. " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String gateway(Optional<NetworkNamespaces> network, int node) {
    return network.map(namespaces -> namespaces.gateway(node)).orElse("127.0.0.1");
  }

  private synchronized <T extends AutoCloseable> T opened(T resource) {
    open.add(0, resource);
    return resource;
  }

  /** Ends all processes and removes the namespaces, the last one first. */
  private synchronized void close() {
    for (AutoCloseable resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        System.out.println("not closed: " + e);
      }
    }
    open.clear();
  }
}
