package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.storage.MemberRegistry;
import network.rei.dau.storage.MemberRegistry.Entry;
import network.rei.dau.storage.MemberRegistry.Node;
import network.rei.dau.storage.MemberRegistry.Reading;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresMemberRegistryIT {

  private static final Node A = new Node("a:2551", 1);
  private static final Node B = new Node("b:2551", -2);
  private static final Duration LIVING = Duration.ofSeconds(15);

  @TempDir private Path folder;

  private final List<MemberRegistry> opened = new ArrayList<>();
  private Database database;
  private StoreSettings settings;
  private MemberRegistry registry;

  @BeforeEach
  void open() {
    database = PostgresServer.shared().newDatabase();
    settings = StoreFixtures.postgres(database, folder);
    JdbcRecordRepository.open(settings, StoreContract.REI).close();
    registry = registry();
  }

  @AfterEach
  void close() {
    opened.forEach(MemberRegistry::close);
  }

  @Test
  void shouldReadWhatNodesHaveRenewed() {
    registry().renew(B, MemberRegistry.UNNUMBERED);

    Reading reading = registry.renew(A, MemberRegistry.NO_CLUSTER);

    assertThat(reading.cluster()).isEqualTo(MemberRegistry.NO_CLUSTER);
    assertThat(reading.entries()).extracting(Entry::node).containsExactly(A, B);
    assertThat(reading.entries())
        .allMatch(entry -> entry.isRenewed(LIVING))
        .extracting(Entry::cluster)
        .containsExactly(MemberRegistry.NO_CLUSTER, MemberRegistry.UNNUMBERED);
  }

  @Test
  void shouldLetOneOfSeveralNodesBeginACluster() {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    List<CompletableFuture<OptionalLong>> attempts = new ArrayList<>();
    for (int node = 0; node < 4; node++) {
      Node self = new Node("n" + node + ":2551", node);
      MemberRegistry own = registry();
      attempts.add(
          CompletableFuture.supplyAsync(
              () -> own.begin(self, Set.of(), MemberRegistry.NO_CLUSTER, LIVING), executor));
    }

    assertThat(attempts.stream().map(CompletableFuture::join).filter(OptionalLong::isPresent))
        .containsExactly(OptionalLong.of(1));
    executor.shutdown();
  }

  @Test
  void shouldRefuseAClusterWhileAnotherMemberIsAlive() {
    long cluster = registry.begin(A, Set.of(), 0, LIVING).orElseThrow();

    assertThat(registry.begin(B, Set.of(), cluster, LIVING)).isEmpty();
    age(A, Duration.ofSeconds(20));
    assertThat(registry.begin(B, Set.of(), cluster, LIVING)).hasValue(cluster + 1);
  }

  @Test
  void shouldRefuseAClusterAfterAnotherOneWasFormed() {
    registry.begin(A, Set.of(), 0, LIVING);
    age(A, Duration.ofMinutes(1));

    assertThat(registry.begin(B, Set.of(), 0, LIVING)).isEmpty();
  }

  @Test
  void shouldNotTakeItsEarlierProcessOrItsOwnClusterForAnotherOne() {
    registry.begin(new Node(A.address(), 77), Set.of(), 0, LIVING);
    registry.renew(B, MemberRegistry.UNNUMBERED);

    assertThat(registry.begin(A, Set.of(), 1, LIVING)).isEmpty();
    assertThat(registry.begin(A, Set.of(A, B), 1, LIVING)).hasValue(2);
  }

  @Test
  void shouldRemoveOnlyTheRowOfTheProcessThatEnds() {
    registry.renew(A, 1);
    registry.remove(new Node(A.address(), 77));
    assertThat(registry.renew(B, 0).entries()).hasSize(2);

    registry.remove(A);

    assertThat(registry.renew(B, 0).entries()).extracting(Entry::node).containsExactly(B);
  }

  @Test
  void shouldConnectAgainAfterTheConnectionWasLost() {
    registry.renew(A, 0);
    PostgresServer.shared().cutConnections(database);

    assertThatThrownBy(() -> registry.renew(A, 0)).isInstanceOf(StorageException.class);
    assertThat(registry.renew(A, 0).entries()).hasSize(1);
  }

  @Test
  void shouldFailAfterItWasClosed() {
    registry.close();

    assertThatThrownBy(() -> registry.renew(A, 0)).isInstanceOf(StorageException.class);
  }

  private MemberRegistry registry() {
    MemberRegistry created = new JdbcMemberRegistry(settings);
    opened.add(created);
    return created;
  }

  private void age(Node node, Duration by) {
    try (StoreConnection connection = new StoreConnection(settings)) {
      connection.inTransaction(
          open -> {
            try (var update =
                open.prepareStatement(
                    "UPDATE cluster_member SET renewed_at = renewed_at - ? WHERE address = ?")) {
              update.setLong(1, by.toMillis());
              update.setString(2, node.address());
              return update.executeUpdate();
            }
          });
    }
  }
}
