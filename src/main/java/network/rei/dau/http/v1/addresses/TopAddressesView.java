package network.rei.dau.http.v1.addresses;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.TransactionCountsByAddress;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.LeftOutView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.LabelView;
import network.rei.dau.http.v1.view.UnavailableView;
import network.rei.dau.http.v1.view.WindowBoundsView;
import network.rei.dau.label.Labels;

/**
 * {@code GET /api/v1/addresses/top}: the busiest addresses of a window.
 *
 * @param by the role by which they are ranked
 * @param availableFrom null unless nothing can be counted, because blocks of the window are
 *     deleted, not fetched or not in memory: the first time from which windows can be counted
 * @param total the number of ranked addresses on all pages; null if nothing can be counted
 * @param filter that was applied
 * @param leftOut what it left out; null without a filter, or if nothing can be counted
 * @param unavailable why nothing can be counted, if the filter is the reason
 */
record TopAddressesView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    String by,
    @JsonUnwrapped CoverageView coverage,
    Instant availableFrom,
    Long total,
    List<Ranked> addresses,
    String filter,
    LeftOutView leftOut,
    List<UnavailableView> unavailable) {

  /**
   * An address and its transactions in the window.
   *
   * @param rank from 1, the busiest
   * @param sent transactions as sender
   * @param received transactions as recipient
   * @param total transactions as either; a transaction from an address to itself counts once
   */
  record Ranked(
      int rank,
      Address address,
      long sent,
      long received,
      long total,
      @JsonUnwrapped LabelView label) {}

  /**
   * Returns the view of one page.
   *
   * @param length of a rolling window, as the client wrote it
   * @param busiest the addresses of this page and of all earlier ones, in order of rank
   * @param from index of the first address of the page
   */
  static TopAddressesView of(
      Ledger ledger,
      Labels labels,
      ActivityFilter filter,
      ActivityFilter.Filtered filtered,
      Optional<String> length,
      String by,
      long total,
      List<TransactionCountsByAddress.Entry> busiest,
      int from) {
    WindowActivity activity = filtered.activity();
    return new TopAddressesView(
        AsOfView.of(ledger),
        WindowBoundsView.of(activity, length),
        by,
        CoverageView.of(activity),
        CoverageView.availableFrom(activity),
        activity.isKnown() ? total : null,
        IntStream.range(Math.min(from, busiest.size()), busiest.size())
            .mapToObj(index -> ranked(labels, busiest.get(index), index + 1))
            .toList(),
        filter.key(),
        filtered.leftOut(),
        filter.unavailable(EnumSet.of(Metric.TRANSACTIONS)));
  }

  private static Ranked ranked(Labels labels, TransactionCountsByAddress.Entry entry, int rank) {
    return new Ranked(
        rank,
        entry.address(),
        entry.transactions().sent(),
        entry.transactions().received(),
        entry.transactions().total(),
        LabelView.of(labels.describe(entry.address())));
  }
}
