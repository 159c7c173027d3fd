package network.rei.dau.activity.contract;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;

/**
 * A metric of a contract, or of several contracts together, by hours, days, ISO weeks or months:
 * from the records and, for days, weeks and months of UTC that begin before them, from the stored
 * days on which the contracts are tracked. Takes two bits for each address. Not thread-safe.
 */
public final class ContractTimeline {

  /**
   * A period.
   *
   * @param value empty if it is unknown
   * @param complete whether all blocks of the period exist and are stored, or were counted
   * @param unknown why the value is unknown; empty if it is not
   */
  public record Point(
      TimeWindow window, OptionalLong value, boolean complete, Optional<UnknownReason> unknown) {}

  private final Ledger ledger;
  private final Resolution resolution;
  private final ContractPeriods recorded;
  private final ContractSeries series;

  /** Empty if only the records have what is asked for. */
  private final Optional<ContractDays> days;

  /**
   * @param filter of the ledger; the stored days are without rules
   */
  public ContractTimeline(
      Ledger ledger,
      Collection<Address> contracts,
      ContractSeries.Metric metric,
      Resolution resolution,
      PeriodCalendar calendar,
      LedgerFilter filter) {
    this.ledger = ledger;
    this.resolution = resolution;
    this.recorded = new ContractPeriods(ledger, contracts, calendar, filter);
    this.series = new ContractSeries(recorded, metric);
    this.days =
        resolution != Resolution.HOUR && calendar.isUtc() && filter.rules().isEmpty()
            ? Optional.of(new ContractDays(ledger, contracts))
            : Optional.empty();
  }

  /**
   * Returns the first time from which calls are known, seconds since 1970; empty if they are known
   * from the first block on, or are not known yet.
   */
  public OptionalLong availableFrom() {
    OptionalLong fromRecords = recorded.availableFrom();
    return fromRecords.isPresent() && days.isPresent()
        ? days.get().availableFrom(fromRecords.getAsLong())
        : fromRecords;
  }

  /**
   * Returns the periods that have a second in common with {@code [from, to)}, oldest first, at most
   * from the period of the first known block to that of the last one.
   *
   * @param from seconds since 1970; the first time for which calls are known if empty
   * @param to seconds since 1970, not included; the last stored block if empty
   * @param limit maximum number of periods; the newest are returned
   */
  public List<Point> points(OptionalLong from, OptionalLong to, int limit) {
    List<TimeWindow> windows =
        days.isPresent()
            ? new Timeline(ledger)
                .windows(resolution, from.isPresent() ? from : availableFrom(), to, limit)
            : recorded.windows(resolution, from, to, limit);
    return series.points(windows).stream().map(this::point).toList();
  }

  /** Returns what the rules left out of the points whose value is known; empty if none is. */
  public Optional<LeftOut> leftOut(List<Point> points) {
    return recorded.leftOutOf(
        points.stream().filter(point -> point.value().isPresent()).map(Point::window).toList());
  }

  private Point point(ContractPeriods.Point<Long> inRecords) {
    TimeWindow window = inRecords.window();
    boolean complete =
        inRecords.complete() || days.filter(known -> known.isComplete(window)).isPresent();
    if (inRecords.value().isPresent()) {
      return new Point(
          window, OptionalLong.of(inRecords.value().get()), complete, Optional.empty());
    }
    Optional<UnknownReason> unknown =
        days.isPresent()
            ? days.get().unknown(window)
            : Optional.of(ContractDays.reason(ledger, window));
    return new Point(
        window,
        unknown.isPresent() ? OptionalLong.empty() : OptionalLong.of(value(days.get(), window)),
        complete,
        unknown);
  }

  private long value(ContractDays stored, TimeWindow window) {
    return series.value(
        users -> stored.addTo(window, users),
        newSenders -> stored.addNewSendersTo(window, newSenders));
  }
}
