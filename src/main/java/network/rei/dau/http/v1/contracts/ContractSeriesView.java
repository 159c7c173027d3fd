package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.contract.ContractSeries;
import network.rei.dau.activity.contract.ContractTimeline;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;

/**
 * {@code GET /api/v1/contracts/{address}/series/{metric}}: a metric of a contract or a group by
 * hours, days, ISO weeks or months, oldest first.
 *
 * @param timeZone of the days, weeks and months
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
    String timeZone,
    Instant availableFrom,
    List<Point> points,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * An hour, day, week or month.
   *
   * @param start inclusive
   * @param end exclusive
   * @param value null where it is unknown, and for new users if the nonces of the chain do not
   *     count transactions
   * @param complete whether all blocks of the period exist and are stored, or were counted
   * @param unknownBecause the key of an {@link UnknownReason}; null if the value is known
   */
  record Point(Instant start, Instant end, Long value, boolean complete, String unknownBecause) {

    static Point of(ContractTimeline.Point point, boolean isKnown) {
      Optional<UnknownReason> reason =
          isKnown ? point.unknown() : Optional.of(UnknownReason.NONCES_DO_NOT_COUNT);
      return new Point(
          Instant.ofEpochSecond(point.window().from()),
          Instant.ofEpochSecond(point.window().to()),
          reason.isEmpty() ? point.value().getAsLong() : null,
          point.complete(),
          reason.map(UnknownReason::key).orElse(null));
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
      SeriesParameters series,
      ContractTimeline timeline,
      List<ContractTimeline.Point> points,
      boolean countsNonces,
      ActivityFilter filter) {
    boolean isKnown = countsNonces || metric != ContractSeries.Metric.NEW_USERS;
    return new ContractSeriesView(
        AsOfView.of(ledger),
        TargetView.of(target),
        metric.key(),
        metric.unit(),
        metric.definition(),
        series.resolution().key(),
        series.calendar().timeZone(),
        CoverageView.time(timeline.availableFrom()),
        points.stream().map(point -> Point.of(point, isKnown)).toList(),
        filter.applied(timeline.leftOut(points)));
  }
}
