package network.rei.dau.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.CoordinatedShutdown;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import network.rei.dau.e2e.FakeDnsServer;
import network.rei.dau.e2e.Ports;
import network.rei.dau.observability.actor.ActorMetricsExtension;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.storage.MemberRegistry;
import network.rei.dau.storage.StorageException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests real nodes in this process, which share a registry in memory. */
@Order(7)
@Execution(ExecutionMode.CONCURRENT)
class ClusterFormationIT {

  /** A registry in memory, whose rows never age unless the test lets them. */
  private static final class FakeRegistry implements MemberRegistry {

    private final Map<Node, Entry> rows =
        new TreeMap<>((a, b) -> a.address().compareTo(b.address()));
    private long cluster;
    private boolean isAway;

    @Override
    public synchronized Reading renew(Node self, long number) {
      requireAvailable();
      rows.remove(self);
      rows.put(self, new Entry(self, number, System.nanoTime(), Duration.ZERO));
      return new Reading(cluster, List.copyOf(rows.values()));
    }

    @Override
    public synchronized OptionalLong begin(
        Node self, Set<Node> members, long after, Duration living) {
      requireAvailable();
      if (after != cluster) {
        return OptionalLong.empty();
      }
      cluster++;
      renew(self, cluster);
      return OptionalLong.of(cluster);
    }

    @Override
    public synchronized void remove(Node self) {
      rows.remove(self);
    }

    private void requireAvailable() {
      if (isAway) {
        throw new StorageException("the store x cannot be reached");
      }
    }

    synchronized void setAway(boolean away) {
      isAway = away;
    }

    synchronized void formAnother() {
      cluster++;
    }

    synchronized long clusters() {
      return cluster;
    }

    synchronized int size() {
      return rows.size();
    }

    @Override
    public void close() {}
  }

  @TempDir private Path folder;

  private final FakeRegistry registry = new FakeRegistry();
  private final List<ActorTestKit> nodes = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  @BeforeEach
  void reservePorts() throws IOException {
    ports.add(Ports.reserve());
    ports.add(Ports.reserve());
  }

  @AfterEach
  void stop() {
    nodes.forEach(ActorTestKit::shutdownTestKit);
  }

  @Test
  void shouldFormOneClusterOfNodesThatStartAtTheSameTime() {
    String seeds = address(0) + "," + address(1);
    ActorTestKit first = node(0, seeds);
    ActorTestKit second = node(1, seeds);

    awaitMembers(2, first);
    awaitMembers(2, second);
    assertThat(registry.clusters()).isEqualTo(1);
    for (ActorTestKit node : nodes) {
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(Membership.of(node.system()).orElseThrow().waiting()).isEmpty());
    }
  }

  @Test
  void shouldWaitWhileTheStoreCannotBeReadAndThenFormACluster() {
    registry.setAway(true);
    ActorTestKit node = node(0, address(0));

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Membership.of(node.system()).orElseThrow().waiting())
                    .hasValue(
                        "the store, which shows whether a cluster exists, cannot be read: the"
                            + " store x cannot be reached"));
    assertThat(Cluster.get(node.system()).selfMember().status()).isEqualTo(MemberStatus.removed());
    registry.setAway(false);
    awaitMembers(1, node);
  }

  @Test
  void shouldCountItsMessages() {
    ActorTestKit node = node(0, address(0));
    awaitMembers(1, node);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        ActorMetricsExtension.of(node.system())
                            .actors()
                            .get("ClusterFormation")
                            .messages()
                            .counts())
                    .containsKey("WasBegun"));
  }

  @Test
  void shouldEndWhenAnotherClusterWasFormedMeanwhile() {
    ActorTestKit node = node(0, address(0));
    awaitMembers(1, node);
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(node.system());

    registry.formAnother();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(shutdown.getShutdownReason())
                    .isEqualTo(Optional.of(Superseded.BY_ANOTHER_CLUSTER)));
    Awaitility.await().untilAsserted(() -> assertThat(registry.size()).isZero());
  }

  @Test
  void shouldFormOneClusterOfNodesThatTheConfigurationLists() {
    Map<String, String> listed =
        Map.of(
            "REI_DAU_CLUSTER_DISCOVERY",
            "config",
            "REI_DAU_CLUSTER_ENDPOINTS",
            address(0) + "," + address(1));
    ActorTestKit first = node("127.0.0.1", ports.get(0), listed, Map.of());
    ActorTestKit second = node("127.0.0.1", ports.get(1), listed, Map.of());

    awaitMembers(2, first);
    awaitMembers(2, second);
    assertThat(registry.clusters()).isEqualTo(1);
  }

  @Test
  void shouldFormOneClusterOfNodesThatAServiceInDnsNames() throws IOException {
    try (FakeDnsServer dns =
        new FakeDnsServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Map.of("nodes.example", List.of("127.0.0.1", "127.0.0.2")))) {
      dns.setAway(true);
      Map<String, String> named =
          Map.of(
              "REI_DAU_CLUSTER_DISCOVERY", "dns",
              "REI_DAU_CLUSTER_SERVICE_NAME", "nodes.example");
      Map<String, Object> resolver =
          Map.of("akka.io.dns.async-dns.nameservers", List.of(dns.address()));
      ActorTestKit first = node("127.0.0.1", ports.get(0), named, resolver);
      ActorTestKit second = node("127.0.0.2", ports.get(0), named, resolver);
      for (ActorTestKit node : nodes) {
        awaitReason(node, "the other nodes cannot be discovered: ");
      }
      assertThat(registry.clusters()).isZero();

      dns.setAway(false);
      awaitMembers(2, first);
      awaitMembers(2, second);
      assertThat(registry.clusters()).isEqualTo(1);
    }
  }

  @Test
  void shouldWaitWithAReasonWhereKubernetesCannotBeAsked() {
    ActorTestKit node =
        node(
            "127.0.0.1", ports.get(0), Map.of("REI_DAU_CLUSTER_DISCOVERY", "kubernetes"), Map.of());

    awaitReason(node, "the other nodes cannot be discovered: ");
    assertThat(registry.clusters()).isZero();
  }

  private static void awaitReason(ActorTestKit node, String reason) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(Membership.of(node.system()).orElseThrow().waiting().orElse(""))
                    .startsWith(reason));
  }

  private static void awaitMembers(int count, ActorTestKit node) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Membership.of(node.system()).orElseThrow().members())
                    .hasSize(count)
                    .allMatch(member -> member.status().equals("up")));
  }

  private String address(int node) {
    return "127.0.0.1:" + ports.get(node);
  }

  private ActorTestKit node(int index, String seeds) {
    return node(
        "127.0.0.1", ports.get(index), Map.of("REI_DAU_CLUSTER_SEED_NODES", seeds), Map.of());
  }

  private ActorTestKit node(
      String host, int port, Map<String, String> more, Map<String, Object> akka) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("REI_DAU_CLUSTER_HOST", host);
    environment.put("REI_DAU_CLUSTER_PORT", String.valueOf(port));
    ClusterSettings settings =
        ClusterSettings.from(SettingsSource.load(Optional.empty(), folder, environment));
    Config quick =
        ConfigFactory.parseMap(
            Map.of(
                "akka.cluster.periodic-tasks-initial-delay", "100 ms",
                "akka.cluster.gossip-interval", "100 ms",
                "akka.cluster.leader-actions-interval", "100 ms",
                "akka.cluster.seed-node-timeout", "1 s",
                "akka.cluster.min-nr-of-members", 1,
                "akka.cluster.jmx.enabled", "off",
                "akka.coordinated-shutdown.exit-jvm", "off"));
    ActorTestKit node =
        ActorTestKit.create(
            ClusterSettings.SYSTEM,
            ConfigFactory.parseMap(akka)
                .withFallback(quick)
                .withFallback(settings.akka())
                .withFallback(ActorTestKit.applicationTestConfig()));
    nodes.add(node);
    ClusterFormation.removeOnStop(node.system(), registry);
    node.spawn(ClusterFormation.create(new ClusterFormation.Dependencies(settings, registry)));
    return node;
  }
}
