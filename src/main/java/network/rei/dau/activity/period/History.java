package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.contract.DayCallSets;
import network.rei.dau.activity.ledger.LedgerRecord;
import org.roaringbitmap.RoaringBitmap;

/**
 * The stored statistics of hours, days, weeks and months, which stay after their records are
 * deleted: the counts of all periods, and the addresses of some days. Immutable.
 */
public final class History {

  private static final long MAX_GENESIS_AGE = 45 * DayLookup.SECONDS_A_DAY;

  public static final History EMPTY =
      new History(
          new EnumMap<>(Resolution.class), new TreeMap<>(), new TreeSet<>(), Long.MIN_VALUE);

  private final Map<Resolution, NavigableMap<Long, PeriodActivity>> periods;
  private final NavigableMap<Long, DaySets> sets;

  /** The days whose addresses are in the store only. */
  private final NavigableSet<Long> notInMemory;

  /** The addresses of earlier days are not kept in memory. */
  private final long firstInMemory;

  private History(
      Map<Resolution, NavigableMap<Long, PeriodActivity>> periods,
      NavigableMap<Long, DaySets> sets,
      NavigableSet<Long> notInMemory,
      long firstInMemory) {
    this.periods = periods;
    this.sets = sets;
    this.notInMemory = notInMemory;
    this.firstInMemory = firstInMemory;
  }

  /** Returns this history after a change; the addresses of days are added to {@code index}. */
  public History with(PeriodChanges changes, AddressIndex index) {
    Map<Resolution, NavigableMap<Long, PeriodActivity>> changed = new EnumMap<>(Resolution.class);
    changed.putAll(periods);
    for (Resolution resolution : Resolution.values()) {
      List<PeriodActivity> replacements =
          changes.periods().stream().filter(p -> p.resolution() == resolution).toList();
      if (!replacements.isEmpty()) {
        NavigableMap<Long, PeriodActivity> copy = new TreeMap<>(map(resolution));
        replacements.forEach(period -> copy.put(period.start(), period));
        changed.put(resolution, copy);
      }
    }
    NavigableMap<Long, DaySets> changedSets = new TreeMap<>(sets);
    NavigableSet<Long> changedOthers = new TreeSet<>(notInMemory);
    for (DayAddresses day : changes.addresses()) {
      if (start(day.date()) < firstInMemory) {
        changedOthers.add(start(day.date()));
      } else {
        changedSets.put(start(day.date()), DaySets.of(day, index));
      }
    }
    for (LocalDate date : changes.deletedAddresses()) {
      changedSets.remove(start(date));
      changedOthers.remove(start(date));
    }
    return new History(changed, changedSets, changedOthers, firstInMemory);
  }

  /** Returns this history without the addresses of earlier days in memory. */
  public History inMemoryFrom(long dayStart) {
    NavigableSet<Long> others = new TreeSet<>(notInMemory);
    others.addAll(sets.headMap(dayStart).keySet());
    return new History(periods, new TreeMap<>(sets.tailMap(dayStart)), others, dayStart);
  }

  /** Returns the first second of the days whose addresses are in memory, oldest first. */
  public NavigableSet<Long> daysInMemory() {
    return Collections.unmodifiableNavigableSet(sets.navigableKeySet());
  }

  /**
   * Returns the calls of the tracked contracts on a day; empty if they are unknown or not in
   * memory.
   */
  public Optional<DayCallSets> callsOf(long dayStart) {
    return sets(dayStart).flatMap(DaySets::calls);
  }

  /** Returns the new senders of a day; empty if they are not in memory. */
  public Optional<RoaringBitmap> newSendersOf(long dayStart) {
    return sets(dayStart).map(DaySets::newSenders);
  }

  /**
   * Returns whether the calls of a day are stored, or may be stored with addresses that are not in
   * memory.
   */
  boolean mayHaveCalls(long dayStart) {
    return callsOf(dayStart).isPresent() || notInMemory.contains(dayStart);
  }

  /** Returns whether the addresses of a day are stored, but not in memory. */
  boolean isInStoreOnly(long dayStart) {
    return notInMemory.contains(dayStart);
  }

  /** Returns the memory of the addresses of days in bytes, without that of the address index. */
  public long bytes() {
    return sets.values().stream().mapToLong(DaySets::bytes).sum();
  }

  /** Returns the memory of the addresses of a day in bytes; 0 if they are not in memory. */
  public long bytesOf(long dayStart) {
    return sets(dayStart).map(DaySets::bytes).orElse(0L);
  }

  /** Returns the numbers of the addresses of a day; empty if they are not in memory. */
  public RoaringBitmap addressesOf(long dayStart) {
    return sets(dayStart).map(DaySets::addresses).orElseGet(RoaringBitmap::new);
  }

  /** Returns how many addresses the days have whose addresses are stored, each day for itself. */
  public long addressCount(boolean inMemory) {
    return (inMemory ? sets.keySet() : notInMemory)
        .stream()
            .flatMap(day -> period(Resolution.DAY, day).stream())
            .mapToLong(day -> day.activity().counts().addresses())
            .sum();
  }

  /** Returns this history with the numbers of another index. */
  public History renumbered(int[] numbers) {
    NavigableMap<Long, DaySets> renumbered = new TreeMap<>();
    sets.forEach((day, set) -> renumbered.put(day, set.renumbered(numbers)));
    return new History(periods, renumbered, notInMemory, firstInMemory);
  }

  /** Returns the numbers of all addresses of days that are in memory. */
  public RoaringBitmap addresses() {
    return RoaringBitmap.or(sets.values().stream().map(DaySets::addresses).iterator());
  }

  /** Returns the stored statistics of the period that starts then, complete or not. */
  public Optional<PeriodActivity> period(Resolution resolution, long start) {
    return Optional.ofNullable(map(resolution).get(start));
  }

  /** Returns the stored statistics of the period that starts then, if it is complete. */
  Optional<PeriodActivity> whole(Resolution resolution, long start) {
    return period(resolution, start).filter(period -> period.activity().complete());
  }

  Optional<DaySets> sets(long dayStart) {
    return Optional.ofNullable(sets.get(dayStart));
  }

  /** Returns the stored statistics of a resolution, oldest first. */
  public Collection<PeriodActivity> periods(Resolution resolution) {
    return map(resolution).values();
  }

  /** Returns the stored statistics of a day, if it is complete. */
  public Optional<PeriodActivity> wholeDay(LocalDate date) {
    return whole(Resolution.DAY, start(date));
  }

  /** Returns whether the addresses of a day are stored. */
  public boolean hasAddresses(LocalDate date) {
    return sets.containsKey(start(date)) || notInMemory.contains(start(date));
  }

  /** Returns the days whose addresses are stored, oldest first. */
  public List<LocalDate> daysWithAddresses() {
    return Stream.concat(sets.keySet().stream(), notInMemory.stream())
        .sorted()
        .map(History::date)
        .toList();
  }

  /**
   * Returns the day of the chain's first block if complete days show it; if the genesis block has a
   * much earlier timestamp than its child, as it often has, the day of the child.
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

  /** Returns whether the first stored day is complete and contains block 0. */
  boolean startsWithGenesis() {
    return map(Resolution.DAY).values().stream()
        .limit(1)
        .filter(day -> day.activity().complete())
        .flatMap(day -> day.activity().span().stream())
        .anyMatch(span -> span.blocks().first() == 0);
  }

  /** Returns the start of the first stored day, complete or not, that does not start earlier. */
  OptionalLong nextDay(long start) {
    Long next = map(Resolution.DAY).ceilingKey(start);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /**
   * Returns whether the timestamp of a genesis block is so much earlier than that of its child that
   * it does not count as the start of the chain.
   */
  public static boolean isLongBefore(long genesis, long child) {
    return child - genesis > MAX_GENESIS_AGE;
  }

  /**
   * Returns whether the statistics of an incomplete day, from {@code firstDay} on, need a record.
   *
   * @param next the record of the next chunk, if it is stored
   */
  public boolean needs(LedgerRecord record, Optional<LedgerRecord> next, LocalDate firstDay) {
    List<LocalDate> days = record.days();
    LocalDate first = days.get(0);
    boolean startsNextDay =
        next.map(after -> after.days().get(0))
            .filter(day -> day.isAfter(days.get(days.size() - 1)) && isIncomplete(day, firstDay))
            .isPresent();
    boolean endsPreviousDay =
        period(Resolution.DAY, start(first))
            .flatMap(day -> day.activity().span())
            .filter(span -> span.blocks().first() == record.firstBlock())
            .isPresent();
    return days.stream().anyMatch(date -> isIncomplete(date, firstDay))
        || startsNextDay
        || (endsPreviousDay && isIncomplete(dayBefore(first, firstDay), firstDay));
  }

  /** Returns the last day before a day that has blocks. */
  private LocalDate dayBefore(LocalDate day, LocalDate firstDay) {
    LocalDate before = day.minusDays(1);
    while (!before.isBefore(firstDay)
        && wholeDay(before).filter(d -> d.activity().counts().blocks() == 0).isPresent()) {
      before = before.minusDays(1);
    }
    return before;
  }

  private boolean isIncomplete(LocalDate date, LocalDate firstDay) {
    return !date.isBefore(firstDay) && wholeDay(date).isEmpty();
  }

  /** Returns the first second of a day, since 1970. */
  public static long start(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  public static LocalDate date(long start) {
    return LocalDate.ofEpochDay(Math.floorDiv(start, 86_400));
  }

  private NavigableMap<Long, PeriodActivity> map(Resolution resolution) {
    return periods.getOrDefault(resolution, new TreeMap<>());
  }
}
