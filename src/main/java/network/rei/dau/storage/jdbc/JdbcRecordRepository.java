package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeFloor;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.storage.Changes;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.DamagedRecordsException;
import network.rei.dau.storage.EventOutbox;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.StoreVersion;
import network.rei.dau.storage.WrongStoreException;

/**
 * Stores records in a database: in SQLite, in {@value StoreSettings#DATABASE} of the cache folder,
 * unless the settings name another SQLite file or PostgreSQL. There is one connection, which calls
 * from several threads use in turn.
 */
public final class JdbcRecordRepository implements RecordRepository, EventOutbox {

  private final StoreSettings settings;
  private final StoreConnection store;
  private final int chunkSize;

  private JdbcRecordRepository(StoreSettings settings, StoreConnection store, int chunkSize) {
    this.settings = settings;
    this.store = store;
    this.chunkSize = chunkSize;
  }

  /**
   * Opens the store, creates it if it does not exist, and migrates it if an older version created
   * it.
   *
   * @param expected the identity that the store must have; a new store gets it
   * @throws WrongStoreException if the store has another chain or chunk size, or a newer version of
   *     the program has migrated it
   * @throws StorageException if the store cannot be opened, read or written
   */
  public static JdbcRecordRepository open(StoreSettings settings, StoreIdentity expected) {
    StoreConnection store = new StoreConnection(settings);
    try {
      StoreSchema schema = new StoreSchema(settings);
      if (!store.inTransaction(schema::isCurrent)) {
        schema.bringUpToDate(store.inTransaction(schema::version));
      }
      JdbcRecordRepository repository =
          new JdbcRecordRepository(settings, store, expected.chunkSize());
      repository.requireSame(expected);
      return repository;
    } catch (RuntimeException | Error e) {
      try {
        store.close();
      } catch (StorageException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private void requireSame(StoreIdentity expected) {
    StoreIdentity held =
        store.inTransaction(
            connection -> {
              StoreTable.createRow(connection, expected, Instant.now());
              return StoreTable.identity(connection);
            });
    requireSame(settings, held, expected);
    expected.genesisHash().ifPresent(this::rememberGenesis);
  }

  /**
   * @throws WrongStoreException if a store has another chain or chunk size than expected
   */
  static void requireSame(StoreSettings settings, StoreIdentity held, StoreIdentity expected) {
    if (held.chainId() != expected.chainId()) {
      throw wrong(settings, "chain " + held.chainId(), "rei-dau.chain.id is " + expected.chainId());
    }
    if (held.chunkSize() != expected.chunkSize()) {
      throw wrong(
          settings,
          "records of " + held.chunkSize() + " blocks",
          "rei-dau.ingest.chunk-size is " + expected.chunkSize());
    }
  }

  private static WrongStoreException wrong(StoreSettings settings, String held, String expected) {
    return new WrongStoreException(
        "the store "
            + settings.storeName()
            + " holds "
            + held
            + ", but "
            + expected
            + ": use "
            + settings.dialect().another()
            + ", or move the old one away");
  }

  @Override
  public void probe() {
    try {
      settings.dialect().probe(settings);
    } catch (SQLException e) {
      throw settings.dialect().failure(settings.storeName(), e);
    }
  }

  @Override
  public synchronized StoreIdentity identity() {
    return store.inTransaction(StoreTable::identity);
  }

  @Override
  public synchronized StoreIdentity rememberGenesis(Hash genesisHash) {
    StoreIdentity held =
        store.inTransaction(
            connection -> {
              StoreTable.rememberGenesis(connection, genesisHash);
              return StoreTable.identity(connection);
            });
    Hash remembered = held.genesisHash().orElseThrow();
    if (!remembered.equals(genesisHash)) {
      throw wrong(
          settings,
          "a chain whose genesis block is " + remembered,
          "the endpoint's is " + genesisHash);
    }
    return held;
  }

  @Override
  public synchronized void replaceGenesis(Hash genesisHash) {
    store.inTransaction(
        connection -> {
          StoreTable.replaceGenesis(connection, genesisHash);
          return StoreTable.identity(connection);
        });
  }

  @Override
  public synchronized long version() {
    return store.inTransaction(StoreTable::version);
  }

  @Override
  public synchronized StoreVersion storeVersion() {
    return store.inTransaction(StoreTable::storeVersion);
  }

  @Override
  public synchronized Instant changedAt() {
    return store.inTransaction(StoreTable::changedAt);
  }

  @Override
  public synchronized long takeOver() {
    return store.inTransaction(
        connection -> {
          StoreTable.nextEpoch(connection);
          return StoreTable.epoch(connection);
        });
  }

  @Override
  public synchronized long epoch() {
    return store.inTransaction(StoreTable::epoch);
  }

  @Override
  public synchronized List<Path> replaceWith(Path backup, Clock clock) {
    long version = version();
    long epoch = epoch();
    StoreBackup.Holder holder =
        new StoreBackup.Holder() {
          @Override
          public void prepare(JdbcRecordRepository incoming) {
            incoming.continueAfter(version, epoch, clock.instant());
          }

          @Override
          public void release() {
            store.release();
          }
        };
    return StoreBackup.replace(settings, identity(), backup, clock, holder);
  }

  /**
   * Sets a version and an epoch with which readers see that the store has changed and writers can
   * continue.
   */
  private synchronized void continueAfter(long version, long epoch, Instant at) {
    store.inTransaction(
        connection -> {
          StoreTable.continueAt(
              connection,
              Math.max(version, StoreTable.version(connection)) + 1,
              Math.max(epoch, StoreTable.epoch(connection)));
          StoreTable.changed(connection, at, ThreadLocalRandom.current().nextLong());
          return null;
        });
  }

  @Override
  public synchronized void forEachFromNewest(Consumer<StoredRecord> consumer) {
    List<Long> damaged = new ArrayList<>();
    List<StorageException> reasons = new ArrayList<>();
    store.inTransaction(
        connection -> {
          RecordTable.forEach(
              connection,
              StoreTable.NO_VERSION,
              RecordTable.Order.FROM_NEWEST,
              consumer,
              (index, why) -> {
                damaged.add(index);
                reasons.add(why);
              });
          return null;
        });
    if (!damaged.isEmpty()) {
      throw new DamagedRecordsException(settings.storeName(), damaged, reasons.get(0));
    }
  }

  @Override
  public synchronized List<String> forEachPeriod(
      Consumer<PeriodActivity> periods, Consumer<DayAddresses> days) {
    return store.inSnapshot(
        connection -> {
          List<String> damaged = new ArrayList<>();
          PeriodTable.forEach(connection, StoreTable.NO_VERSION, periods);
          DayAddressesTable.forEach(
              connection,
              StoreTable.NO_VERSION,
              days,
              (date, why) -> damaged.add(why.getMessage()));
          return damaged;
        });
  }

  @Override
  public synchronized List<TimeFloor> timeFloors() {
    return store.inTransaction(TimeFloorTable::all);
  }

  @Override
  public synchronized Optional<StoredRecord> find(long index) {
    return store.inTransaction(connection -> RecordTable.find(connection, index));
  }

  @Override
  public synchronized Optional<Changes> changesSince(StoreVersion version) {
    StoreVersion newest = storeVersion();
    if (version.is(newest.number(), newest.mark().orElseThrow())) {
      return Optional.empty();
    }
    return Optional.of(
        store.inSnapshot(
            connection ->
                new ChangesReader(connection)
                    .read(
                        version,
                        StoreTable.version(connection),
                        StoreTable.mark(connection),
                        StoreTable.changedAt(connection))));
  }

  @Override
  public synchronized CommitResult commit(Commit commit, Statistics statistics) {
    commit.records().forEach(this::requireChunkSize);
    return store.inTransaction(
        connection -> {
          if (!StoreTable.nextVersion(connection, commit.epoch())) {
            return new CommitResult.StaleEpoch(StoreTable.epoch(connection));
          }
          long version = StoreTable.version(connection);
          long before = version - 1;
          long mark = StoreTable.mark(connection);
          Optional<StoreVersion> held = statistics.heldVersion();
          if (held.filter(reader -> !reader.is(before, mark)).isPresent()) {
            // The row is locked: no other process writes between these statements.
            statistics.catchUp(
                new ChangesReader(connection)
                    .read(held.get(), before, mark, StoreTable.changedAt(connection)));
          }
          StoreTable.changed(connection, commit.at(), commit.mark());
          RecordTable.delete(connection, commit.removed());
          List<StoredRecord> written =
              RecordTable.write(connection, commit.records(), commit.at(), version);
          write(connection, statistics.of(written, index -> read(connection, index)), version);
          RecordTable.delete(connection, commit.pruned());
          Optional<List<TimeFloor>> floors = statistics.timeFloors();
          if (floors.isPresent()) {
            TimeFloorTable.replace(connection, floors.get());
          }
          return new CommitResult.Committed(version);
        });
  }

  @Override
  public synchronized int add(List<Entry> entries, int maxPending) {
    return store.inTransaction(connection -> OutboxTable.add(connection, entries, maxPending));
  }

  @Override
  public synchronized Optional<Entry> claim(String webhook, Instant now, Duration lease) {
    return store.inTransaction(
        connection -> OutboxTable.claim(connection, webhook, now, now.plus(lease)));
  }

  @Override
  public synchronized void sent(Entry claimed) {
    inTransaction(connection -> OutboxTable.end(connection, claimed, OutboxTable.State.SENT));
  }

  @Override
  public synchronized void failed(Entry claimed, Instant dueAt) {
    inTransaction(connection -> OutboxTable.setDue(connection, claimed, dueAt));
  }

  @Override
  public synchronized void givenUp(Entry claimed) {
    inTransaction(connection -> OutboxTable.end(connection, claimed, OutboxTable.State.GIVEN_UP));
  }

  @Override
  public synchronized void deleteBefore(Instant time) {
    inTransaction(connection -> OutboxTable.deleteBefore(connection, time));
  }

  @Override
  public synchronized Map<String, Pending> pending() {
    return store.inSnapshot(OutboxTable::pending);
  }

  /** Work within one transaction without a result. */
  @FunctionalInterface
  private interface Change {
    void on(Connection connection) throws SQLException;
  }

  private void inTransaction(Change change) {
    store.inTransaction(
        connection -> {
          change.on(connection);
          return null;
        });
  }

  private Optional<ChunkRecord> read(Connection connection, long index) {
    try {
      return RecordTable.find(connection, index).map(StoredRecord::record);
    } catch (SQLException e) {
      throw settings.dialect().failure(settings.storeName(), e);
    }
  }

  private static void write(Connection connection, PeriodChanges changes, long version)
      throws SQLException {
    PeriodTable.write(connection, changes.periods(), version);
    DayAddressesTable.write(connection, changes.addresses(), version);
    DayAddressesTable.delete(connection, changes.deletedAddresses());
  }

  private void requireChunkSize(ChunkRecord record) {
    if (record.chunk().size() != chunkSize) {
      throw new IllegalArgumentException(
          record
              + " is of "
              + record.chunk().size()
              + " blocks a chunk, the store of "
              + chunkSize);
    }
  }

  @Override
  public synchronized void close() {
    store.close();
  }

  /** For tests that damage the store. */
  StoreConnection connection() {
    return store;
  }
}
