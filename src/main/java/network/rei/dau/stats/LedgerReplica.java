package network.rei.dau.stats;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeFloor;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.storage.Changes;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.DamagedRecordsException;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreUnavailableException;
import network.rei.dau.storage.StoreVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the store in memory: read once, changed by every commit of this process, and brought up
 * to date with the commits of other processes. If the store does not fit into the memory limit, the
 * newest part is kept in memory. Its methods block; one thread at a time may call them.
 */
final class LedgerReplica {

  private static final Logger LOG = LoggerFactory.getLogger(StatsStore.class);

  /** The number of records that are read back into memory after one change. */
  private static final int LOADED_AT_ONCE = 4;

  private final RecordRepository repository;
  private final LedgerMemory memory;
  private final ContractTracking tracking;

  /**
   * Stored records that cannot be read. A record that is committed in the place of one of them is
   * written even if it would not supersede it.
   */
  private final Set<Long> damaged = new HashSet<>();

  private LedgerVersion current =
      new LedgerVersion(Ledger.empty(), 0, Instant.EPOCH, 0, OptionalLong.empty());

  /** The mark of the commit that made the current version; see {@link StoreVersion}. */
  private OptionalLong mark = OptionalLong.empty();

  /** Statistics of periods that follow from the records and are written with the next commit. */
  private PeriodChanges pending = PeriodChanges.NONE;

  /**
   * @param memory the memory that records and addresses may take
   * @param tracking the contracts whose users are stored by days
   */
  LedgerReplica(RecordRepository repository, LedgerMemory memory, ContractTracking tracking) {
    this.repository = repository;
    this.memory = memory;
    this.tracking = tracking;
  }

  LedgerVersion current() {
    return current;
  }

  private void update(Ledger ledger, StoreVersion version, Instant changedAt) {
    mark = version.mark();
    current =
        new LedgerVersion(
            ledger,
            version.number(),
            changedAt,
            current.sequence() + 1,
            ledger.isInMemory()
                ? OptionalLong.empty()
                : OptionalLong.of(memory.heapFor(ledger.bytesOfAll())));
  }

  private StoreVersion heldVersion() {
    return new StoreVersion(current.version(), mark);
  }

  /**
   * Reads a store that was replaced by another. If that fails, the next catch-up reads everything,
   * because the version of the replica is then later than any version of the store.
   */
  void reload() {
    update(current.ledger(), StoreVersion.of(Long.MAX_VALUE), current.changedAt());
    load();
  }

  /** Reads the whole store. */
  void load() {
    // While an earlier ledger is still in use, both must fit.
    long limit = Math.max(memory.limit() / 4, memory.limit() - current.ledger().bytes() / 2);
    Optional<Changes> changes;
    do {
      // The version is read first: the catch-up below includes commits made during the reading.
      StoreVersion version = repository.storeVersion();
      Instant changedAt = repository.changedAt();
      update(read(limit), version, changedAt);
      changes = repository.changesSince(version);
    } while (changes.filter(Changes::replaced).isPresent());
    changes.ifPresent(this::apply);
    LedgerChange derived =
        LedgerChange.derivingPeriods(current.ledger(), this::readQuietly, tracking);
    pending = derived.periods();
    update(derived.ledger().within(limit), heldVersion(), current.changedAt());
  }

  private Ledger read(long limit) {
    Loading loading = new Loading(limit, repository.timeFloors());
    damaged.clear();
    pending = PeriodChanges.NONE;
    try {
      repository.forEachFromNewest(loading::add);
    } catch (DamagedRecordsException e) {
      LOG.error("{}. They count as missing and will be fetched again", e.getMessage());
      damaged.addAll(e.indexes());
    }
    for (String damage : repository.forEachPeriod(loading::add, loading::add)) {
      LOG.error("{}. Its blocks will be fetched again", damage);
    }
    return loading.ledger();
  }

  /**
   * Adds records and periods to a ledger while they are read, so that they need not fit at once.
   */
  private static final class Loading {

    private final long limit;
    private final List<PeriodActivity> periods = new ArrayList<>();
    private Ledger ledger;

    Loading(long limit, List<TimeFloor> floors) {
      this.limit = limit;
      this.ledger = Ledger.empty().withTimeFloors(floors);
    }

    void add(StoredRecord record) {
      ledger = ledger.with(List.of(record)).within(limit);
    }

    void add(PeriodActivity period) {
      periods.add(period);
    }

    void add(DayAddresses day) {
      ledger = ledger.with(new PeriodChanges(List.of(), List.of(day), List.of())).within(limit);
    }

    Ledger ledger() {
      return ledger.with(new PeriodChanges(periods, List.of(), List.of()));
    }
  }

  private Optional<ChunkRecord> readQuietly(long index) {
    try {
      return repository.find(index).map(StoredRecord::record);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (StorageException e) {
      LOG.error("{}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Applies the commits of other processes; cheap if there are none. */
  void catchUp() {
    repository
        .changesSince(heldVersion())
        .ifPresent(
            changes -> {
              if (changes.replaced()) {
                reloadReplaced(changes);
              } else {
                apply(changes);
              }
            });
    loadMore();
  }

  private void reloadReplaced(Changes changes) {
    LOG.warn(
        "The store was put back from version {} to an earlier state and is at version {}; its"
            + " present content is used",
        current.version(),
        changes.version());
    reload();
  }

  /** Reads records back into memory that had to leave it, if there is space again. */
  private void loadMore() {
    for (int i = 0; i < LOADED_AT_ONCE; i++) {
      OptionalLong next = current.ledger().nextToLoad(memory.limit());
      Optional<StoredRecord> record = next.isPresent() ? find(next.getAsLong()) : Optional.empty();
      if (record.isEmpty()) {
        return;
      }
      Ledger loaded = current.ledger().loaded(record.get());
      if (loaded == current.ledger()) {
        return;
      }
      update(loaded, heldVersion(), current.changedAt());
    }
  }

  private Optional<StoredRecord> find(long index) {
    try {
      return repository.find(index);
    } catch (StorageException e) {
      LOG.debug("Record {} was not read into memory: {}", index, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Commits to the store after the commits of other processes were applied to the replica.
   *
   * @throws network.rei.dau.storage.StorageException if the store cannot be written; nothing was
   *     written then
   */
  CommitResult commit(
      long epoch, List<ChunkRecord> records, LedgerChange.Removal removal, Instant at) {
    Change change = new Change(records, removal);
    if (change.conflict().isPresent()) {
      catchUp(); // Another process may have resolved the conflict.
    }
    while (true) {
      try {
        change.requireNoConflict();
        RecordRepository.Commit commit =
            new RecordRepository.Commit(epoch, records, change.deletions(), removal.pruned(), at);
        CommitResult result = repository.commit(commit, change);
        if (result instanceof CommitResult.Committed committed) {
          damaged.removeAll(change.deletions());
          damaged.removeAll(removal.pruned());
          damaged.addAll(change.unreadable);
          update(
              change.result.ledger().without(change.unreadable).within(memory.limit()),
              new StoreVersion(committed.version(), commit.mark()),
              commit.at());
          pending = PeriodChanges.NONE;
          loadMore();
        }
        return result;
      } catch (ConflictException e) {
        return new CommitResult.Conflict(e.getMessage());
      } catch (DeletionsChangedException e) {
        LOG.debug("Another process has replaced a damaged record; the commit is repeated");
      } catch (StoreReplacedException e) {
        reloadReplaced(e.changes);
      }
    }
  }

  /** Derives what a commit changes in the replica while the commit holds the lock of the store. */
  private final class Change implements RecordRepository.Statistics {

    private final List<ChunkRecord> records;
    private final LedgerChange.Removal removal;
    private final Set<Long> unreadable = new HashSet<>();
    private LedgerChange result;

    Change(List<ChunkRecord> records, LedgerChange.Removal removal) {
      this.records = records;
      this.removal = removal;
    }

    /**
     * Returns the indexes of the records to delete before others are written: the orphaned ones,
     * and the damaged ones that new ones replace.
     */
    List<Long> deletions() {
      Set<Long> deletions = new HashSet<>(damaged);
      deletions.retainAll(records.stream().map(ChunkRecord::index).toList());
      deletions.addAll(removal.orphaned());
      return List.copyOf(deletions);
    }

    Optional<String> conflict() {
      return current.ledger().brokenLink(records, removal.records());
    }

    void requireNoConflict() {
      conflict()
          .ifPresent(
              reason -> {
                throw new ConflictException(reason);
              });
    }

    @Override
    public Optional<StoreVersion> heldVersion() {
      return Optional.of(LedgerReplica.this.heldVersion());
    }

    @Override
    public void catchUp(Changes changes) {
      if (changes.replaced()) {
        throw new StoreReplacedException(changes);
      }
      List<Long> before = deletions();
      apply(changes);
      requireNoConflict();
      if (!Set.copyOf(before).equals(Set.copyOf(deletions()))) {
        throw new DeletionsChangedException();
      }
    }

    @Override
    public PeriodChanges of(
        List<StoredRecord> written, LongFunction<Optional<ChunkRecord>> stored) {
      result =
          LedgerChange.of(
              current.ledger(), written, removal, index -> readIfSound(index, stored), tracking);
      return pending.and(result.periods());
    }

    @Override
    public Optional<List<TimeFloor>> timeFloors() {
      return Optional.of(result.ledger().timeFloors())
          .filter(floors -> !floors.equals(current.ledger().timeFloors()));
    }

    /**
     * Returns a record that is not in memory; if it is damaged, it counts as missing from now on.
     */
    private Optional<ChunkRecord> readIfSound(
        long index, LongFunction<Optional<ChunkRecord>> stored) {
      try {
        return stored.apply(index);
      } catch (StoreUnavailableException e) {
        throw e;
      } catch (StorageException e) {
        LOG.error("{}. It counts as missing and will be fetched again", e.getMessage());
        unreadable.add(index);
        return Optional.empty();
      }
    }
  }

  /** Applies changes that are durable already, also if the commit in progress fails later. */
  private void apply(Changes changes) {
    Ledger before = current.ledger();
    pending = PendingPeriods.without(pending, changes);
    List<Long> dropped = deletedOrReplaced(before, changes);
    Ledger left = dropped.isEmpty() ? before : before.without(dropped).compacted();
    Set<LocalDate> deletedDays = new HashSet<>(left.history().daysWithAddresses());
    deletedDays.removeAll(changes.presentDays());
    PendingPeriods.dates(pending.addresses()).forEach(deletedDays::remove);
    update(
        left.withTimeFloors(changes.timeFloors())
            .with(changes.records())
            .with(new PeriodChanges(changes.periods(), changes.days(), List.copyOf(deletedDays)))
            .within(memory.limit()),
        new StoreVersion(changes.version(), changes.mark()),
        changes.changedAt());
    updateDamaged(changes);
  }

  /**
   * Returns the records that the store does not hold any more, and those that the ledger would keep
   * because the stored ones do not supersede them.
   */
  private static List<Long> deletedOrReplaced(Ledger before, Changes changes) {
    Set<Long> dropped = new HashSet<>(changes.damaged().keySet());
    for (LedgerRecord record : before.records()) {
      if (!changes.present().contains(record.index())) {
        dropped.add(record.index());
      }
    }
    for (StoredRecord changed : changes.records()) {
      before
          .record(changed.record().index())
          .filter(record -> !isContinued(record, changed.record()))
          .ifPresent(record -> dropped.add(record.index()));
    }
    dropped.removeIf(index -> before.record(index).isEmpty());
    return List.copyOf(dropped);
  }

  private static boolean isContinued(LedgerRecord then, ChunkRecord now) {
    return now.supersedes(then.generation(), then.lastBlock())
        || (now.generation() == then.generation() && now.lastHash().equals(then.lastHash()));
  }

  private void updateDamaged(Changes changes) {
    damaged.retainAll(changes.present());
    changes.records().forEach(stored -> damaged.remove(stored.record().index()));
    damaged.addAll(changes.damaged().keySet());
    changes
        .damaged()
        .values()
        .forEach(why -> LOG.error("{}. It counts as missing and will be fetched again", why));
    changes.damagedDays().forEach(why -> LOG.error("{}. Its blocks will be fetched again", why));
  }

  /** The records do not link to records that another process has committed. */
  private static final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
      super(message);
    }
  }

  /** The store was put back to an earlier state. */
  private static final class StoreReplacedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Changes changes;

    StoreReplacedException(Changes changes) {
      super("the store was put back to an earlier state");
      this.changes = changes;
    }
  }

  /** A commit of another process changes which records this commit has to delete. */
  private static final class DeletionsChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
