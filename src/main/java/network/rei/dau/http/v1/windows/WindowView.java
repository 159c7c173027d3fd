package network.rei.dau.http.v1.windows;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.LeftOutView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.UnavailableView;
import network.rei.dau.http.v1.view.WindowBoundsView;
import network.rei.dau.http.v1.view.WindowMetricsView;

/**
 * {@code GET /api/v1/windows}: the activity of a window and how much of the window is stored.
 *
 * @param availableFrom null unless metrics are null because blocks of the window are deleted, not
 *     fetched or not in memory, or because the filter cannot decide: the first time from which all
 *     windows can be counted
 * @param filter that was applied
 * @param leftOut what it left out; null without a filter, or if the metrics are null
 * @param unavailable the metrics that are null for another reason
 */
record WindowView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    @JsonUnwrapped WindowMetricsView metrics,
    @JsonUnwrapped CoverageView coverage,
    Instant availableFrom,
    String filter,
    LeftOutView leftOut,
    List<UnavailableView> unavailable) {

  /**
   * Returns the view of one window.
   *
   * @param raw all activity of the window
   * @param length of a rolling window, as the client wrote it
   */
  static WindowView of(
      Ledger ledger, WindowActivity raw, ActivityFilter filter, Optional<String> length) {
    ActivityFilter.Filtered filtered = filter.apply(raw);
    WindowActivity activity = filtered.activity();
    return new WindowView(
        AsOfView.of(ledger),
        WindowBoundsView.of(activity, length),
        WindowMetricsView.of(activity, filter.unknown()),
        CoverageView.of(activity),
        CoverageView.availableFrom(activity),
        filter.key(),
        filtered.leftOut(),
        filter.unavailable(Metric.ofAnyWindow()));
  }
}
