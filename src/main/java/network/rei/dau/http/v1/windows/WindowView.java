package network.rei.dau.http.v1.windows;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.CoverageView;
import network.rei.dau.http.v1.WindowBoundsView;
import network.rei.dau.http.v1.WindowMetricsView;

/**
 * {@code GET /api/v1/windows}: the activity of a window and how much of the window is stored.
 *
 * @param availableFrom null unless metrics are null because blocks of the window are deleted, not
 *     fetched or not in memory: the first time from which all windows can be counted
 */
record WindowView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    @JsonUnwrapped WindowMetricsView metrics,
    @JsonUnwrapped CoverageView coverage,
    Instant availableFrom) {

  /**
   * Returns the view of one window.
   *
   * @param length of a rolling window, as the client wrote it
   */
  static WindowView of(Ledger ledger, WindowActivity activity, Optional<String> length) {
    return new WindowView(
        AsOfView.of(ledger),
        WindowBoundsView.of(activity, length),
        WindowMetricsView.of(activity),
        CoverageView.of(activity),
        CoverageView.availableFrom(activity));
  }
}
