package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowActivity;

/**
 * A ledger's activity by hours, UTC days, ISO weeks and months: what is kept of whole ones, and
 * what is known so far of all others. For one thread.
 */
public final class Timeline {

  private final Ledger ledger;
  private final DayLookup days;
  private final EngagementQuery engagement;

  public Timeline(Ledger ledger) {
    this.ledger = ledger;
    this.days = new DayLookup(ledger);
    this.engagement = new EngagementQuery(days, Set.of());
  }

  /** One period. */
  public PeriodActivity at(Resolution resolution, TimeWindow window) {
    Optional<PeriodActivity> whole = ledger.history().whole(resolution, window.from());
    if (whole.isPresent()) {
      return whole.get();
    }
    return switch (resolution) {
      case HOUR -> hour(window);
      case DAY -> day(window.from());
      case WEEK, MONTH -> unlessKept(resolution, ofDays(window).activity());
    };
  }

  /**
   * The periods that have a second in common with {@code [from, to)}, oldest first: from the one of
   * the first known block at the earliest to the one of the last at the latest, without a gap
   * between.
   *
   * @param from seconds since 1970; from the first known block if it is empty
   * @param to seconds since 1970, not included; to the last known block if it is empty
   * @param most periods at most: the newest of them
   */
  public List<PeriodActivity> series(
      Resolution resolution, OptionalLong from, OptionalLong to, int most) {
    return bounds(resolution, from, to)
        .map(
            bounds -> {
              List<TimeWindow> windows = resolution.in(bounds);
              return windows.subList(Math.max(0, windows.size() - most), windows.size()).stream()
                  .map(window -> at(resolution, window))
                  .toList();
            })
        .orElse(List.of());
  }

  /** The days of the last processed block and before, of which anything is known; oldest first. */
  public List<PeriodActivity> days() {
    return series(Resolution.DAY, OptionalLong.empty(), OptionalLong.empty(), Integer.MAX_VALUE)
        .stream()
        .filter(day -> day.activity().isKnown())
        .toList();
  }

  /**
   * The first day of which a metric is known, or will be once the days that are known go on long
   * enough; empty where no day is.
   */
  public Optional<LocalDate> availableFrom(Metric metric) {
    List<PeriodActivity> known = days();
    Optional<PeriodActivity> first =
        known.stream().filter(day -> metric.value(day).isPresent()).findFirst();
    if (first.isPresent() || known.isEmpty()) {
      return first.map(day -> History.date(day.start()));
    }
    int place = known.size() - 1;
    while (place > 0
        && known.get(place - 1).activity().complete()
        && known.get(place - 1).window().to() == known.get(place).start()) {
      place--;
    }
    LocalDate unbroken = History.date(known.get(place).start());
    boolean whole = known.get(place).activity().complete();
    return Optional.of(unbroken.plusDays((whole ? 0 : 1) + metric.daysBefore()));
  }

  /**
   * What is known of some days.
   *
   * @param lacksAddresses whether of a whole one the addresses are not kept any more, so that it is
   *     not counted
   */
  record OfDays(WindowActivity activity, boolean lacksAddresses) {}

  /** A week or a month, counted by its days. */
  OfDays ofDays(TimeWindow window) {
    List<ActivitySum> sums = new ArrayList<>();
    List<WindowActivity> counted = new ArrayList<>();
    boolean whole = true;
    boolean lacksAddresses = false;
    for (TimeWindow of : Resolution.DAY.in(window)) {
      DayLookup.Day day = days.day(of.from());
      whole &= day.isWhole();
      if (day.sum().isPresent()) {
        sums.add(day.sum().get());
        counted.add(day.period().activity());
      } else {
        lacksAddresses |= day.isWhole();
      }
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
        lacksAddresses);
  }

  private PeriodActivity hour(TimeWindow window) {
    WindowActivity live = ledger.during(window);
    return ledger
        .history()
        .period(Resolution.HOUR, window.from())
        .filter(kept -> kept.tellsMoreThan(live))
        .orElseGet(() -> unlessKept(Resolution.HOUR, live));
  }

  private PeriodActivity day(long start) {
    PeriodActivity day = days.day(start).period();
    return day.with(engagement.of(start, day.engagement()));
  }

  private PeriodActivity unlessKept(Resolution resolution, WindowActivity activity) {
    return ledger
        .history()
        .period(resolution, ((TimeWindow) activity.window()).from())
        .map(kept -> new PeriodActivity(resolution, activity, kept.revision(), kept.engagement()))
        .orElse(PeriodActivity.unkept(resolution, activity));
  }

  private Optional<TimeWindow> bounds(Resolution resolution, OptionalLong from, OptionalLong to) {
    if (ledger.isEmpty()) {
      return Optional.empty();
    }
    Resolution smallest = resolution == Resolution.HOUR ? Resolution.HOUR : Resolution.DAY;
    long chain = ledger.firstDayOfChain().map(History::start).orElse(Long.MIN_VALUE);
    long stored = ledger.begin().orElseThrow();
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
