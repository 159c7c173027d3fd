package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.contract.Newcomers;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.LabelView;
import network.rei.dau.http.v1.view.WindowBoundsView;
import network.rei.dau.label.Labels;

/**
 * {@code GET /api/v1/contracts/newcomers}: the new senders of a window by the contract that they
 * called first.
 *
 * @param newcomers all new senders of the window; null, like the next two, if they are unknown
 * @param withoutContract those that called no contract in the window
 * @param total the number of contracts on all pages
 * @param contracts the contracts of the page, those with the most newcomers first
 */
record NewcomersView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    Began newcomers,
    Began withoutContract,
    Long total,
    List<Ranked> contracts,
    @JsonUnwrapped CoverageView coverage,
    @JsonUnwrapped UnknownView unknown,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * Newcomers, and how many of them came back on a later UTC day.
   *
   * @param newcomers their number
   */
  record Began(long newcomers, @JsonUnwrapped Returns returns) {

    static Began of(Newcomers.Entry entry) {
      return new Began(entry.newcomers(), Returns.of(entry));
    }
  }

  /**
   * How many newcomers came back.
   *
   * @param day1 share of those that sent again on the day after, of those of whom it is known; null
   *     if it is known of none
   * @param day1Known of how many it is known
   * @param day1Senders how many sent again
   */
  record Returns(
      Double day1,
      long day1Known,
      long day1Senders,
      Double day7,
      long day7Known,
      long day7Senders) {

    static Returns of(Newcomers.Entry entry) {
      return new Returns(
          share(entry.day1()),
          entry.day1().known(),
          entry.day1().returned(),
          share(entry.day7()),
          entry.day7().known(),
          entry.day7().returned());
    }

    private static Double share(Newcomers.Returned returned) {
      return returned.known() == 0 ? null : (double) returned.returned() / returned.known();
    }
  }

  /**
   * A contract.
   *
   * @param rank from 1
   * @param newcomers new senders whose first call in the window was of this contract
   * @param share of all new senders of the window
   */
  record Ranked(
      int rank,
      Address address,
      long newcomers,
      double share,
      @JsonUnwrapped Returns returns,
      @JsonUnwrapped LabelView label) {}

  /**
   * Returns the view of one page.
   *
   * @param newcomers empty if they are unknown
   * @param page the contracts of the page
   * @param from index of the first contract of the page
   */
  static NewcomersView of(
      CallWindow window,
      Labels labels,
      Optional<Newcomers> newcomers,
      List<Newcomers.Entry> page,
      int from) {
    long all = newcomers.map(Newcomers::total).orElse(0L);
    return new NewcomersView(
        window.asOf(),
        window.bounds(),
        newcomers.map(known -> Began.of(known.all())).orElse(null),
        newcomers.map(known -> Began.of(known.withoutContract())).orElse(null),
        newcomers.map(known -> (long) known.size()).orElse(null),
        IntStream.range(0, page.size())
            .mapToObj(i -> ranked(labels, page.get(i), from + i + 1, all))
            .toList(),
        window.coverage(),
        window.countsNonces() ? window.unknown() : UnknownView.OF_NONCES,
        window.applied());
  }

  private static Ranked ranked(Labels labels, Newcomers.Entry entry, int rank, long all) {
    Address contract = entry.contract().orElseThrow();
    return new Ranked(
        rank,
        contract,
        entry.newcomers(),
        (double) entry.newcomers() / all,
        Returns.of(entry),
        LabelView.of(labels.describe(contract)));
  }
}
