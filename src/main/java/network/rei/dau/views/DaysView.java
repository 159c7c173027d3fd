package network.rei.dau.views;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import network.rei.dau.activity.DayActivity;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.Metric;
import network.rei.dau.activity.WindowActivity;

/**
 * {@code GET /api/v1/days}: the UTC days of the retention, newest first.
 *
 * @param total how many there are beyond paging
 */
public record DaysView(@JsonUnwrapped AsOfView asOf, int total, List<Day> days)
    implements TableView<DaysView.Day> {

  private static final Change NO_CHANGE = new Change(null, null, null, null, null, null, null);

  /**
   * A UTC day.
   *
   * @param change to the day before
   */
  public record Day(
      LocalDate date,
      @JsonUnwrapped MetricsOfWindowView metrics,
      @JsonUnwrapped CoverageView coverage,
      @JsonUnwrapped(suffix = "Change") Change change) {}

  /**
   * By which part a count rose over that of the day before: 0.25 is a quarter more. Null unless
   * both days are complete, and where the day before has none.
   */
  public record Change(
      Double addresses,
      Double senders,
      Double recipients,
      Double newSenders,
      Double transactions,
      Double blocks,
      Double contractCreations) {}

  /**
   * The answer of one page.
   *
   * @param days of the ledger, newest first
   * @param from the place of the first to list
   * @param to the place after the last
   */
  public static DaysView of(Ledger ledger, List<DayActivity> days, int from, int to) {
    return new DaysView(
        AsOfView.of(ledger),
        days.size(),
        IntStream.range(from, to).mapToObj(place -> day(days, place)).toList());
  }

  @Override
  public Class<Day> rowType() {
    return Day.class;
  }

  @Override
  public List<Day> rows() {
    return days;
  }

  private static Day day(List<DayActivity> days, int place) {
    DayActivity day = days.get(place);
    return new Day(
        day.date(),
        MetricsOfWindowView.of(day.activity()),
        CoverageView.of(day.activity()),
        change(day, place + 1 < days.size() ? days.get(place + 1) : null));
  }

  private static Change change(DayActivity day, DayActivity before) {
    boolean comparable =
        before != null
            && before.date().plusDays(1).equals(day.date())
            && day.activity().complete()
            && before.activity().complete();
    return comparable ? change(day.activity(), before.activity()) : NO_CHANGE;
  }

  private static Change change(WindowActivity day, WindowActivity before) {
    return new Change(
        change(Metric.ADDRESSES, day, before),
        change(Metric.SENDERS, day, before),
        change(Metric.RECIPIENTS, day, before),
        change(Metric.NEW_SENDERS, day, before),
        change(Metric.TRANSACTIONS, day, before),
        change(Metric.BLOCKS, day, before),
        change(Metric.CONTRACT_CREATIONS, day, before));
  }

  private static Double change(Metric metric, WindowActivity day, WindowActivity before) {
    double then = metric.value(before).orElse(0).doubleValue();
    double now = metric.value(day).orElse(0).doubleValue();
    return then == 0 ? null : (now - then) / then;
  }
}
