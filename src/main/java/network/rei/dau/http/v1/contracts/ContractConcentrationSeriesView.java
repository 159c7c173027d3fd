package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.contract.ContractPeriods;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;

/**
 * {@code GET /api/v1/contracts/{address}/concentration/series}: how unequally the calls of a
 * contract or a group are shared among its users, by hours, days or ISO weeks, oldest first.
 *
 * @param timeZone of the days and weeks
 * @param availableFrom the first time from which calls are known; null if they are known from the
 *     first stored block on, or are not known yet
 */
record ContractConcentrationSeriesView(
    @JsonUnwrapped AsOfView asOf,
    TargetView contract,
    String resolution,
    String timeZone,
    Instant availableFrom,
    List<Point> points,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * An hour, day or week.
   *
   * @param start inclusive
   * @param end exclusive
   * @param values null where they are unknown
   * @param complete whether all blocks of the period exist and are stored
   */
  record Point(
      Instant start,
      Instant end,
      @JsonUnwrapped ContractConcentrationView.Row values,
      boolean complete) {

    static Point of(ContractPeriods.Point<Concentration> point) {
      return new Point(
          Instant.ofEpochSecond(point.window().from()),
          Instant.ofEpochSecond(point.window().to()),
          ContractConcentrationView.Row.of(point.value()),
          point.complete());
    }
  }

  /** Returns the view of some periods. */
  static ContractConcentrationSeriesView of(
      Ledger ledger,
      Target target,
      SeriesParameters series,
      ContractPeriods periods,
      List<ContractPeriods.Point<Concentration>> points,
      ActivityFilter filter) {
    return new ContractConcentrationSeriesView(
        AsOfView.of(ledger),
        TargetView.of(target),
        series.resolution().key(),
        series.calendar().timeZone(),
        CoverageView.time(periods.availableFrom()),
        points.stream().map(Point::of).toList(),
        filter.applied(periods.leftOut(points)));
  }
}
