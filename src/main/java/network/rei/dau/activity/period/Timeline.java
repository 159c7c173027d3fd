package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * The activity of a ledger by hours, days, ISO weeks and months, from the stored statistics and
 * from the records. The statistics are those of UTC: days, weeks and months of another time zone
 * are counted from records and, before them, from stored hours, so that their distinct addresses
 * are then unknown, and the metrics that compare days always are. Not safe for use by several
 * threads.
 */
public final class Timeline {

  private final Ledger ledger;
  private final PeriodCalendar calendar;
  private final DayLookup days;
  private final EngagementQuery engagement;
  private final Map<TimeWindow, PeriodActivity> counted = new HashMap<>();
  private Optional<WindowLookup> windows = Optional.empty();

  /** Creates the timeline of UTC. */
  public Timeline(Ledger ledger) {
    this(ledger, PeriodCalendar.UTC);
  }

  public Timeline(Ledger ledger, PeriodCalendar calendar) {
    this.ledger = ledger;
    this.calendar = calendar;
    this.days = new DayLookup(ledger);
    this.engagement = new EngagementQuery(days, Set.of());
  }

  /** Returns one period of the calendar. */
  public PeriodActivity at(Resolution resolution, TimeWindow window) {
    if (!calendar.isUtc() && resolution != Resolution.HOUR) {
      return counted.computeIfAbsent(window, other -> ofHours(resolution, other));
    }
    Optional<PeriodActivity> whole = ledger.history().whole(resolution, window.from());
    if (whole.isPresent()) {
      return whole.get();
    }
    return switch (resolution) {
      case HOUR -> hour(window);
      case DAY -> day(window.from());
      case WEEK, MONTH -> withStoredRevision(resolution, weekOrMonth(window));
    };
  }

  /**
   * Returns the periods that have a second in common with {@code [from, to)}, oldest first and
   * without gaps, at most from the period of the first known block to that of the last one.
   *
   * @param from seconds since 1970; the first known block if empty
   * @param to seconds since 1970, not included; the last known block if empty
   * @param limit maximum number of periods; the newest are returned
   */
  public List<PeriodActivity> series(
      Resolution resolution, OptionalLong from, OptionalLong to, int limit) {
    return windows(resolution, from, to, limit).stream()
        .map(window -> at(resolution, window))
        .toList();
  }

  /** Returns the windows of {@link #series}, without counting. */
  public List<TimeWindow> windows(
      Resolution resolution, OptionalLong from, OptionalLong to, int limit) {
    List<TimeWindow> all =
        bounds(resolution, from, to).map(time -> calendar.in(resolution, time)).orElse(List.of());
    return all.subList(Math.max(0, all.size() - limit), all.size());
  }

  /** Returns the days with known counts up to that of the last processed block, oldest first. */
  public List<PeriodActivity> days() {
    return known(Resolution.DAY);
  }

  /** Returns the hours with known counts up to that of the last processed block, oldest first. */
  public List<PeriodActivity> hours() {
    return known(Resolution.HOUR);
  }

  private List<PeriodActivity> known(Resolution resolution) {
    return series(resolution, OptionalLong.empty(), OptionalLong.empty(), Integer.MAX_VALUE)
        .stream()
        .filter(period -> period.activity().isKnown())
        .toList();
  }

  /**
   * Returns the first day with a value of a metric, or the day that will be the first once enough
   * days are complete; empty if no day is known.
   *
   * @param known the {@link #days}
   */
  public Optional<LocalDate> availableFrom(Metric metric, List<PeriodActivity> known) {
    Optional<PeriodActivity> first =
        known.stream().filter(day -> metric.value(day).isPresent()).findFirst();
    if (first.isPresent() || known.isEmpty()) {
      return first.map(day -> calendar.date(day.start()));
    }
    int place = known.size() - 1;
    while (place > 0
        && known.get(place - 1).activity().complete()
        && known.get(place - 1).window().to() == known.get(place).start()) {
      place--;
    }
    LocalDate unbroken = calendar.date(known.get(place).start());
    boolean whole = known.get(place).activity().complete();
    return Optional.of(unbroken.plusDays((whole ? 0 : 1) + metric.daysBefore()));
  }

  /** Counts a week or a month by its days if none that was counted is lacking. */
  private WindowActivity weekOrMonth(TimeWindow window) {
    OfDays counted = ofDays(window);
    return counted.lacksAddresses() || counted.lacksRecords()
        ? windows().activity(window)
        : counted.activity();
  }

  private WindowLookup windows() {
    if (windows.isEmpty()) {
      windows = Optional.of(new WindowLookup(ledger, days));
    }
    return windows.get();
  }

  /** Counts a period that is not one of UTC. */
  private PeriodActivity ofHours(Resolution resolution, TimeWindow window) {
    WindowActivity counted = windows().activity(window);
    WindowActivity activity =
        counted.isKnown() || lacksCountedBlocks(window) ? counted : ledger.during(window);
    return new PeriodActivity(
        resolution, activity, activity.complete() ? revision(window) : 0, Engagement.NONE);
  }

  /** Returns whether blocks of a window were counted that are not stored any more. */
  private boolean lacksCountedBlocks(TimeWindow window) {
    return storedHours(window)
        .anyMatch(hour -> hour.activity().counts().blocks() > ledger.blocksIn(hour.window()));
  }

  /** Returns 1 and one more for each correction of an hour of a complete period. */
  private int revision(TimeWindow window) {
    return 1 + storedHours(window).mapToInt(hour -> Math.max(0, hour.revision() - 1)).sum();
  }

  private Stream<PeriodActivity> storedHours(TimeWindow window) {
    return Resolution.HOUR.in(window).stream()
        .flatMap(hour -> ledger.history().period(Resolution.HOUR, hour.from()).stream());
  }

  /**
   * The activity of several days.
   *
   * @param lacksAddresses whether the addresses of a complete day are not stored any more, or not
   *     in memory, so that the day is not counted
   * @param lacksRecords whether more blocks of an incomplete day were counted than are stored now,
   *     or in memory, so that the day is not counted
   */
  record OfDays(WindowActivity activity, boolean lacksAddresses, boolean lacksRecords) {}

  /** Counts a week or a month by its days. */
  OfDays ofDays(TimeWindow window) {
    List<ActivitySum> sums = new ArrayList<>();
    List<WindowActivity> counted = new ArrayList<>();
    boolean whole = true;
    boolean lacksAddresses = false;
    boolean lacksRecords = false;
    boolean inStoreOnly = false;
    for (TimeWindow of : Resolution.DAY.in(window)) {
      DayLookup.Day day = days.day(of.from());
      whole &= day.isWhole();
      if (day.sum().isPresent()) {
        sums.add(day.sum().get());
        counted.add(day.period().activity());
      } else {
        lacksAddresses |= day.isWhole();
        lacksRecords |= !day.isWhole() && day.period().activity().isKnown();
        inStoreOnly |= day.isInStoreOnly();
      }
    }
    if (inStoreOnly) {
      return new OfDays(notInMemory(window), true, true);
    }
    boolean complete = whole && !lacksAddresses;
    return new OfDays(
        new WindowActivity(
            window,
            ActivitySum.of(sums).counts(),
            WindowActivity.Span.over(counted),
            counted.stream().mapToInt(WindowActivity::records).sum(),
            complete ? OptionalLong.of(0) : OptionalLong.empty(),
            complete),
        lacksAddresses,
        lacksRecords);
  }

  private WindowActivity notInMemory(TimeWindow window) {
    OptionalLong from = ledger.availableFrom();
    return new WindowActivity(
        window,
        ActivityCounts.NONE,
        Optional.empty(),
        0,
        OptionalLong.empty(),
        false,
        from.isPresent() ? from : OptionalLong.of(window.to()),
        false);
  }

  private PeriodActivity hour(TimeWindow window) {
    return withStoredRevision(Resolution.HOUR, ledger.during(window));
  }

  private PeriodActivity day(long start) {
    PeriodActivity day = days.day(start).period();
    return day.with(engagement.of(start, day.engagement()));
  }

  /** Returns the counts of the records, or the stored counts if these cover more. */
  private PeriodActivity withStoredRevision(Resolution resolution, WindowActivity activity) {
    return ledger
        .history()
        .period(resolution, ((TimeWindow) activity.window()).from())
        .map(stored -> stored.coversMoreThan(activity) ? stored : stored.with(activity))
        .orElse(PeriodActivity.notStored(resolution, activity));
  }

  /**
   * Returns {@code [from, to)} without the time before the first known block and after the last
   * one; empty if nothing is left.
   */
  private Optional<TimeWindow> bounds(Resolution resolution, OptionalLong from, OptionalLong to) {
    if (ledger.isEmpty()) {
      return Optional.empty();
    }
    Resolution smallest =
        resolution == Resolution.HOUR || !calendar.isUtc() ? Resolution.HOUR : Resolution.DAY;
    long chain = ledger.firstDayOfChain().map(History::start).orElse(Long.MIN_VALUE);
    long stored = ledger.startTime().orElseThrow();
    long first =
        ledger.history().periods(smallest).stream()
            .map(PeriodActivity::start)
            .filter(start -> start >= chain)
            .findFirst()
            .filter(start -> start < stored)
            .orElse(stored);
    long afterLast = ledger.last().orElseThrow().lastTimestamp() + 1;
    long start = Math.max(from.orElse(first), first);
    long end = Math.min(to.orElse(afterLast), afterLast);
    return start < end ? Optional.of(new TimeWindow(start, end)) : Optional.empty();
  }
}
