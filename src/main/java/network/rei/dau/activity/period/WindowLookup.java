package network.rei.dau.activity.period;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.WindowSum;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.TrafficCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * Answers windows from the records and, for times before them, from the stored statistics of whole
 * days and hours. A window that begins before the records is either answered as a whole or not at
 * all. Not safe for use by several threads.
 */
public final class WindowLookup {

  private static final long DAY = DayLookup.SECONDS_A_DAY;

  private final Ledger ledger;
  private final DayLookup days;

  /** The lowest of the records in memory that can be counted without deleted ones in between. */
  private final Optional<LedgerRecord> lowest;

  private final OptionalLong recordedFrom;

  public WindowLookup(Ledger ledger) {
    this(ledger, new DayLookup(ledger));
  }

  WindowLookup(Ledger ledger, DayLookup days) {
    this.ledger = ledger;
    this.days = days;
    this.lowest = lowestCountable(ledger);
    this.recordedFrom = recordedFrom(ledger, lowest);
  }

  /**
   * Returns the first time from which on windows are counted from the records, seconds since 1970:
   * records of earlier blocks are deleted, not fetched, or not in memory. Empty if the records
   * begin with block 0, and without records.
   */
  public OptionalLong recordedFrom() {
    return recordedFrom;
  }

  /**
   * Returns the activity of a window, counted from the records. If the window begins before {@link
   * #recordedFrom}, its counts are unknown unless the records contain all of its blocks.
   */
  public WindowActivity recorded(Window window) {
    WindowActivity counted =
        window instanceof TimeWindow time
            ? ledger.during(time)
            : ledger.between((BlockRange) window);
    return counted.complete() || !beginsBeforeRecords(window)
        ? counted
        : counted.unavailable(recordedFrom);
  }

  /**
   * Returns the activity of a window as {@link #recorded}, or from stored whole days and hours if
   * the part of the window before the records consists of them. Its distinct addresses are known
   * only if it is one stored period, or if the addresses of all its days are in memory.
   */
  public WindowActivity activity(Window window) {
    WindowActivity recorded = recorded(window);
    return window instanceof TimeWindow time && recorded.availableFrom().isPresent()
        ? wholePeriod(time).or(() -> ofParts(time)).orElse(recorded)
        : recorded;
  }

  private static Optional<LedgerRecord> lowestCountable(Ledger ledger) {
    List<LedgerRecord> records = ledger.records();
    int place = records.size();
    while (place > 0
        && records.get(place - 1).isInMemory()
        && (place == records.size()
            || !isCountedBetween(ledger, records.get(place - 1), records.get(place)))) {
      place--;
    }
    return place < records.size() ? Optional.of(records.get(place)) : Optional.empty();
  }

  /** Returns whether blocks between two neighbouring records were counted and then deleted. */
  private static boolean isCountedBetween(Ledger ledger, LedgerRecord previous, LedgerRecord next) {
    if (previous.lastBlock() + 1 == next.firstBlock()) {
      return false;
    }
    return Resolution.DAY
        .in(new TimeWindow(previous.lastTimestamp(), next.firstTimestamp() + 1))
        .stream()
        .flatMap(day -> ledger.history().period(Resolution.DAY, day.from()).stream())
        .anyMatch(day -> day.activity().counts().blocks() > ledger.blocksIn(day.window()));
  }

  private static OptionalLong recordedFrom(Ledger ledger, Optional<LedgerRecord> lowest) {
    if (lowest.isEmpty() || lowest.get().firstBlock() == 0) {
      return ledger.availableFrom();
    }
    long afterFirst = lowest.get().firstTimestamp() + 1; // its parent may have the same timestamp
    return ledger
        .record(lowest.get().index() - 1)
        .filter(parent -> parent.lastBlock() + 1 == lowest.get().firstBlock())
        .map(parent -> OptionalLong.of(parent.lastTimestamp() + 1))
        .orElse(OptionalLong.of(afterFirst));
  }

  private boolean beginsBeforeRecords(Window window) {
    if (recordedFrom.isEmpty()) {
      return false;
    }
    return window instanceof TimeWindow time
        ? time.from() < recordedFrom.getAsLong()
        : lowest.map(record -> ((BlockRange) window).first() < record.firstBlock()).orElse(true);
  }

  private Optional<WindowActivity> wholePeriod(TimeWindow window) {
    return Arrays.stream(Resolution.values())
        .flatMap(resolution -> ledger.history().whole(resolution, window.from()).stream())
        .filter(period -> period.window().equals(window))
        .map(PeriodActivity::activity)
        .findFirst();
  }

  /**
   * A part of a window.
   *
   * @param sum its sets of addresses; empty if they are unknown
   */
  private record Part(TimeWindow window, WindowActivity activity, Optional<ActivitySum> sum) {

    static Part of(WindowSum sum) {
      return new Part((TimeWindow) sum.activity().window(), sum.activity(), Optional.of(sum.sum()));
    }

    long count(ToLongFunction<ActivityCounts> which) {
      return which.applyAsLong(activity.counts());
    }
  }

  private Optional<WindowActivity> ofParts(TimeWindow window) {
    List<Part> parts = new ArrayList<>();
    long start = window.from();
    while (start < window.to()) {
      Optional<Part> part = part(start, window.to());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
      start = part.get().window().to();
    }
    return Optional.of(combined(window, parts));
  }

  /** Returns the longest part from {@code start} on that is known; empty if none is. */
  private Optional<Part> part(long start, long end) {
    return start >= recordedFrom.orElseThrow()
        ? Optional.of(Part.of(ledger.sum(new TimeWindow(start, end))))
        : stored(Resolution.DAY, start, end)
            .or(() -> stored(Resolution.HOUR, start, end))
            .or(() -> beforeChain(start, end))
            .or(() -> partOfHour(start, end));
  }

  private Optional<Part> stored(Resolution resolution, long start, long end) {
    return ledger
        .history()
        .whole(resolution, start)
        .filter(period -> period.window().to() <= end)
        .map(
            period ->
                new Part(
                    period.window(),
                    period.activity(),
                    resolution == Resolution.DAY
                        ? days.day(start).sum()
                        : Optional.<ActivitySum>empty()));
  }

  /** Returns a part before the first block of the chain, or between block 0 and a later block 1. */
  private Optional<Part> beforeChain(long start, long end) {
    if (!startsWithGenesis() && !ledger.history().startsWithGenesis()) {
      return Optional.empty();
    }
    long chain = ledger.firstDayOfChain().map(History::start).orElse(Long.MIN_VALUE);
    long storedDay =
        ledger.history().nextDay(Math.floorDiv(start, DAY) * DAY).orElse(Long.MAX_VALUE);
    long next = Math.min(end, Math.min(chain, storedDay));
    return start < next && ledger.blocksIn(new TimeWindow(start, next)) == 0
        ? Optional.of(empty(new TimeWindow(start, next)))
        : Optional.empty();
  }

  private static Part empty(TimeWindow window) {
    return new Part(window, DayLookup.noBlocks(window), Optional.of(ActivitySum.of(List.of())));
  }

  private boolean startsWithGenesis() {
    return ledger.first().filter(record -> record.firstBlock() == 0).isPresent();
  }

  private Optional<Part> partOfHour(long start, long end) {
    long nextHour = Resolution.HOUR.around(start).to();
    WindowSum sum = ledger.sum(new TimeWindow(start, Math.min(end, nextHour)));
    return sum.activity().complete() ? Optional.of(Part.of(sum)) : Optional.empty();
  }

  private WindowActivity combined(TimeWindow window, List<Part> parts) {
    List<WindowActivity> activities = parts.stream().map(Part::activity).toList();
    Optional<ActivityCounts> distinct = distinct(parts);
    ActivityCounts known = distinct.orElse(ActivityCounts.NONE);
    return new WindowActivity(
        window,
        new ActivityCounts(
            added(parts, ActivityCounts::blocks),
            added(parts, ActivityCounts::transactions),
            known.addresses(),
            known.senders(),
            known.recipients(),
            known.newSenders(),
            added(parts, ActivityCounts::contractCreations),
            TrafficCounts.of(
                parts.stream().map(part -> part.activity().counts().traffic()).toList())),
        WindowActivity.Span.over(activities),
        activities.stream().mapToInt(WindowActivity::records).sum(),
        activities.get(activities.size() - 1).missingBlocks(),
        activities.stream().allMatch(WindowActivity::complete),
        distinct.isPresent() ? OptionalLong.empty() : recordedFrom,
        distinct.isPresent());
  }

  /** Returns the counts of distinct addresses of all parts; empty if they are unknown. */
  private static Optional<ActivityCounts> distinct(List<Part> parts) {
    List<Part> active =
        parts.stream().filter(part -> part.count(ActivityCounts::transactions) > 0).toList();
    if (active.size() == 1) {
      return Optional.of(active.get(0).activity().counts());
    }
    List<ActivitySum> sums = active.stream().flatMap(part -> part.sum().stream()).toList();
    return sums.size() == active.size()
        ? Optional.of(ActivitySum.of(sums).counts())
        : Optional.empty();
  }

  private static long added(List<Part> parts, ToLongFunction<ActivityCounts> which) {
    return parts.stream().mapToLong(part -> part.count(which)).sum();
  }
}
