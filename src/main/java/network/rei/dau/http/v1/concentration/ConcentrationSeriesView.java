package network.rei.dau.http.v1.concentration;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.SenderCounts;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.ConcentrationView;
import network.rei.dau.http.v1.CoverageView;

/**
 * {@code GET /api/v1/concentration/series}: how unequally transactions are shared among their
 * senders, by hours, UTC days, ISO weeks or months, oldest first.
 *
 * @param availableFrom the first time from which the transactions of all stored blocks are known;
 *     null if they are known from block 0 on
 */
record ConcentrationSeriesView(
    @JsonUnwrapped AsOfView asOf, String resolution, Instant availableFrom, List<Point> points) {

  /**
   * An hour, day, week or month.
   *
   * @param start inclusive
   * @param end exclusive
   * @param senders distinct senders; null where they cannot be determined, as the following values
   * @param transactions of all senders
   * @param complete whether all blocks of the period exist and are stored
   * @param coveredFrom timestamp of the first stored block of the period; null without blocks
   */
  record Point(
      Instant start,
      Instant end,
      Number senders,
      Number transactions,
      @JsonUnwrapped ConcentrationView concentration,
      boolean complete,
      Instant coveredFrom) {}

  /** Returns the view of some periods. */
  static ConcentrationSeriesView of(
      Ledger ledger, Resolution resolution, List<PeriodActivity> periods) {
    SenderCounts counts = ledger.senderCounts();
    return new ConcentrationSeriesView(
        AsOfView.of(ledger),
        resolution.key(),
        CoverageView.time(new WindowLookup(ledger).recordedFrom()),
        periods.stream()
            .map(period -> point(period, counts.concentration(period.activity())))
            .toList());
  }

  private static Point point(PeriodActivity period, Optional<Concentration> known) {
    return new Point(
        Instant.ofEpochSecond(period.window().from()),
        Instant.ofEpochSecond(period.window().to()),
        Metric.SENDERS.value(period).orElse(null),
        Metric.TRANSACTIONS.value(period).orElse(null),
        ConcentrationView.of(known),
        period.activity().complete(),
        period
            .activity()
            .span()
            .map(span -> Instant.ofEpochSecond(span.firstTimestamp()))
            .orElse(null));
  }
}
