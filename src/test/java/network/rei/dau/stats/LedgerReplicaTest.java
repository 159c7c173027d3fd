package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.LedgerChange.Removal;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerReplicaTest {

  private static final int ALL = GrowingChain.CHUNK_SIZE;

  private final GrowingChain chain = new GrowingChain(new Random(1), 6);
  private final InMemoryRepository store = new InMemoryRepository();
  private final long epoch = store.takeOver();
  private final LedgerReplica one = loaded(store);
  private final LedgerReplica other = loaded(store);

  @Test
  void shouldApplyCommitsOfAnotherNode() {
    commit(one, chain.record(0, ALL));
    assertThat(indexes(other)).isEmpty();
    long before = other.current().sequence();

    other.catchUp();

    assertThat(indexes(other)).containsExactly(0L);
    assertThat(other.current().version()).isEqualTo(1);
    assertThat(other.current().sequence()).isGreaterThan(before);
    assertThat(other.current().ledger().record(0).orElseThrow().storedAt())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void shouldNotChangeWithoutACommit() {
    commit(one, chain.record(0, ALL));
    LedgerVersion before = one.current();
    one.catchUp();
    assertThat(one.current()).isSameAs(before);
  }

  @Test
  void shouldRefuseARecordThatDoesNotLinkToOneOfAnotherNode() {
    ChunkRecord ofAnotherBranch = chain.record(2, ALL);
    chain.forkAt(1);
    commit(one, chain.record(1, ALL));

    assertThat(commit(other, ofAnotherBranch)).isInstanceOf(CommitResult.Conflict.class);

    assertThat(store.indexes()).containsExactly(1L);
    assertThat(indexes(other)).as("the changes of the other node stay").containsExactly(1L);
  }

  @Test
  void shouldAcceptARecordThatLinksToACorrectionOfAnotherNode() {
    commit(one, chain.record(1, ALL));
    other.catchUp();
    chain.forkAt(1);
    commit(one, chain.record(1, ALL));

    assertThat(commit(other, chain.record(2, ALL)))
        .isInstanceOfSatisfying(
            CommitResult.Committed.class,
            committed -> assertThat(committed.version()).isEqualTo(3));

    assertThat(indexes(other)).containsExactly(1L, 2L);
    assertThat(other.current().ledger().brokenLink()).isEmpty();
  }

  @Test
  void shouldApplyItsOwnCommitWhoseResultWasLost() {
    store.loseAnswers("the connection was lost");
    assertThatThrownBy(() -> commit(one, chain.record(0, ALL)))
        .isInstanceOf(StorageException.class);
    assertThat(indexes(one)).isEmpty();

    store.recover();
    commit(one, chain.record(1, ALL));

    assertThat(indexes(one)).containsExactly(0L, 1L);
  }

  @Test
  void shouldDropRecordsThatARestoredStoreDoesNotHold() {
    commit(one, chain.record(0, ALL));
    commit(one, chain.record(1, ALL));
    other.catchUp();
    store.putBack();
    commit(one, chain.record(0, 5));
    long sequence = other.current().sequence();

    other.catchUp();

    assertThat(other.current().version()).isEqualTo(1);
    assertThat(other.current().sequence()).isGreaterThan(sequence);
    for (LedgerReplica replica : List.of(one, other)) {
      assertThat(replica.current().ledger().records())
          .extracting(LedgerRecord::lastBlock)
          .containsExactly(4L);
    }
  }

  @Test
  void shouldNotReplaceARepairedRecordOfAnotherNodeByAShorterOne(@TempDir Path folder)
      throws SQLException {
    StoreSettings settings = new StoreSettings(folder, Optional.empty());
    StoreIdentity identity = new StoreIdentity(47805, ALL, Optional.empty());
    try (RecordRepository first = JdbcRecordRepository.open(settings, identity);
        RecordRepository second = JdbcRecordRepository.open(settings, identity)) {
      long leader = first.takeOver();
      loaded(first).commit(leader, List.of(chain.record(1, 9)), Removal.NONE, Instant.EPOCH);
      damage(folder);
      LedgerReplica mending = loaded(first);
      LedgerReplica late = loaded(second);
      assertThat(indexes(late)).isEmpty();

      mending.commit(leader, List.of(chain.record(1, 12)), Removal.NONE, Instant.EPOCH);
      late.commit(leader, List.of(chain.record(1, 3)), Removal.NONE, Instant.EPOCH);

      assertThat(first.find(1).orElseThrow().record()).isEqualTo(chain.record(1, 12));
      assertThat(late.current().ledger().record(1).orElseThrow().blockCount()).isEqualTo(12);
    }
  }

  private static void damage(Path folder) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve(StoreSettings.DATABASE);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE record SET payload = zeroblob(300)");
    }
  }

  private static LedgerReplica loaded(RecordRepository repository) {
    LedgerReplica replica = new LedgerReplica(repository);
    replica.load();
    return replica;
  }

  private CommitResult commit(LedgerReplica replica, ChunkRecord record) {
    return replica.commit(epoch, List.of(record), Removal.NONE, Instant.EPOCH);
  }

  private static List<Long> indexes(LedgerReplica replica) {
    return replica.current().ledger().records().stream().map(LedgerRecord::index).toList();
  }
}
