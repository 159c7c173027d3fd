package network.rei.dau.stats;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreVersion;
import network.rei.dau.storage.WrongStoreException;

/** Records in memory, with the promises of the port, that can be made to fail and to be slow. */
public final class InMemoryRepository implements RecordRepository {

  private final TreeMap<Long, StoredRecord> records = new TreeMap<>();
  private final TreeMap<String, PeriodActivity> periods = new TreeMap<>();
  private final TreeMap<LocalDate, DayAddresses> days = new TreeMap<>();
  private final Map<Object, Long> writtenVersions = new HashMap<>();
  private List<TimeFloor> timeFloors = List.of();
  private StoreIdentity identity = new StoreIdentity(47_805, 1200, Optional.empty());
  private final Map<Long, Long> marks = new HashMap<>();
  private int largestCommit;
  private long version;
  private Instant changedAt = Instant.EPOCH;
  private long epoch;
  private volatile Optional<String> failure = Optional.empty();
  private volatile Optional<String> deletionFailure = Optional.empty();
  private volatile Optional<String> answerFailure = Optional.empty();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch deletionGate = new CountDownLatch(0);
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();

  /** Reading and writing fails from now on. */
  public void failWith(String reason) {
    failure = Optional.of(reason);
  }

  /** As {@link #failWith}, but only commits that delete records. */
  public void failCommitsThatDelete(String reason) {
    deletionFailure = Optional.of(reason);
  }

  /** Commits are written from now on, and fail then. */
  public void loseAnswers(String reason) {
    answerFailure = Optional.of(reason);
  }

  /** It is as it was before the first commit. */
  public synchronized void putBack() {
    version = 0;
    marks.clear();
    records.clear();
    periods.clear();
    days.clear();
    timeFloors = List.of();
  }

  /** Reading and writing works again. */
  public void recover() {
    answerFailure = Optional.empty();
    failure = Optional.empty();
    deletionFailure = Optional.empty();
  }

  /** Commits and loads wait from now on until {@link CountDownLatch#countDown} is called. */
  public CountDownLatch block() {
    gate = new CountDownLatch(1);
    return gate;
  }

  /** As {@link #block}, but only commits that delete records wait. */
  public CountDownLatch blockCommitsThatDelete() {
    deletionGate = new CountDownLatch(1);
    return deletionGate;
  }

  public int loads() {
    return loads.get();
  }

  /** Commits that were started. */
  public int commits() {
    return commits.get();
  }

  /** The highest number of records in one commit. */
  public synchronized int largestCommit() {
    return largestCommit;
  }

  public synchronized List<Long> indexes() {
    return List.copyOf(records.keySet());
  }

  public synchronized long lastBlock() {
    return records.isEmpty() ? -1 : records.lastEntry().getValue().record().lastBlock();
  }

  @Override
  public synchronized StoreIdentity identity() {
    return identity;
  }

  @Override
  public synchronized StoreIdentity rememberGenesis(Hash genesisHash) {
    check(failure);
    if (version > 0
        && identity.genesisHash().filter(held -> !held.equals(genesisHash)).isPresent()) {
      throw new WrongStoreException("the store holds a chain with another genesis block");
    }
    identity =
        new StoreIdentity(identity.chainId(), identity.chunkSize(), Optional.of(genesisHash));
    return identity;
  }

  @Override
  public synchronized void replaceGenesis(Hash genesisHash) {
    check(failure);
    identity =
        new StoreIdentity(identity.chainId(), identity.chunkSize(), Optional.of(genesisHash));
  }

  @Override
  public synchronized long version() {
    return version;
  }

  @Override
  public synchronized StoreVersion storeVersion() {
    return new StoreVersion(version, mark());
  }

  @Override
  public synchronized Instant changedAt() {
    return changedAt;
  }

  @Override
  public synchronized long takeOver() {
    check(failure);
    return ++epoch;
  }

  @Override
  public synchronized long epoch() {
    return epoch;
  }

  @Override
  public List<Path> replaceWith(Path backup, Clock clock) {
    throw new StorageException("a store in memory has no backups");
  }

  @Override
  public void forEachFromNewest(Consumer<StoredRecord> consumer) {
    loads.incrementAndGet();
    pass(gate);
    synchronized (this) {
      check(failure);
      records.descendingMap().values().forEach(consumer);
    }
  }

  @Override
  public synchronized List<String> forEachPeriod(
      Consumer<PeriodActivity> periodConsumer, Consumer<DayAddresses> dayConsumer) {
    periods.values().forEach(periodConsumer);
    days.descendingMap().values().forEach(dayConsumer);
    return List.of();
  }

  @Override
  public synchronized List<TimeFloor> timeFloors() {
    return timeFloors;
  }

  @Override
  public synchronized Optional<StoredRecord> find(long index) {
    check(failure);
    return Optional.ofNullable(records.get(index));
  }

  @Override
  public CommitResult commit(Commit commit, Statistics statistics) {
    commits.incrementAndGet();
    pass(gate);
    if (!commit.removed().isEmpty() || !commit.pruned().isEmpty()) {
      pass(deletionGate);
    }
    CommitResult result = write(commit, statistics);
    check(answerFailure);
    return result;
  }

  private synchronized CommitResult write(Commit commit, Statistics statistics) {
    largestCommit = Math.max(largestCommit, commit.records().size());
    check(failure);
    if (!commit.removed().isEmpty() || !commit.pruned().isEmpty()) {
      check(deletionFailure);
    }
    if (commit.epoch() != epoch) {
      return new CommitResult.StaleEpoch(epoch);
    }
    Optional<StoreVersion> held = statistics.heldVersion();
    if (held.filter(reader -> !reader.is(version, mark())).isPresent()) {
      statistics.catchUp(changes(held.get()));
    }
    version++;
    marks.put(version, commit.mark());
    changedAt = commit.at();
    commit.removed().forEach(records::remove);
    List<StoredRecord> written = new ArrayList<>();
    for (ChunkRecord record : commit.records()) {
      StoredRecord there = records.get(record.index());
      if (there == null
          || record.supersedes(there.record().generation(), there.record().lastBlock())) {
        StoredRecord stored = new StoredRecord(record, commit.at());
        records.put(record.index(), stored);
        writtenVersions.put(record.index(), version);
        written.add(stored);
      }
    }
    write(
        statistics.of(
            written, index -> Optional.ofNullable(records.get(index)).map(StoredRecord::record)));
    commit.pruned().forEach(records::remove);
    statistics.timeFloors().ifPresent(changed -> timeFloors = changed);
    return new CommitResult.Committed(version);
  }

  private void write(PeriodChanges changes) {
    for (PeriodActivity period : changes.periods()) {
      periods.put(key(period), period);
      writtenVersions.put(key(period), version);
    }
    for (DayAddresses day : changes.addresses()) {
      days.put(day.date(), day);
      writtenVersions.put(day.date(), version);
    }
    changes.deletedAddresses().forEach(days::remove);
  }

  private static String key(PeriodActivity period) {
    return period.resolution() + "@" + period.start();
  }

  @Override
  public synchronized Optional<Changes> changesSince(StoreVersion since) {
    check(failure);
    return since.is(version, mark()) ? Optional.empty() : Optional.of(changes(since));
  }

  private long mark() {
    return marks.getOrDefault(version, 0L);
  }

  private Changes changes(StoreVersion since) {
    long from = since.number();
    if (from > version || !since.is(from, marks.getOrDefault(from, 0L))) {
      return Changes.ofReplacedStore(version, mark(), changedAt);
    }
    return new Changes(
        version,
        mark(),
        changedAt,
        false,
        records.entrySet().stream()
            .filter(entry -> writtenVersions.get(entry.getKey()) > from)
            .map(Map.Entry::getValue)
            .toList(),
        Map.of(),
        records.keySet(),
        timeFloors,
        periods.values().stream().filter(p -> writtenVersions.get(key(p)) > from).toList(),
        days.values().stream().filter(day -> writtenVersions.get(day.date()) > from).toList(),
        days.keySet(),
        List.of());
  }

  @Override
  public void close() {}

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted", e);
    }
  }

  private static void check(Optional<String> fault) {
    fault.ifPresent(
        reason -> {
          throw new StorageException(reason);
        });
  }
}
