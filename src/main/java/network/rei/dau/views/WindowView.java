package network.rei.dau.views;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.WindowActivity;

/** {@code GET /api/v1/windows}: what was active in a window, and how much of it is stored. */
public record WindowView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    @JsonUnwrapped MetricsOfWindowView metrics,
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
        MetricsOfWindowView.of(activity),
        CoverageView.of(activity));
  }
}
