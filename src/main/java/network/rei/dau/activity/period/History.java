package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import network.rei.dau.activity.ledger.AddressIndex;
import network.rei.dau.activity.ledger.LedgerRecord;
import org.roaringbitmap.RoaringBitmap;

/**
 * What is kept of hours, days, weeks and months after their records are gone: numbers for ever, and
 * the addresses of some days. Immutable.
 */
public final class History {

  private static final long LONGEST_START = 45 * DayLookup.SECONDS_A_DAY;

  public static final History EMPTY = new History(new EnumMap<>(Resolution.class), new TreeMap<>());

  private final Map<Resolution, NavigableMap<Long, PeriodActivity>> periods;
  private final NavigableMap<Long, DaySets> sets;

  private History(
      Map<Resolution, NavigableMap<Long, PeriodActivity>> periods,
      NavigableMap<Long, DaySets> sets) {
    this.periods = periods;
    this.sets = sets;
  }

  /** This history after a change; the addresses of days get numbers of {@code index}. */
  public History with(PeriodChanges changes, AddressIndex index) {
    Map<Resolution, NavigableMap<Long, PeriodActivity>> changed = new EnumMap<>(Resolution.class);
    changed.putAll(periods);
    for (Resolution resolution : Resolution.values()) {
      List<PeriodActivity> anew =
          changes.periods().stream().filter(p -> p.resolution() == resolution).toList();
      if (!anew.isEmpty()) {
        NavigableMap<Long, PeriodActivity> copy = new TreeMap<>(map(resolution));
        anew.forEach(period -> copy.put(period.start(), period));
        changed.put(resolution, copy);
      }
    }
    NavigableMap<Long, DaySets> changedSets = new TreeMap<>(sets);
    changes.addresses().forEach(day -> changedSets.put(start(day.date()), DaySets.of(day, index)));
    changes.forgotten().forEach(date -> changedSets.remove(start(date)));
    return new History(changed, changedSets);
  }

  /** This history under another index. */
  public History renumbered(int[] numbers) {
    NavigableMap<Long, DaySets> renumbered = new TreeMap<>();
    sets.forEach((day, set) -> renumbered.put(day, set.renumbered(numbers)));
    return new History(periods, renumbered);
  }

  /** The numbers of all addresses that days hold. */
  public RoaringBitmap addresses() {
    return RoaringBitmap.or(sets.values().stream().map(DaySets::addresses).iterator());
  }

  /** What is kept of the period that begins then, whole or not. */
  public Optional<PeriodActivity> period(Resolution resolution, long start) {
    return Optional.ofNullable(map(resolution).get(start));
  }

  /** What is kept of the period that begins then, if it is whole. */
  Optional<PeriodActivity> whole(Resolution resolution, long start) {
    return period(resolution, start).filter(period -> period.activity().complete());
  }

  Optional<DaySets> sets(long dayStart) {
    return Optional.ofNullable(sets.get(dayStart));
  }

  /** All that is kept at a resolution, oldest first. */
  public Collection<PeriodActivity> periods(Resolution resolution) {
    return map(resolution).values();
  }

  /** The numbers of a day, if all of it is known. */
  public Optional<PeriodActivity> wholeDay(LocalDate date) {
    return whole(Resolution.DAY, start(date));
  }

  /** Whether the addresses of a day are kept. */
  public boolean hasAddresses(LocalDate date) {
    return sets.containsKey(start(date));
  }

  /** The days whose addresses are kept, oldest first. */
  public List<LocalDate> daysWithAddresses() {
    return sets.keySet().stream().map(History::date).toList();
  }

  /**
   * The day of the chain's first block, if that is known from whole days; where the genesis is long
   * before its child, as it often is, the day of the child.
   */
  public Optional<LocalDate> firstDayOfChain() {
    return map(Resolution.DAY).values().stream()
        .limit(2)
        .filter(day -> day.activity().complete())
        .filter(day -> day.activity().span().filter(s -> s.blocks().first() <= 1).isPresent())
        .map(PeriodActivity::start)
        .reduce((genesis, child) -> isLongBefore(genesis, child) ? child : genesis)
        .map(History::date);
  }

  /**
   * Whether a genesis block was made up before its chain began, so that nothing is told of the time
   * up to its child.
   */
  public static boolean isLongBefore(long genesis, long child) {
    return child - genesis > LONGEST_START;
  }

  /**
   * Whether a day from {@code firstDay} on, of which not all is known, cannot do without a record.
   *
   * @param next the record of the chunk after it, if that is there
   */
  public boolean needs(LedgerRecord record, Optional<LedgerRecord> next, LocalDate firstDay) {
    List<LocalDate> days = record.days();
    LocalDate first = days.get(0);
    boolean beginsDayAfter =
        next.map(after -> after.days().get(0))
            .filter(day -> day.isAfter(days.get(days.size() - 1)) && lacks(day, firstDay))
            .isPresent();
    boolean endsDayBefore =
        period(Resolution.DAY, start(first))
            .flatMap(day -> day.activity().span())
            .filter(span -> span.blocks().first() == record.firstBlock())
            .isPresent();
    return days.stream().anyMatch(date -> lacks(date, firstDay))
        || beginsDayAfter
        || (endsDayBefore && lacks(dayBefore(first, firstDay), firstDay));
  }

  /** The day before, empty ones passed over. */
  private LocalDate dayBefore(LocalDate day, LocalDate firstDay) {
    LocalDate before = day.minusDays(1);
    while (!before.isBefore(firstDay)
        && wholeDay(before).filter(d -> d.activity().counts().blocks() == 0).isPresent()) {
      before = before.minusDays(1);
    }
    return before;
  }

  private boolean lacks(LocalDate date, LocalDate firstDay) {
    return !date.isBefore(firstDay) && wholeDay(date).isEmpty();
  }

  static long start(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  public static LocalDate date(long start) {
    return LocalDate.ofEpochDay(Math.floorDiv(start, 86_400));
  }

  private NavigableMap<Long, PeriodActivity> map(Resolution resolution) {
    return periods.getOrDefault(resolution, new TreeMap<>());
  }
}
