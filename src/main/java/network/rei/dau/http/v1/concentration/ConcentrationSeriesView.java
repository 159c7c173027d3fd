package network.rei.dau.http.v1.concentration;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.SenderCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.v1.filter.LeftOutView;
import network.rei.dau.http.v1.series.FilteredTimeline;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.ConcentrationView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.UnavailableView;

/**
 * {@code GET /api/v1/concentration/series}: how unequally transactions are shared among their
 * senders, by hours, days, ISO weeks or months, oldest first.
 *
 * @param timeZone of the days, weeks and months
 * @param availableFrom the first time from which the transactions of all stored blocks are known;
 *     null if they are known from block 0 on
 * @param filter that was applied
 * @param leftOut what it left out of all points that are known; null without a filter
 * @param unavailable why values are null, if the filter is the reason
 */
record ConcentrationSeriesView(
    @JsonUnwrapped AsOfView asOf,
    String resolution,
    String timeZone,
    Instant availableFrom,
    List<Point> points,
    String filter,
    LeftOutView leftOut,
    List<UnavailableView> unavailable) {

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

  /**
   * Returns the view of some periods.
   *
   * @param periods of the timeline
   */
  static ConcentrationSeriesView of(
      Ledger ledger,
      Resolution resolution,
      List<PeriodActivity> periods,
      FilteredTimeline timeline) {
    SenderCounts counts = ledger.senderCounts(timeline.filter().rules());
    return new ConcentrationSeriesView(
        AsOfView.of(ledger),
        resolution.key(),
        timeline.calendar().timeZone(),
        CoverageView.time(timeline.recordedFrom()),
        periods.stream().map(period -> point(period.activity(), counts)).toList(),
        timeline.filter().key(),
        timeline.leftOut(periods),
        timeline.unavailable(EnumSet.of(Metric.TRANSACTIONS)));
  }

  private static Point point(WindowActivity period, SenderCounts counts) {
    TimeWindow window = (TimeWindow) period.window();
    return new Point(
        Instant.ofEpochSecond(window.from()),
        Instant.ofEpochSecond(window.to()),
        Metric.SENDERS.value(period).orElse(null),
        Metric.TRANSACTIONS.value(period).orElse(null),
        ConcentrationView.of(counts.concentration(period)),
        period.complete(),
        CoverageView.of(period).coveredFrom());
  }
}
