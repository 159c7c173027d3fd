package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import network.rei.dau.activity.Ledgers;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.contract.ContractSeries;
import network.rei.dau.activity.contract.ContractTimeline;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange.Removal;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.rule.SystemRules;
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

  /** Space for some of the records of a chain of 40 chunks. */
  private static final LedgerMemory LITTLE = memoryFor(8_000);

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
  void shouldKnowTheUsersOfContractsThatAnotherNodeTracks() {
    Address contract = Address.parse("0x%040x".formatted(4));
    LedgerReplica tracking =
        new LedgerReplica(
            store, LedgerMemory.UNLIMITED, new ContractTracking(() -> List.of(contract), 0, 10));
    tracking.load();
    GrowingChain longer = new GrowingChain(new Random(2), 40);
    for (long index = 0; index < 40; index++) {
      commit(tracking, longer.record(index, ALL));
    }
    List<ContractTimeline.Point> users = usersByDays(tracking, contract);
    List<Long> old = LongStream.range(0, 30).boxed().toList();
    tracking.commit(epoch, List.of(), new Removal(List.of(), old, List.of()), Instant.EPOCH);

    other.catchUp();

    assertThat(indexes(other)).doesNotContain(0L);
    assertThat(usersByDays(other, contract)).isEqualTo(users);
    assertThat(users).hasSizeGreaterThan(3).allMatch(day -> day.value().isPresent());
  }

  private static List<ContractTimeline.Point> usersByDays(LedgerReplica replica, Address contract) {
    Ledger ledger = replica.current().ledger();
    return new ContractTimeline(
            ledger,
            List.of(contract),
            ContractSeries.Metric.USERS,
            Resolution.DAY,
            PeriodCalendar.UTC,
            ledger.filter(SystemRules.NONE))
        .points(OptionalLong.of(0), OptionalLong.empty(), 100);
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
  void shouldReadAStoreAgainThatReachedTheSameVersionWithAnotherContent() {
    commit(one, chain.record(0, ALL));
    commit(one, chain.record(1, ALL));
    other.catchUp();
    store.putBack();
    commit(one, chain.record(2, ALL));
    commit(one, chain.record(3, ALL));
    assertThat(store.version()).isEqualTo(other.current().version());

    other.catchUp();

    assertThat(indexes(other)).containsExactly(2L, 3L);
    assertThat(indexes(one)).containsExactly(2L, 3L);
  }

  @Test
  void shouldCommitToAStoreThatWasPutBackAfterReadingItAgain() {
    commit(one, chain.record(0, ALL));
    commit(one, chain.record(1, ALL));
    other.catchUp();
    store.putBack();
    commit(one, chain.record(2, ALL));
    commit(one, chain.record(3, ALL));

    assertThat(commit(other, chain.record(4, ALL))).isInstanceOf(CommitResult.Committed.class);

    assertThat(indexes(other)).containsExactly(2L, 3L, 4L);
    assertThat(store.indexes()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void shouldKeepTheNewestRecordsInMemoryAndDeriveTheSamePeriods() {
    GrowingChain longer = new GrowingChain(new Random(2), 40);
    InMemoryRepository lessMemory = new InMemoryRepository();
    long sameEpoch = lessMemory.takeOver();
    LedgerReplica limited = new LedgerReplica(lessMemory, LITTLE, ContractTracking.NONE);
    limited.load();
    List<Long> order = new ArrayList<>(LongStream.range(0, 40).boxed().toList());
    Collections.shuffle(order, new Random(3));
    for (long index : order) {
      ChunkRecord record = longer.record(index, ALL);
      commit(one, record);
      assertThat(limited.commit(sameEpoch, List.of(record), Removal.NONE, Instant.EPOCH))
          .isInstanceOf(CommitResult.Committed.class);
    }

    assertThat(limited.current().ledger().availableFrom()).isPresent();
    assertThat(limited.current().requiredHeap().orElseThrow()).isGreaterThan(LITTLE.heap());
    assertThat(limited.current().ledger().bytes()).isLessThan(LITTLE.limit());
    assertSamePeriods(limited);
    LedgerReplica restarted = new LedgerReplica(lessMemory, LITTLE, ContractTracking.NONE);
    restarted.load();
    assertThat(restarted.current().ledger().availableFrom()).isPresent();
    assertSamePeriods(restarted);

    LedgerReplica enough = loaded(lessMemory);
    assertThat(enough.current().ledger().availableFrom()).isEmpty();
    for (Resolution resolution : Resolution.values()) {
      assertThat(enough.current().ledger().history().periods(resolution))
          .as("with the values that depend on several days")
          .containsExactlyElementsOf(one.current().ledger().history().periods(resolution));
    }
  }

  @Test
  void shouldReplaceAndPruneRecordsThatAreNotInMemoryAsOthers() {
    GrowingChain longer = new GrowingChain(new Random(2), 40);
    InMemoryRepository lessMemory = new InMemoryRepository();
    assertThat(lessMemory.takeOver()).isEqualTo(epoch);
    LedgerReplica limited = new LedgerReplica(lessMemory, LITTLE, ContractTracking.NONE);
    limited.load();
    for (long index = 0; index < 40; index++) {
      commit(one, longer.record(index, ALL));
      commit(limited, longer.record(index, ALL));
    }
    assertThat(limited.current().ledger().record(5).orElseThrow().isInMemory()).isFalse();

    List<ChunkRecord> branch = longer.forkAt(5);
    for (LedgerReplica replica : List.of(one, limited)) {
      replica.commit(epoch, branch, Removal.NONE, Instant.EPOCH);
    }
    assertSamePeriods(limited);
    assertThat(limited.current().ledger().record(5).orElseThrow().generation()).isEqualTo(1);

    List<Long> old = LongStream.range(0, 20).boxed().toList();
    for (LedgerReplica replica : List.of(one, limited)) {
      replica.commit(epoch, List.of(), new Removal(List.of(), old, List.of()), Instant.EPOCH);
    }
    assertSamePeriods(limited);
    assertThat(lessMemory.indexes()).isEqualTo(store.indexes());

    List<ChunkRecord> later = longer.forkAt(20);
    for (LedgerReplica replica : List.of(one, limited)) {
      replica.commit(epoch, later, Removal.NONE, Instant.EPOCH);
    }
    assertSamePeriods(limited);
  }

  @Test
  void shouldFindNothingLackingInAStoreThatFitsIntoMemory() {
    GrowingChain longer = new GrowingChain(new Random(2), 40);
    for (long index = 0; index < 40; index++) {
      commit(one, longer.record(index, ALL));
    }

    assertThat(Ledgers.derivingPeriods(one.current().ledger()).periods().isEmpty()).isTrue();
  }

  private static LedgerMemory memoryFor(long bytes) {
    long limit = (AddressIndex.bytesFor(1024) + bytes) * 8 / 7;
    return new LedgerMemory(limit, 2 * limit);
  }

  private void assertSamePeriods(LedgerReplica replica) {
    for (Resolution resolution : List.of(Resolution.HOUR, Resolution.DAY)) {
      assertThat(replica.current().ledger().history().periods(resolution))
          .extracting(PeriodActivity::activity)
          .isEqualTo(
              one.current().ledger().history().periods(resolution).stream()
                  .map(PeriodActivity::activity)
                  .toList());
    }
    assertThat(replica.current().ledger().history().daysWithAddresses())
        .isEqualTo(one.current().ledger().history().daysWithAddresses());
  }

  @Test
  void shouldReadRecordsBackIntoMemoryOnceOthersArePruned() {
    GrowingChain longer = new GrowingChain(new Random(2), 40);
    LedgerReplica limited = new LedgerReplica(store, memoryFor(50_000), ContractTracking.NONE);
    limited.load();
    for (long index = 0; index < 40; index++) {
      commit(limited, longer.record(index, ALL));
    }
    long before = inMemory(limited);
    assertThat(before).isLessThan(40);

    List<Long> newest = LongStream.range(20, 40).boxed().toList();
    limited.commit(epoch, List.of(), Removal.ofOrphaned(newest), Instant.EPOCH);
    for (int i = 0; i < 20; i++) {
      limited.catchUp();
    }

    assertThat(inMemory(limited)).isGreaterThan(before - 20);
  }

  private static long inMemory(LedgerReplica replica) {
    return replica.current().ledger().records().stream().filter(LedgerRecord::isInMemory).count();
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
    LedgerReplica replica =
        new LedgerReplica(repository, LedgerMemory.UNLIMITED, ContractTracking.NONE);
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
