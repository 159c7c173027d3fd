package network.rei.dau.bench.cluster;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.rei.dau.e2e.NetworkNamespaces;
import network.rei.dau.e2e.TcpRelay;
import network.rei.dau.simulator.fault.ActiveFault;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;

/** Begins and ends faults. */
final class Faults {

  /** An action on the cluster or on what it depends on. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException, InterruptedException, SQLException;
  }

  /** Faults of single requests, blocks and calls of an endpoint. */
  private static final List<String> FLAWS =
      List.of("http-429", "http-502", "item-32005", "block-null", "lag", "connection-hang");

  private static final int DEEPEST_REORG = 8;

  private final Cluster cluster;
  private final Database database;
  private final SimulatedNode endpoint;
  private final CountedChain chain;
  private final Optional<NetworkNamespaces> network;
  private final List<Member> members;

  Faults(
      Cluster cluster,
      Database database,
      SimulatedNode endpoint,
      CountedChain chain,
      Optional<NetworkNamespaces> network) {
    this.cluster = cluster;
    this.database = database;
    this.endpoint = endpoint;
    this.chain = chain;
    this.network = network;
    this.members = cluster.members();
  }

  /** Returns the kinds that this machine can provoke. */
  List<FaultKind> possible() {
    return Arrays.stream(FaultKind.values())
        .filter(kind -> kind.area() != FaultKind.Area.NETWORK || network.isPresent())
        .toList();
  }

  /** Begins a fault, and returns the action that ends it. */
  Action begin(FaultKind kind, int node, long seed)
      throws IOException, InterruptedException, SQLException {
    Member member = members.get(node);
    return switch (kind) {
      case KILL_LEADER -> kill(cluster.leader().orElse(member));
      case KILL_FIRST_SEED -> kill(members.get(0));
      case KILL_OTHER -> kill(cluster.follower(node));
      case KILL_ALL -> killAll();
      case TERMINATE -> terminate(member);
      case ROLLING_RESTART -> rollingRestart();
      case SHORT_PAUSE, LONG_PAUSE -> pause(member);
      case ISOLATE, CUT_LINK, ONE_WAY -> partition(kind, node);
      case STORE_RESTART -> done(database::restart);
      case STORE_AWAY -> storeAway();
      case STORE_CUT -> done(database::cutConnections);
      case STORE_FULL -> full();
      case STORE_LOCKED -> locked();
      case STORE_AWAY_FROM_LEADER -> refused(cluster.leader().orElse(member).store());
      case STORE_SILENT_TO_NODE -> silent(member.store());
      case ENDPOINT_AWAY -> endpoint("http-503");
      case ENDPOINT_SILENT -> endpoint("connection-hang");
      case ENDPOINT_AWAY_FROM_NODE -> refused(member.endpoint());
      case ENDPOINT_FLAWED -> flawed(seed);
      case REORG -> done(() -> chain.reorg(1 + new Random(seed).nextInt(DEEPEST_REORG)));
    };
  }

  private static Action done(Action action) throws IOException, InterruptedException, SQLException {
    action.run();
    return () -> {};
  }

  private static Action kill(Member member) {
    member.kill();
    return member::release;
  }

  private static Action terminate(Member member) {
    member.terminate();
    return member::release;
  }

  private Action killAll() {
    members.forEach(Member::kill);
    return () -> members.forEach(Member::release);
  }

  private Action rollingRestart() throws InterruptedException {
    for (Member member : members) {
      member.terminate();
      member.release();
      cluster.awaitStart(member);
    }
    return () -> {};
  }

  private static Action pause(Member member) throws IOException, InterruptedException {
    member.pause();
    return member::resume;
  }

  private Action partition(FaultKind kind, int node) {
    NetworkNamespaces namespaces = network.orElseThrow();
    int next = (node + 1) % members.size();
    switch (kind) {
      case ISOLATE -> namespaces.isolate(node);
      case CUT_LINK -> {
        namespaces.cut(node, next);
        namespaces.cut(next, node);
      }
      default -> {
        namespaces.cut(node, next);
        namespaces.cut(node, (node + 2) % members.size());
      }
    }
    return namespaces::heal;
  }

  private Action storeAway() {
    database.stop();
    return database::start;
  }

  private Action full() {
    database.take();
    return database::free;
  }

  private Action locked() throws SQLException {
    database.lock();
    return database::unlock;
  }

  private static Action refused(TcpRelay relay) {
    relay.refuse();
    return relay::restore;
  }

  private static Action silent(TcpRelay relay) {
    relay.hold();
    return relay::restore;
  }

  private Action endpoint(String fault) {
    ActiveFault active = endpoint.faults().add(FaultNames.fault(fault));
    return () -> endpoint.faults().remove(active);
  }

  private Action flawed(long seed) {
    Random random = new Random(seed);
    List<ActiveFault> active = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      active.add(
          endpoint
              .faults()
              .add(
                  FaultNames.fault(FLAWS.get(random.nextInt(FLAWS.size()))),
                  FaultTrigger.withProbability(0.02 + random.nextDouble() * 0.15)));
    }
    return () -> active.forEach(fault -> endpoint.faults().remove(fault));
  }
}
