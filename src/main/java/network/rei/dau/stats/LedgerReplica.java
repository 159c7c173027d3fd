package network.rei.dau.stats;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.stats.StatsStore.CommitReply;
import network.rei.dau.storage.Changes;
import network.rei.dau.storage.DamagedRecordsException;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.RecordRepository.CommitResult;
import network.rei.dau.storage.StoredRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store holds, in memory: read once, changed by every commit, and brought up to date with
 * what other nodes committed. For one thread, and it blocks.
 */
final class LedgerReplica {

  private static final Logger LOG = LoggerFactory.getLogger(StatsStore.class);

  private final RecordRepository repository;

  /**
   * Records that are there and cannot be read: whatever is committed in their place is written,
   * though it may be no longer than they are.
   */
  private final Set<Long> damaged = new HashSet<>();

  private StoreAccess.Held held = new StoreAccess.Held(Ledger.empty(), 0, Instant.EPOCH, 0);

  /** What the records tell of periods and is not written yet. */
  private PeriodChanges unwritten = PeriodChanges.NONE;

  LedgerReplica(RecordRepository repository) {
    this.repository = repository;
  }

  StoreAccess.Held held() {
    return held;
  }

  private void hold(Ledger ledger, long version, Instant changedAt) {
    held = new StoreAccess.Held(ledger, version, changedAt, held.sequence() + 1);
  }

  /**
   * The store holds other data from now on, which is to be read; should that fail, nothing of what
   * is held is taken for part of it later.
   */
  void replaced() {
    hold(held.ledger(), Long.MAX_VALUE, held.changedAt());
    load();
  }

  /** Reads everything. */
  void load() {
    // First: what is committed while the rest is read is then told afterwards.
    long version = repository.version();
    Instant changedAt = repository.changedAt();
    damaged.clear();
    List<Ledger.Entry> entries = new ArrayList<>();
    try {
      repository.forEach(stored -> entries.add(entry(stored)));
    } catch (DamagedRecordsException e) {
      LOG.error("{}. They count as missing, and will be fetched again", e.getMessage());
      damaged.addAll(e.indexes());
    }
    hold(withHistory(entries), version, changedAt);
    unwritten = PeriodChanges.NONE;
    catchUp();
    LedgerChange caughtUp = LedgerChange.catchingUp(held.ledger());
    hold(caughtUp.ledger(), held.version(), held.changedAt());
    unwritten = caughtUp.periods();
  }

  private Ledger withHistory(List<Ledger.Entry> entries) {
    List<PeriodActivity> periods = new ArrayList<>();
    List<DayAddresses> days = new ArrayList<>();
    for (String damage : repository.forEachPeriod(periods::add, days::add)) {
      LOG.error("{}. Its blocks will be fetched again", damage);
    }
    return Ledger.empty().with(entries).with(new PeriodChanges(periods, days, List.of()));
  }

  /** Takes over what other nodes have committed; cheap if that is nothing. */
  void catchUp() {
    repository.changesSince(held.version()).ifPresent(this::apply);
  }

  /**
   * Commits, after what other nodes have committed was taken over. Records that are of another
   * branch of the chain than their neighbours are refused.
   *
   * @throws network.rei.dau.storage.StorageException if the store cannot be written; nothing is
   */
  CommitReply commit(
      long epoch, List<ChunkRecord> records, LedgerChange.Leaving leaving, Instant at) {
    Change change = new Change(records, leaving, at);
    if (change.contradiction().isPresent()) {
      catchUp(); // by which it may be mended
    }
    while (true) {
      try {
        change.requireNoContradiction();
        return told(
            repository.commit(
                new RecordRepository.Commit(epoch, records, change.deletions(), at), change),
            change);
      } catch (ContradictionException e) {
        return new CommitReply.Contradicts(e.getMessage());
      } catch (OutdatedException e) {
        LOG.debug("Another node has mended a record; committing again");
      }
    }
  }

  private CommitReply told(CommitResult result, Change change) {
    if (result instanceof CommitResult.Committed committed) {
      damaged.removeAll(change.deletions());
      hold(change.made.ledger(), committed.version(), change.at);
      unwritten = PeriodChanges.NONE;
      return new CommitReply.Committed(committed.version());
    }
    return new CommitReply.Stale(((CommitResult.StaleEpoch) result).currentEpoch());
  }

  /** What a commit makes of the copy, known once it is known which records are written. */
  private final class Change implements RecordRepository.Statistics {

    private final List<ChunkRecord> records;
    private final LedgerChange.Leaving leaving;
    private final Instant at;
    private LedgerChange made;

    Change(List<ChunkRecord> records, LedgerChange.Leaving leaving, Instant at) {
      this.records = records;
      this.leaving = leaving;
      this.at = at;
    }

    /** What leaves, and the damaged records that others take the place of. */
    List<Long> deletions() {
      Set<Long> deletions = new HashSet<>(damaged);
      deletions.retainAll(records.stream().map(ChunkRecord::index).toList());
      deletions.addAll(leaving.records());
      return List.copyOf(deletions);
    }

    Optional<String> contradiction() {
      return held.ledger().contradiction(records, leaving.records());
    }

    void requireNoContradiction() {
      contradiction()
          .ifPresent(
              reason -> {
                throw new ContradictionException(reason);
              });
    }

    @Override
    public OptionalLong heldVersion() {
      return OptionalLong.of(held.version());
    }

    @Override
    public void catchUp(Changes changes) {
      List<Long> before = deletions();
      apply(changes);
      requireNoContradiction();
      if (!before.containsAll(deletions()) || !deletions().containsAll(before)) {
        throw new OutdatedException();
      }
    }

    @Override
    public PeriodChanges of(List<StoredRecord> written) {
      made = LedgerChange.of(held.ledger(), entries(written), leaving);
      return unwritten.and(made.periods());
    }
  }

  /** Durable already, whatever becomes of the commit of ours that is told them. */
  private void apply(Changes changes) {
    if (changes.fromNothing()) {
      LOG.warn(
          "The store was put back from version {} to {}; what it holds now counts",
          held.version(),
          changes.version());
    }
    Ledger before = changes.fromNothing() ? Ledger.empty() : held.ledger();
    unwritten =
        changes.fromNothing() ? PeriodChanges.NONE : PendingPeriods.less(unwritten, changes);
    List<Long> gone = goneOrReplaced(before, changes);
    Ledger left = gone.isEmpty() ? before : before.without(gone);
    Set<LocalDate> forgotten = new HashSet<>(left.history().daysWithAddresses());
    forgotten.removeAll(changes.presentDays());
    PendingPeriods.dates(unwritten.addresses()).forEach(forgotten::remove);
    hold(
        left.with(entries(changes.records()))
            .with(new PeriodChanges(changes.periods(), changes.days(), List.copyOf(forgotten))),
        changes.version(),
        changes.changedAt());
    takeOverDamage(changes);
  }

  /** The records that are not there any more, or that the ledger would not give up by itself. */
  private static List<Long> goneOrReplaced(Ledger before, Changes changes) {
    Set<Long> gone = new HashSet<>(changes.damaged().keySet());
    for (LedgerRecord record : before.records()) {
      if (!changes.present().contains(record.index())) {
        gone.add(record.index());
      }
    }
    for (StoredRecord changed : changes.records()) {
      before
          .record(changed.record().index())
          .filter(record -> !isContinued(record, changed.record()))
          .ifPresent(record -> gone.add(record.index()));
    }
    gone.removeIf(index -> before.record(index).isEmpty());
    return List.copyOf(gone);
  }

  private static boolean isContinued(LedgerRecord then, ChunkRecord now) {
    return now.generation() > then.generation()
        || (now.generation() == then.generation()
            && (now.lastBlock() > then.lastBlock() || now.lastHash().equals(then.lastHash())));
  }

  private void takeOverDamage(Changes changes) {
    if (changes.fromNothing()) {
      damaged.clear();
    }
    damaged.retainAll(changes.present());
    changes.records().forEach(stored -> damaged.remove(stored.record().index()));
    damaged.addAll(changes.damaged().keySet());
    changes
        .damaged()
        .values()
        .forEach(why -> LOG.error("{}. It counts as missing, and will be fetched again", why));
    changes.damagedDays().forEach(why -> LOG.error("{}. Its blocks will be fetched again", why));
  }

  private static List<Ledger.Entry> entries(Collection<StoredRecord> stored) {
    return stored.stream().map(LedgerReplica::entry).toList();
  }

  private static Ledger.Entry entry(StoredRecord stored) {
    return new Ledger.Entry(stored.record(), stored.storedAt());
  }

  /** The records do not link to what another node has committed. */
  private static final class ContradictionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ContradictionException(String message) {
      super(message);
    }
  }

  /** What is to be deleted is another thing, by what another node has committed. */
  private static final class OutdatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
