package network.rei.dau.stats;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the store in memory: read once, changed by every commit of this process, and brought up
 * to date with the commits of other processes. Its methods block; one thread at a time may call
 * them.
 */
final class LedgerReplica {

  private static final Logger LOG = LoggerFactory.getLogger(StatsStore.class);

  private final RecordRepository repository;

  /**
   * Stored records that cannot be read. A record that is committed in the place of one of them is
   * written even if it would not supersede it.
   */
  private final Set<Long> damaged = new HashSet<>();

  private LedgerVersion current = new LedgerVersion(Ledger.empty(), 0, Instant.EPOCH, 0);

  /** Statistics of periods that follow from the records and are written with the next commit. */
  private PeriodChanges pending = PeriodChanges.NONE;

  LedgerReplica(RecordRepository repository) {
    this.repository = repository;
  }

  LedgerVersion current() {
    return current;
  }

  private void update(Ledger ledger, long version, Instant changedAt) {
    current = new LedgerVersion(ledger, version, changedAt, current.sequence() + 1);
  }

  /**
   * Reads a store that was replaced by another. If that fails, the next catch-up reads everything,
   * because the version of the replica is then later than any version of the store.
   */
  void reload() {
    update(current.ledger(), Long.MAX_VALUE, current.changedAt());
    load();
  }

  /** Reads the whole store. */
  void load() {
    // The version is read first: the catch-up below includes commits made during the reading.
    long version = repository.version();
    Instant changedAt = repository.changedAt();
    damaged.clear();
    List<StoredRecord> records = new ArrayList<>();
    try {
      repository.forEach(records::add);
    } catch (DamagedRecordsException e) {
      LOG.error("{}. They count as missing and will be fetched again", e.getMessage());
      damaged.addAll(e.indexes());
    }
    update(Ledger.empty().with(records).with(readPeriods()), version, changedAt);
    pending = PeriodChanges.NONE;
    catchUp();
    LedgerChange derived = LedgerChange.derivingPeriods(current.ledger());
    update(derived.ledger(), current.version(), current.changedAt());
    pending = derived.periods();
  }

  private PeriodChanges readPeriods() {
    List<PeriodActivity> periods = new ArrayList<>();
    List<DayAddresses> days = new ArrayList<>();
    for (String damage : repository.forEachPeriod(periods::add, days::add)) {
      LOG.error("{}. Its blocks will be fetched again", damage);
    }
    return new PeriodChanges(periods, days, List.of());
  }

  /** Applies the commits of other processes; cheap if there are none. */
  void catchUp() {
    repository.changesSince(current.version()).ifPresent(this::apply);
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
            new RecordRepository.Commit(epoch, records, change.deletions(), at);
        CommitResult result = repository.commit(commit, change);
        if (result instanceof CommitResult.Committed committed) {
          damaged.removeAll(change.deletions());
          update(change.result.ledger(), committed.version(), commit.at());
          pending = PeriodChanges.NONE;
        }
        return result;
      } catch (ConflictException e) {
        return new CommitResult.Conflict(e.getMessage());
      } catch (DeletionsChangedException e) {
        LOG.debug("Another process has replaced a damaged record; the commit is repeated");
      }
    }
  }

  /** Derives what a commit changes in the replica while the commit holds the lock of the store. */
  private final class Change implements RecordRepository.Statistics {

    private final List<ChunkRecord> records;
    private final LedgerChange.Removal removal;
    private LedgerChange result;

    Change(List<ChunkRecord> records, LedgerChange.Removal removal) {
      this.records = records;
      this.removal = removal;
    }

    /**
     * Returns the indexes of the records to delete: those of the removal, and the damaged records
     * that new ones replace.
     */
    List<Long> deletions() {
      Set<Long> deletions = new HashSet<>(damaged);
      deletions.retainAll(records.stream().map(ChunkRecord::index).toList());
      deletions.addAll(removal.records());
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
    public OptionalLong heldVersion() {
      return OptionalLong.of(current.version());
    }

    @Override
    public void catchUp(Changes changes) {
      List<Long> before = deletions();
      apply(changes);
      requireNoConflict();
      if (!Set.copyOf(before).equals(Set.copyOf(deletions()))) {
        throw new DeletionsChangedException();
      }
    }

    @Override
    public PeriodChanges of(List<StoredRecord> written) {
      result = LedgerChange.of(current.ledger(), written, removal);
      return pending.and(result.periods());
    }
  }

  /** Applies changes that are durable already, also if the commit in progress fails later. */
  private void apply(Changes changes) {
    if (changes.fromNothing()) {
      LOG.warn(
          "The store was put back from version {} to {}; its present content is used",
          current.version(),
          changes.version());
    }
    Ledger before = changes.fromNothing() ? Ledger.empty() : current.ledger();
    pending = changes.fromNothing() ? PeriodChanges.NONE : PendingPeriods.without(pending, changes);
    List<Long> dropped = deletedOrReplaced(before, changes);
    Ledger left = dropped.isEmpty() ? before : before.without(dropped).compacted();
    Set<LocalDate> deletedDays = new HashSet<>(left.history().daysWithAddresses());
    deletedDays.removeAll(changes.presentDays());
    PendingPeriods.dates(pending.addresses()).forEach(deletedDays::remove);
    update(
        left.with(changes.records())
            .with(new PeriodChanges(changes.periods(), changes.days(), List.copyOf(deletedDays))),
        changes.version(),
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
    if (changes.fromNothing()) {
      damaged.clear();
    }
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

  /** A commit of another process changes which records this commit has to delete. */
  private static final class DeletionsChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
