package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.SortedAddresses;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.contract.DayTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.WindowSum;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * Derives the changes of the stored statistics from a change of records: a period is stored once it
 * is complete, and recomputed when blocks of it are replaced.
 */
public final class PeriodDerivation {

  /**
   * If a chain produced no block for longer, which is the maximum length of a history, the empty
   * periods in between are not stored.
   */
  private static final long MAX_PAUSE = 3660 * DayLookup.SECONDS_A_DAY;

  private final Ledger before;
  private final Ledger ledger;
  private final LongFunction<Optional<ChunkRecord>> stored;
  private final DayTracking tracking;
  private final List<PeriodActivity> periods = new ArrayList<>();
  private final List<DayAddresses> addresses = new ArrayList<>();
  private final List<LocalDate> deletedAddresses = new ArrayList<>();
  private final TreeSet<Long> changedDays = new TreeSet<>();
  private final TreeSet<Long> alteredDays = new TreeSet<>();
  private final TreeSet<Long> correctedDays = new TreeSet<>();

  private PeriodDerivation(
      Ledger before,
      Ledger ledger,
      LongFunction<Optional<ChunkRecord>> stored,
      ContractTracking tracking) {
    this.before = before;
    this.ledger = ledger;
    this.stored = stored;
    this.tracking = new DayTracking(ledger, tracking, stored);
  }

  /**
   * Returns the changes that follow from a change of records.
   *
   * @param before the ledger before the change; its addresses have the same numbers
   * @param ledger with the changed records and the earlier statistics
   * @param extended times of added blocks
   * @param lost times of removed or replaced blocks
   * @param stored reads a record that is not in memory by its chunk index; empty if it cannot be
   *     read
   * @param tracking the contracts whose users are stored by days
   */
  public static PeriodChanges of(
      Ledger before,
      Ledger ledger,
      Collection<TimeWindow> extended,
      Collection<TimeWindow> lost,
      LongFunction<Optional<ChunkRecord>> stored,
      ContractTracking tracking) {
    PeriodDerivation derivation = new PeriodDerivation(before, ledger, stored, tracking);
    each(Resolution.HOUR, lost, derivation::recomputeHour);
    each(Resolution.HOUR, extended, derivation::completeHour);
    each(Resolution.DAY, lost, derivation::recomputeDay);
    each(Resolution.DAY, extended, derivation::completeDay);
    PeriodChanges changes = derivation.changes();
    return derivation.changedDays.isEmpty()
        ? changes
        : changes.and(
            new DependentDays(
                    ledger.with(changes),
                    derivation.changedDays,
                    derivation.alteredDays,
                    derivation.correctedDays)
                .changes());
  }

  /**
   * Returns the stored values that are unknown and can be computed, as after a start with a larger
   * heap.
   */
  public static PeriodChanges ofLacking(Ledger ledger) {
    return DependentDays.lacking(ledger);
  }

  /**
   * Returns the statistics of incomplete periods before their records are deleted.
   *
   * @param deleted times of the records
   * @param stored reads a record that is not in memory by its chunk index; empty if it cannot be
   *     read
   */
  public static PeriodChanges ofParts(
      Ledger ledger, Collection<TimeWindow> deleted, LongFunction<Optional<ChunkRecord>> stored) {
    PeriodDerivation derivation =
        new PeriodDerivation(ledger, ledger, stored, ContractTracking.NONE);
    each(Resolution.HOUR, deleted, hour -> derivation.storePart(Resolution.HOUR, hour));
    each(Resolution.DAY, deleted, day -> derivation.storePart(Resolution.DAY, day));
    return derivation.changes();
  }

  /**
   * Returns the times whose statistics depend on a record: those of its blocks, and those up to the
   * blocks of its neighbours, because the record shows that no block lies in between.
   */
  public static List<TimeWindow> timesOf(Ledger ledger, LedgerRecord record) {
    List<TimeWindow> times = new ArrayList<>();
    long from =
        ledger
            .record(record.index() - 1)
            .map(LedgerRecord::lastTimestamp)
            .orElse(record.firstTimestamp());
    long last = from;
    for (int place = 0; place <= record.blockCount(); place++) {
      long next = place < record.blockCount() ? record.timestamp(place) : timeAfter(ledger, record);
      boolean afterGenesis = record.firstBlock() + place == 1;
      if (next - last > MAX_PAUSE || (afterGenesis && History.isLongBefore(last, next))) {
        times.add(new TimeWindow(from, last + 1));
        from = next;
      }
      last = next;
    }
    times.add(new TimeWindow(from, last + 1));
    return times;
  }

  private static long timeAfter(Ledger ledger, LedgerRecord record) {
    return ledger
        .record(record.index() + 1)
        .map(LedgerRecord::firstTimestamp)
        .orElse(record.lastTimestamp());
  }

  private static void each(
      Resolution resolution, Collection<TimeWindow> times, Consumer<TimeWindow> work) {
    TreeSet<Long> starts = new TreeSet<>();
    times.forEach(time -> resolution.in(time).forEach(window -> starts.add(window.from())));
    starts.forEach(start -> work.accept(resolution.around(start)));
  }

  private void completeHour(TimeWindow hour) {
    if (!isStored(Resolution.HOUR, hour) && ledger.isComplete(hour)) {
      updateHour(hour);
    }
  }

  private void recomputeHour(TimeWindow hour) {
    if (!isUnaffected(Resolution.HOUR, hour)) {
      updateHour(hour);
    }
  }

  private void updateHour(TimeWindow hour) {
    update(Resolution.HOUR, sum(hour).activity());
  }

  private void completeDay(TimeWindow day) {
    boolean known =
        isStored(Resolution.DAY, day)
            && ledger.history().hasAddresses(History.date(day.from()))
            && (ledger.history().mayHaveCalls(day.from()) || !tracking.canCount(day));
    if (!known && !changedDays.contains(day.from()) && ledger.isComplete(day)) {
      updateDay(day);
    }
  }

  /** Recomputes a day whose senders may have changed even if its counts have not. */
  private void recomputeDay(TimeWindow day) {
    if (!isUnaffected(Resolution.DAY, day)) {
      alteredDays.add(day.from());
      updateDay(day);
    }
  }

  /**
   * Returns whether the records of a period are partly deleted, so that it cannot be counted again,
   * and those that are left have the same activity as before.
   */
  private boolean isUnaffected(Resolution resolution, TimeWindow window) {
    WindowSum now = ledger.sum(window);
    WindowSum then = before.sum(window);
    return countedMore(resolution, now.activity()).isPresent()
        && now.isAvailable()
        && then.isAvailable()
        && then.sum().equals(now.sum())
        && (resolution != Resolution.DAY || !tracking.differs(before, window));
  }

  /**
   * Returns the stored counts of a period if records of it were deleted before the change, or
   * cannot be read.
   */
  private Optional<PeriodActivity> countedMore(Resolution resolution, WindowActivity now) {
    TimeWindow window = (TimeWindow) now.window();
    return ledger
        .history()
        .period(resolution, window.from())
        .filter(stored -> stored.coversMoreThan(now))
        .filter(
            stored ->
                now.availableFrom().isPresent()
                    || before.blocksIn(window) < stored.activity().counts().blocks());
  }

  private void updateDay(TimeWindow day) {
    WindowSum sum = sum(day);
    LocalDate date = History.date(day.from());
    if (update(Resolution.DAY, sum.activity())) {
      alteredDays.add(day.from());
      correctedDays.add(day.from());
    }
    if (sum.activity().complete()) {
      addresses.add(addresses(date, sum));
    } else if (ledger.history().hasAddresses(date)) {
      deletedAddresses.add(date);
    }
    changedDays.add(day.from());
  }

  private DayAddresses addresses(LocalDate date, WindowSum day) {
    SortedAddresses sorted = SortedAddresses.of(day.addresses(), day.sum().addresses().toArray());
    return DayAddresses.of(date, day.sum(), sorted, tracking.callsOf(day, sorted));
  }

  private WindowSum sum(TimeWindow window) {
    return ledger.sum(window, stored);
  }

  private boolean isStored(Resolution resolution, TimeWindow window) {
    return ledger.history().whole(resolution, window.from()).isPresent();
  }

  /**
   * Stores the counts of a period if it is complete, or if earlier counts are stored.
   *
   * @return whether the stored counts change
   */
  private boolean update(Resolution resolution, WindowActivity now) {
    Optional<PeriodActivity> stored =
        ledger.history().period(resolution, ((TimeWindow) now.window()).from());
    boolean same = stored.filter(period -> period.hasCounts(now)).isPresent();
    boolean changes = !same && (stored.isPresent() || now.complete());
    if (changes) {
      periods.add(
          countedMore(resolution, now)
              .map(PeriodActivity::outdated)
              .orElseGet(
                  () -> stored.orElse(PeriodActivity.notStored(resolution, now)).corrected(now)));
    }
    return changes;
  }

  private void storePart(Resolution resolution, TimeWindow window) {
    Optional<PeriodActivity> stored = ledger.history().period(resolution, window.from());
    if (!isStored(resolution, window)) {
      WindowActivity part = sum(window).activity();
      long storedBlocks = stored.map(period -> period.activity().counts().blocks()).orElse(0L);
      if (part.counts().blocks() > storedBlocks) {
        periods.add(
            stored
                .map(period -> period.with(part))
                .orElse(PeriodActivity.notStored(resolution, part)));
      }
    }
  }

  private PeriodChanges changes() {
    return new PeriodChanges(periods, addresses, deletedAddresses);
  }
}
