package network.rei.dau.activity.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.PeriodDerivation;

/**
 * A ledger after a commit, and what the commit changes in what is kept of hours, days, weeks and
 * months.
 */
public record LedgerChange(Ledger ledger, PeriodChanges periods) {

  /**
   * What leaves a ledger.
   *
   * @param removed chunk indexes of records whose blocks are not on the chain (any more)
   * @param pruned chunk indexes of records that nobody needs any more: what they tell of periods
   *     stays
   * @param forgotten days whose addresses nobody needs any more
   */
  public record Leaving(List<Long> removed, List<Long> pruned, List<LocalDate> forgotten) {

    /** Nothing leaves. */
    public static final Leaving NOTHING = new Leaving(List.of(), List.of(), List.of());

    public Leaving {
      removed = List.copyOf(removed);
      pruned = List.copyOf(pruned);
      forgotten = List.copyOf(forgotten);
    }

    /** Records that are not on the chain. */
    public static Leaving ofChain(List<Long> removed) {
      return new Leaving(removed, List.of(), List.of());
    }

    /** All records that go. */
    public List<Long> records() {
      List<Long> all = new ArrayList<>(removed);
      all.addAll(pruned);
      return all;
    }
  }

  /** What records enter a ledger and what leaves it. */
  public static LedgerChange of(Ledger before, Collection<StoredRecord> entering, Leaving leaving) {
    Ledger smaller = leaving.removed().isEmpty() ? before : before.without(leaving.removed());
    Ledger entered = smaller.with(entering);
    PeriodChanges changes =
        PeriodDerivation.of(
            entered, grown(entered, entering), lost(before, entered, entering, leaving));
    Ledger told = entered.with(changes);
    List<TimeWindow> deleted =
        leaving.pruned().stream()
            .flatMap(index -> told.record(index).stream())
            .map(record -> new TimeWindow(record.firstTimestamp(), record.lastTimestamp() + 1))
            .toList();
    PeriodChanges last =
        PeriodDerivation.ofParts(told, deleted)
            .and(new PeriodChanges(List.of(), List.of(), leaving.forgotten()));
    Ledger after = told.with(last);
    return new LedgerChange(
        leaving.pruned().isEmpty() ? after : after.without(leaving.pruned()), changes.and(last));
  }

  /** What a ledger's records tell of whole periods that are not kept, as they should be. */
  public static LedgerChange catchingUp(Ledger ledger) {
    List<TimeWindow> all =
        ledger.records().stream()
            .flatMap(r -> PeriodDerivation.toldBy(ledger, r).stream())
            .toList();
    PeriodChanges changes = PeriodDerivation.of(ledger, all, List.of());
    return new LedgerChange(ledger.with(changes), changes);
  }

  private static List<TimeWindow> grown(Ledger entered, Collection<StoredRecord> entering) {
    return entering.stream()
        .flatMap(entry -> entered.record(entry.record().index()).stream())
        .flatMap(record -> PeriodDerivation.toldBy(entered, record).stream())
        .toList();
  }

  private static List<TimeWindow> lost(
      Ledger before, Ledger entered, Collection<StoredRecord> entering, Leaving leaving) {
    Set<Long> gone = new HashSet<>(leaving.removed());
    for (StoredRecord entry : entering) {
      Optional<LedgerRecord> old = before.record(entry.record().index());
      Optional<LedgerRecord> now = entered.record(entry.record().index());
      if (old.isPresent() && old.get().generation() != now.orElseThrow().generation()) {
        gone.add(entry.record().index());
      }
    }
    return gone.stream()
        .flatMap(index -> before.record(index).stream())
        .flatMap(record -> PeriodDerivation.toldBy(before, record).stream())
        .toList();
  }
}
