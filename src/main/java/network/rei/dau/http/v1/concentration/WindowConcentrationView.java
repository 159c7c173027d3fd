package network.rei.dau.http.v1.concentration;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.LeftOutView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.ConcentrationView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.UnavailableView;
import network.rei.dau.http.v1.view.WindowBoundsView;

/**
 * {@code GET /api/v1/concentration}: how unequally the transactions of a window are shared among
 * their senders.
 *
 * @param availableFrom null unless nothing can be counted, because blocks of the window are
 *     deleted, not fetched or not in memory: the first time from which windows can be counted
 * @param filter that was applied
 * @param leftOut what it left out; null without a filter, or if nothing can be counted
 * @param unavailable why nothing can be counted, if the filter is the reason
 */
record WindowConcentrationView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    @JsonUnwrapped Row row,
    @JsonUnwrapped CoverageView coverage,
    Instant availableFrom,
    String filter,
    LeftOutView leftOut,
    List<UnavailableView> unavailable) {

  /**
   * The row of the table.
   *
   * @param senders distinct senders
   * @param transactions of all senders
   */
  record Row(Long senders, Long transactions, @JsonUnwrapped ConcentrationView concentration) {}

  /**
   * Returns the view of one window.
   *
   * @param length of a rolling window, as the client wrote it
   * @param known empty if the transactions of the window cannot be counted
   */
  static WindowConcentrationView of(
      Ledger ledger,
      ActivityFilter filter,
      ActivityFilter.Filtered filtered,
      Optional<String> length,
      Optional<Concentration> known) {
    WindowActivity activity = filtered.activity();
    return new WindowConcentrationView(
        AsOfView.of(ledger),
        WindowBoundsView.of(activity, length),
        new Row(
            known.map(Concentration::senders).orElse(null),
            known.map(Concentration::transactions).orElse(null),
            ConcentrationView.of(known)),
        CoverageView.of(activity),
        CoverageView.availableFrom(activity),
        filter.key(),
        filtered.leftOut(),
        filter.unavailable(EnumSet.of(Metric.TRANSACTIONS)));
  }
}
