package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import network.rei.dau.activity.contract.ContractPeriods;
import network.rei.dau.activity.contract.ContractSeries;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.v1.ActivityFilter;
import network.rei.dau.http.v1.AppliedFilterView;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.CoverageView;

/**
 * {@code GET /api/v1/contracts/{address}/series/{metric}}: a metric of a contract or a group by
 * hours, UTC days or ISO weeks, oldest first.
 *
 * @param availableFrom the first time from which calls are known; null if they are known from the
 *     first stored block on, or are not known yet
 */
record ContractSeriesView(
    @JsonUnwrapped AsOfView asOf,
    TargetView contract,
    String metric,
    String unit,
    String definition,
    String resolution,
    Instant availableFrom,
    List<Point> points,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * An hour, day or week.
   *
   * @param start inclusive
   * @param end exclusive
   * @param value null where it is unknown, and for new users if the nonces of the chain do not
   *     count transactions
   * @param complete whether all blocks of the period exist and are stored
   */
  record Point(Instant start, Instant end, Long value, boolean complete) {

    static Point of(ContractPeriods.Point<Long> point, boolean isKnown) {
      return new Point(
          Instant.ofEpochSecond(point.window().from()),
          Instant.ofEpochSecond(point.window().to()),
          isKnown ? point.value().orElse(null) : null,
          point.complete());
    }
  }

  /**
   * Returns the view of one metric.
   *
   * @param countsNonces whether the nonces of the chain count transactions
   */
  static ContractSeriesView of(
      Ledger ledger,
      Target target,
      ContractSeries.Metric metric,
      Resolution resolution,
      ContractPeriods periods,
      List<ContractPeriods.Point<Long>> points,
      boolean countsNonces,
      ActivityFilter filter) {
    boolean isKnown = countsNonces || metric != ContractSeries.Metric.NEW_USERS;
    return new ContractSeriesView(
        AsOfView.of(ledger),
        TargetView.of(target),
        metric.key(),
        metric.unit(),
        metric.definition(),
        resolution.key(),
        CoverageView.time(periods.availableFrom()),
        points.stream().map(point -> Point.of(point, isKnown)).toList(),
        filter.applied(periods.leftOut(points)));
  }
}
