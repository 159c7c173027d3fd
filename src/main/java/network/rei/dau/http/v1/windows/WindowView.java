package network.rei.dau.http.v1.windows;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.http.v1.ApiView;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.CoverageView;
import network.rei.dau.http.v1.WindowBoundsView;
import network.rei.dau.http.v1.WindowMetricsView;

/** {@code GET /api/v1/windows}: what was active in a window, and how much of it is stored. */
public record WindowView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    @JsonUnwrapped WindowMetricsView metrics,
    @JsonUnwrapped CoverageView coverage)
    implements ApiView {

  /**
   * The answer about one window.
   *
   * @param ledger that the activity is of
   * @param length of a rolling window, as it was asked for
   */
  public static WindowView of(Ledger ledger, WindowActivity activity, Optional<String> length) {
    return new WindowView(
        AsOfView.of(ledger),
        WindowBoundsView.of(activity, length),
        WindowMetricsView.of(activity),
        CoverageView.of(activity));
  }
}
