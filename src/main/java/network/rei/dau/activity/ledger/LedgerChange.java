package network.rei.dau.activity.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.PeriodDerivation;

/**
 * A ledger after a commit, and the changes of the stored statistics of hours, days, weeks and
 * months.
 */
public record LedgerChange(Ledger ledger, PeriodChanges periods) {

  /**
   * What a commit deletes.
   *
   * @param orphaned chunk indexes of records whose blocks are not on the chain any more
   * @param pruned chunk indexes of records that are older than the retention; the statistics of
   *     their periods stay, and so do the times at which the blocks after them count
   * @param deletedAddresses days whose addresses are not needed any more
   */
  public record Removal(List<Long> orphaned, List<Long> pruned, List<LocalDate> deletedAddresses) {

    /** Deletes nothing. */
    public static final Removal NONE = new Removal(List.of(), List.of(), List.of());

    public Removal {
      orphaned = List.copyOf(orphaned);
      pruned = List.copyOf(pruned);
      deletedAddresses = List.copyOf(deletedAddresses);
    }

    /** Deletes records whose blocks are not on the chain any more. */
    public static Removal ofOrphaned(List<Long> orphaned) {
      return new Removal(orphaned, List.of(), List.of());
    }

    /** Returns the indexes of all deleted records. */
    public List<Long> records() {
      List<Long> all = new ArrayList<>(orphaned);
      all.addAll(pruned);
      return all;
    }
  }

  /**
   * Returns the change of a commit.
   *
   * @param added the records that the commit writes
   * @param stored reads a record by its chunk index as it is stored now, including those that the
   *     commit writes or prunes; empty if it cannot be read. It is called for records that are not
   *     in memory
   * @param tracking the contracts whose users are stored by days
   */
  public static LedgerChange of(
      Ledger before,
      Collection<StoredRecord> added,
      Removal removal,
      LongFunction<Optional<ChunkRecord>> stored,
      ContractTracking tracking) {
    Ledger extended = before.without(removal.orphaned()).with(added);
    PeriodChanges changes =
        PeriodDerivation.of(
            before,
            extended,
            extendedTimes(extended, added),
            lostTimes(before, extended, added, removal),
            stored,
            tracking);
    Ledger derived = extended.with(changes);
    List<TimeWindow> deleted =
        removal.pruned().stream()
            .flatMap(index -> derived.record(index).stream())
            .map(record -> new TimeWindow(record.firstTimestamp(), record.lastTimestamp() + 1))
            .toList();
    PeriodChanges last =
        PeriodDerivation.ofParts(derived, deleted, stored)
            .and(new PeriodChanges(List.of(), List.of(), removal.deletedAddresses()));
    Ledger after = derived.with(last).withoutPruned(removal.pruned());
    return new LedgerChange(
        removal.records().isEmpty() ? after : after.compacted(), changes.and(last));
  }

  /**
   * Returns the change that stores the complete periods of a ledger that are not stored yet, and
   * their values that were unknown before.
   *
   * @param stored reads a record that is not in memory by its chunk index; empty if it cannot be
   *     read
   * @param tracking the contracts whose users are stored by days
   */
  public static LedgerChange derivingPeriods(
      Ledger ledger, LongFunction<Optional<ChunkRecord>> stored, ContractTracking tracking) {
    List<TimeWindow> all =
        ledger.records().stream()
            .flatMap(r -> PeriodDerivation.timesOf(ledger, r).stream())
            .toList();
    PeriodChanges changes = PeriodDerivation.of(ledger, ledger, all, List.of(), stored, tracking);
    Ledger derived = ledger.with(changes);
    PeriodChanges lacking = PeriodDerivation.ofLacking(derived);
    return new LedgerChange(derived.with(lacking), changes.and(lacking));
  }

  private static List<TimeWindow> extendedTimes(Ledger extended, Collection<StoredRecord> added) {
    return added.stream()
        .flatMap(stored -> extended.record(stored.record().index()).stream())
        .flatMap(record -> PeriodDerivation.timesOf(extended, record).stream())
        .toList();
  }

  private static List<TimeWindow> lostTimes(
      Ledger before, Ledger extended, Collection<StoredRecord> added, Removal removal) {
    Set<Long> replaced = new HashSet<>(removal.orphaned());
    for (StoredRecord stored : added) {
      Optional<LedgerRecord> old = before.record(stored.record().index());
      Optional<LedgerRecord> now = extended.record(stored.record().index());
      if (old.isPresent() && old.get().generation() != now.orElseThrow().generation()) {
        replaced.add(stored.record().index());
      }
    }
    List<TimeWindow> lost = new ArrayList<>();
    replaced.stream()
        .flatMap(index -> before.record(index).stream())
        .forEach(record -> lost.addAll(PeriodDerivation.timesOf(before, record)));
    added.forEach(stored -> addMovedTimes(before, extended, stored.record().index(), lost));
    removal.orphaned().forEach(index -> addMovedTimes(before, extended, index, lost));
    return lost;
  }

  /**
   * Adds the times of the records whose blocks count at other times than before because of a
   * changed record before them, and those of the changed record.
   */
  private static void addMovedTimes(
      Ledger before, Ledger extended, long changedIndex, List<TimeWindow> times) {
    Optional<LedgerRecord> changed = extended.record(changedIndex);
    Optional<LedgerRecord> next = extended.recordAfter(changedIndex);
    while (next.isPresent()) {
      LedgerRecord now = next.get();
      Optional<LedgerRecord> then =
          before.record(now.index()).filter(record -> !record.hasTimesOf(now));
      if (then.isEmpty() || then.get().lastBlock() != now.lastBlock()) {
        return;
      }
      changed.ifPresent(record -> times.addAll(PeriodDerivation.timesOf(extended, record)));
      changed = Optional.empty();
      times.addAll(PeriodDerivation.timesOf(before, then.get()));
      times.addAll(PeriodDerivation.timesOf(extended, now));
      next = extended.recordAfter(now.index());
    }
  }
}
