package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.CoverageView;
import network.rei.dau.http.v1.Dates;
import network.rei.dau.http.v1.EngagementView;
import network.rei.dau.http.v1.TableView;
import network.rei.dau.http.v1.WindowMetricsView;

/**
 * {@code GET /api/v1/days}: the UTC days of which anything is known, newest first.
 *
 * @param total how many there are beyond paging
 * @param availableFrom the first day of which the engagement metrics are known, or will be
 */
public record DaysView(
    @JsonUnwrapped AsOfView asOf, int total, AvailableFrom availableFrom, List<Day> days)
    implements TableView<DaysView.Day> {

  private static final int WEEK = 7;

  /**
   * A UTC day.
   *
   * @param revision how often its numbers were stored: 0 while they are not, 1 once it is whole,
   *     one more with each correction
   * @param dayChange to the day before
   * @param weekChange to the same day of the week before
   */
  public record Day(
      LocalDate date,
      int revision,
      @JsonUnwrapped WindowMetricsView metrics,
      @JsonUnwrapped EngagementView engagement,
      @JsonUnwrapped CoverageView coverage,
      @JsonUnwrapped(suffix = "Change") ChangeView dayChange,
      @JsonUnwrapped(suffix = "WeekChange") ChangeView weekChange) {}

  /**
   * From which day on there is what compares days with others; null if no day is known.
   *
   * @param weekly addresses and senders
   * @param monthly addresses and senders, and stickiness
   * @param returning returning, resurrected and churned senders
   */
  public record AvailableFrom(LocalDate weekly, LocalDate monthly, LocalDate returning) {}

  /**
   * The answer of one page.
   *
   * @param days all that are known, oldest first
   * @param availableFrom of a metric
   * @param from the place of the first to list, counted from the newest
   * @param to the place after the last
   */
  public static DaysView of(
      Ledger ledger,
      List<PeriodActivity> days,
      Function<Metric, Optional<LocalDate>> availableFrom,
      int from,
      int to) {
    int newest = days.size() - 1;
    return new DaysView(
        AsOfView.of(ledger),
        days.size(),
        new AvailableFrom(
            availableFrom.apply(Metric.WEEKLY_SENDERS).orElse(null),
            availableFrom.apply(Metric.MONTHLY_SENDERS).orElse(null),
            availableFrom.apply(Metric.RETURNING_SENDERS).orElse(null)),
        IntStream.range(from, to).mapToObj(place -> day(days, newest - place)).toList());
  }

  @Override
  public Class<Day> rowType() {
    return Day.class;
  }

  @Override
  public List<Day> rows() {
    return days;
  }

  private static Day day(List<PeriodActivity> days, int place) {
    PeriodActivity day = days.get(place);
    return new Day(
        Dates.of(day.start()),
        day.revision(),
        WindowMetricsView.of(day.activity()),
        EngagementView.of(day),
        CoverageView.of(day.activity()),
        ChangeView.of(day, before(days, place, 1)),
        ChangeView.of(day, before(days, place, WEEK)));
  }

  /** The day so many days before, if it is known. */
  private static Optional<PeriodActivity> before(List<PeriodActivity> days, int place, int count) {
    LocalDate date = Dates.of(days.get(place).start()).minusDays(count);
    return IntStream.rangeClosed(Math.max(0, place - count), place)
        .mapToObj(days::get)
        .filter(day -> Dates.of(day.start()).equals(date))
        .findFirst();
  }
}
