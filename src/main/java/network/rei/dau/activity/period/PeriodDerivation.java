package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.activity.ledger.WindowSum;

/**
 * Finds what a change of records changes in what is kept of hours, days, weeks and months: a period
 * is kept once it is whole, and told anew when blocks of it left the chain.
 */
public final class PeriodDerivation {

  /**
   * Of a chain that stood still for longer, which is as long as a history may be, the empty periods
   * in between are not kept.
   */
  private static final long LONGEST_PAUSE = 3660 * DayLookup.SECONDS_A_DAY;

  private final Ledger ledger;
  private final List<PeriodActivity> periods = new ArrayList<>();
  private final List<DayAddresses> addresses = new ArrayList<>();
  private final List<LocalDate> forgotten = new ArrayList<>();
  private final TreeSet<Long> changedDays = new TreeSet<>();
  private final TreeSet<Long> alteredDays = new TreeSet<>();
  private final TreeSet<Long> correctedDays = new TreeSet<>();

  private PeriodDerivation(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Returns what a change of records changes in the stored periods.
   *
   * @param ledger with the records as they are now, but what is kept of periods as it was
   * @param grown times of which more may be known
   * @param lost times of which blocks were removed or replaced
   */
  public static PeriodChanges of(
      Ledger ledger, Collection<TimeWindow> grown, Collection<TimeWindow> lost) {
    PeriodDerivation derivation = new PeriodDerivation(ledger);
    each(Resolution.HOUR, lost, derivation::tellHour);
    each(Resolution.HOUR, grown, derivation::keepHour);
    each(Resolution.DAY, lost, derivation::tellLostDay);
    each(Resolution.DAY, grown, derivation::keepDay);
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
   * What is known of periods that are not whole, before the records that tell it are deleted.
   *
   * @param deleted their times
   */
  public static PeriodChanges ofParts(Ledger ledger, Collection<TimeWindow> deleted) {
    PeriodDerivation derivation = new PeriodDerivation(ledger);
    each(Resolution.HOUR, deleted, hour -> derivation.keepPart(Resolution.HOUR, hour));
    each(Resolution.DAY, deleted, day -> derivation.keepPart(Resolution.DAY, day));
    return derivation.changes();
  }

  /**
   * The times of which a record tells something: its own, and those up to its neighbours' blocks,
   * since these show that nothing is between.
   */
  public static List<TimeWindow> toldBy(Ledger ledger, LedgerRecord record) {
    List<TimeWindow> told = new ArrayList<>();
    long from =
        ledger
            .record(record.index() - 1)
            .map(LedgerRecord::lastTimestamp)
            .orElse(record.firstTimestamp());
    long last = from;
    for (int place = 0; place <= record.blockCount(); place++) {
      long next = place < record.blockCount() ? record.timestamp(place) : timeAfter(ledger, record);
      boolean afterGenesis = record.firstBlock() + place == 1;
      if (next - last > LONGEST_PAUSE || (afterGenesis && History.isLongBefore(last, next))) {
        told.add(new TimeWindow(from, last + 1));
        from = next;
      }
      last = next;
    }
    told.add(new TimeWindow(from, last + 1));
    return told;
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

  private void keepHour(TimeWindow hour) {
    if (!isKept(Resolution.HOUR, hour) && ledger.isComplete(hour)) {
      tellHour(hour);
    }
  }

  private void tellHour(TimeWindow hour) {
    tell(Resolution.HOUR, ledger.during(hour));
  }

  private void keepDay(TimeWindow day) {
    boolean told = isKept(Resolution.DAY, day) && ledger.history().sets(day.from()).isPresent();
    if (!told && !changedDays.contains(day.from()) && ledger.isComplete(day)) {
      tellDay(day);
    }
  }

  /** Its senders may be others, also where its numbers are the same. */
  private void tellLostDay(TimeWindow day) {
    alteredDays.add(day.from());
    tellDay(day);
  }

  private void tellDay(TimeWindow day) {
    WindowSum sum = ledger.sum(day);
    LocalDate date = History.date(day.from());
    if (tell(Resolution.DAY, sum.activity())) {
      alteredDays.add(day.from());
      correctedDays.add(day.from());
    }
    if (sum.activity().complete()) {
      addresses.add(ledger.addressesOf(date, sum.sum()));
    } else if (ledger.history().sets(day.from()).isPresent()) {
      forgotten.add(date);
    }
    changedDays.add(day.from());
  }

  private boolean isKept(Resolution resolution, TimeWindow window) {
    return ledger.history().whole(resolution, window.from()).isPresent();
  }

  /**
   * Keeps what is known now if it is whole, or if more was known before.
   *
   * @return whether that changes something
   */
  private boolean tell(Resolution resolution, WindowActivity now) {
    Optional<PeriodActivity> kept =
        ledger.history().period(resolution, ((TimeWindow) now.window()).from());
    boolean same = kept.filter(period -> period.says(now)).isPresent();
    boolean changes = !same && (kept.isPresent() || now.complete());
    if (changes) {
      periods.add(kept.orElse(PeriodActivity.unkept(resolution, now)).corrected(now));
    }
    return changes;
  }

  private void keepPart(Resolution resolution, TimeWindow window) {
    Optional<PeriodActivity> kept = ledger.history().period(resolution, window.from());
    if (!isKept(resolution, window)) {
      WindowActivity part = ledger.during(window);
      long held = kept.map(period -> period.activity().counts().blocks()).orElse(0L);
      if (part.counts().blocks() > held) {
        periods.add(
            kept.map(period -> period.with(part)).orElse(PeriodActivity.unkept(resolution, part)));
      }
    }
  }

  private PeriodChanges changes() {
    return new PeriodChanges(periods, addresses, forgotten);
  }
}
