package network.rei.dau.activity.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.RecordActivity;
import network.rei.dau.activity.ledger.RecordSlice;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;

/**
 * The calls of a contract, or of several contracts together, by the periods of a calendar. The
 * periods are read in order, each record once or twice.
 */
public final class ContractPeriods {

  private final Ledger ledger;
  private final PeriodCalendar calendar;
  private final int[] contracts;
  private final LedgerFilter filter;
  private final RecordedCalls recorded;

  /**
   * @param filter of the ledger
   */
  public ContractPeriods(
      Ledger ledger, Collection<Address> contracts, PeriodCalendar calendar, LedgerFilter filter) {
    this.ledger = ledger;
    this.calendar = calendar;
    this.contracts = WindowCalls.numbersOf(ledger.addresses(), contracts);
    this.filter = filter;
    this.recorded = RecordedCalls.of(ledger);
  }

  /**
   * A period.
   *
   * @param value empty if it is unknown
   * @param complete whether all blocks of the period exist and are stored
   */
  public record Point<T>(TimeWindow window, Optional<T> value, boolean complete) {}

  /** Returns the value of a period by the records of its calls. */
  @FunctionalInterface
  interface Measure<T> {
    T of(List<CallsPart> parts, int[] contracts);
  }

  /** Returns the number of addresses of the ledger. */
  int addresses() {
    return ledger.addresses().size();
  }

  /**
   * Returns the first time from which calls are known, seconds since 1970; empty if they are known
   * from the first stored block on, or are not known yet.
   */
  public OptionalLong availableFrom() {
    OptionalLong withInput = ledger.detailsFrom();
    OptionalLong recordedFrom = recorded.from();
    if (withInput.isEmpty() && !hasCalls(ledger.last())) {
      return OptionalLong.empty(); // not known yet
    }
    return withInput.isPresent() && recordedFrom.isPresent()
        ? OptionalLong.of(Math.max(withInput.getAsLong(), recordedFrom.getAsLong()))
        : withInput.isPresent() ? withInput : recordedFrom;
  }

  private static boolean hasCalls(Optional<LedgerRecord> record) {
    return record
        .flatMap(LedgerRecord::activityInMemory)
        .flatMap(RecordActivity::calls)
        .isPresent();
  }

  /**
   * Returns the periods that have a second in common with {@code [from, to)}, oldest first, at most
   * from the period of the first stored block to that of the last one.
   *
   * @param from seconds since 1970; the first time for which calls are known if empty
   * @param to seconds since 1970, not included; the last stored block if empty
   * @param limit maximum number of periods; the newest are returned
   */
  public List<TimeWindow> windows(
      Resolution resolution, OptionalLong from, OptionalLong to, int limit) {
    if (ledger.isEmpty()) {
      return List.of();
    }
    long stored = ledger.startTime().orElseThrow();
    long afterLast = ledger.last().orElseThrow().lastTimestamp() + 1;
    long start = Math.max(from.orElse(availableFrom().orElse(stored)), stored);
    long end = Math.min(to.orElse(afterLast), afterLast);
    List<TimeWindow> all =
        start < end ? calendar.in(resolution, new TimeWindow(start, end)) : List.<TimeWindow>of();
    return all.subList(Math.max(0, all.size() - limit), all.size());
  }

  /**
   * Returns how unequally the calls of each period are shared among their users.
   *
   * @param windows that {@link #windows} returned
   */
  public List<Point<Concentration>> concentrations(List<TimeWindow> windows) {
    return points(windows, new CallConcentration(addresses())::of);
  }

  /**
   * Returns what the rules left out of the calls from the first to the last of some periods whose
   * value is known; empty if none is.
   */
  public Optional<LeftOut> leftOut(List<? extends Point<?>> points) {
    return leftOutOf(
        points.stream().filter(point -> point.value().isPresent()).map(Point::window).toList());
  }

  /** Returns the same of the periods whose value is known, oldest first. */
  Optional<LeftOut> leftOutOf(List<TimeWindow> known) {
    if (known.isEmpty()) {
      return Optional.empty();
    }
    List<RecordSlice> slices =
        ledger.slices(new TimeWindow(known.get(0).from(), known.get(known.size() - 1).to()));
    return Optional.of(
        CallsLeftOut.of(CallsPart.of(slices, filter), contracts, filter, addresses()));
  }

  /** Returns the value of each period whose calls are known. */
  <T> List<Point<T>> points(List<TimeWindow> windows, Measure<T> measure) {
    if (windows.isEmpty()) {
      return List.of();
    }
    List<RecordSlice> slices =
        ledger.slices(new TimeWindow(windows.get(0).from(), windows.get(windows.size() - 1).to()));
    List<Point<T>> points = new ArrayList<>();
    int next = 0;
    for (TimeWindow period : windows) {
      while (next < slices.size() && slices.get(next).record().lastTimestamp() < period.from()) {
        next++;
      }
      int end = next;
      while (end < slices.size() && slices.get(end).record().firstTimestamp() < period.to()) {
        end++;
      }
      points.add(point(period, within(slices.subList(next, end), period), measure));
    }
    return points;
  }

  private static List<RecordSlice> within(List<RecordSlice> slices, TimeWindow period) {
    return slices.stream()
        .map(slice -> RecordSlice.of(slice.record(), period))
        .filter(slice -> slice.start() < slice.end())
        .toList();
  }

  private <T> Point<T> point(TimeWindow period, List<RecordSlice> slices, Measure<T> measure) {
    return new Point<>(
        period,
        recorded.areKnown(period, slices)
            ? Optional.of(measure.of(CallsPart.of(slices, filter), contracts))
            : Optional.empty(),
        ledger.isComplete(period));
  }
}
