package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.LedgerChange.Removal;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import network.rei.dau.storage.jdbc.StoreFixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes whose PostgreSQL fails over to a replica that lacks the last commits: the tables are put
 * back to an earlier state while the nodes are connected.
 */
class PostgresFailoverIT {

  private static final int ALL = GrowingChain.CHUNK_SIZE;
  private static final List<String> TABLES =
      List.of("store", "record", "period", "day_addresses", "commit_mark");

  @TempDir private Path folder;
  private final Database database = PostgresServer.shared().newDatabase();
  private final GrowingChain chain = new GrowingChain(new Random(1), 12);
  private StoreSettings settings;
  private RecordRepository first;
  private RecordRepository second;
  private LedgerReplica one;
  private LedgerReplica other;
  private long epoch;

  @BeforeEach
  void connect() {
    settings = StoreFixtures.postgres(database, folder);
    first = open();
    second = open();
    epoch = first.takeOver();
    one = loaded(first);
    other = loaded(second);
  }

  private RecordRepository open() {
    return JdbcRecordRepository.open(settings, new StoreIdentity(47805, ALL, Optional.empty()));
  }

  private static LedgerReplica loaded(RecordRepository repository) {
    LedgerReplica replica =
        new LedgerReplica(repository, LedgerMemory.UNLIMITED, ContractTracking.NONE);
    replica.load();
    return replica;
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void shouldShowTheContentOfTheReplicaAlsoIfItHasReachedTheSameVersionAgain() throws SQLException {
    commit(one, 0);
    copyTables();
    commit(one, 1);
    commit(one, 2);
    other.catchUp();
    assertThat(indexes(other)).containsExactly(0L, 1L, 2L);

    putBackTables();
    commit(one, 5);
    commit(one, 6);
    assertThat(first.version()).isEqualTo(other.current().version());
    other.catchUp();

    assertThat(indexes(one)).containsExactly(0L, 5L, 6L);
    assertThat(indexes(other)).containsExactly(0L, 5L, 6L);
    assertThat(history(other)).isEqualTo(history(loaded(second)));
  }

  @Test
  void shouldShowTheContentOfTheReplicaAtALowerAndAtAHigherVersion() throws SQLException {
    commit(one, 0);
    copyTables();
    commit(one, 1);
    other.catchUp();

    putBackTables();
    other.catchUp();
    assertThat(indexes(other)).containsExactly(0L);
    commit(other, 2);
    commit(other, 3);
    commit(other, 4);

    one.catchUp();

    assertThat(indexes(one)).containsExactly(0L, 2L, 3L, 4L);
    commit(one, 1);
    other.catchUp();
    assertThat(indexes(other)).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(history(one)).isEqualTo(history(other));
  }

  private void commit(LedgerReplica replica, long chunk) {
    replica.commit(epoch, List.of(chain.record(chunk, ALL)), Removal.NONE, Instant.EPOCH);
  }

  private static List<Long> indexes(LedgerReplica replica) {
    return replica.current().ledger().records().stream().map(LedgerRecord::index).toList();
  }

  private static List<Object> history(LedgerReplica replica) {
    return List.of(
        replica.current().ledger().history().daysWithAddresses(),
        replica.current().ledger().daysOfLast(Duration.ofDays(36_500)));
  }

  private void copyTables() throws SQLException {
    for (String table : TABLES) {
      execute("CREATE TABLE old_" + table + " AS TABLE " + table);
    }
  }

  private void putBackTables() throws SQLException {
    for (String table : TABLES) {
      execute("DELETE FROM " + table);
      execute("INSERT INTO " + table + " SELECT * FROM old_" + table);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = settings.dialect().connect(settings);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      connection.commit();
    }
  }
}
