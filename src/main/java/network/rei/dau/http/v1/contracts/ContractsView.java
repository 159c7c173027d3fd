package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.contract.ContractRanking;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.LabelView;
import network.rei.dau.http.v1.view.WindowBoundsView;
import network.rei.dau.label.Labels;

/**
 * {@code GET /api/v1/contracts}: the contracts that were called in a window.
 *
 * @param by {@code users} or {@code transactions}
 * @param senders all distinct senders of the window; null, like the next two, if it is unknown
 * @param contractCreations transactions that create a contract, which have no recipient and are
 *     part of no row
 * @param total the number of ranked contracts on all pages
 */
record ContractsView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    String by,
    Long senders,
    Long contractCreations,
    Long total,
    List<Ranked> contracts,
    @JsonUnwrapped CoverageView coverage,
    @JsonUnwrapped UnknownView unknown,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * A contract in the window.
   *
   * @param rank from 1
   * @param users distinct senders of its calls
   * @param transactions its calls
   * @param share users divided by all senders of the window
   * @param newUsers users that sent a transaction with nonce 0 in the window; null if the nonces of
   *     the chain do not count transactions
   */
  record Ranked(
      int rank,
      Address address,
      long users,
      long transactions,
      double share,
      Long newUsers,
      @JsonUnwrapped LabelView label) {}

  /**
   * Returns the view of one page.
   *
   * @param total the number of contracts; empty if it is unknown
   * @param page the contracts of the page
   * @param from index of the first contract of the page
   */
  static ContractsView of(
      CallWindow window,
      Labels labels,
      String by,
      Optional<Integer> total,
      List<ContractRanking.Entry> page,
      int from) {
    Optional<ActivityCounts> counts = window.counts();
    long senders = counts.map(ActivityCounts::senders).orElse(0L);
    return new ContractsView(
        window.asOf(),
        window.bounds(),
        by,
        counts.map(ActivityCounts::senders).orElse(null),
        counts.map(ActivityCounts::contractCreations).orElse(null),
        total.map(Integer::longValue).orElse(null),
        IntStream.range(0, page.size())
            .mapToObj(
                i -> ranked(labels, page.get(i), from + i + 1, senders, window.countsNonces()))
            .toList(),
        window.coverage(),
        window.unknown(),
        window.applied());
  }

  private static Ranked ranked(
      Labels labels, ContractRanking.Entry entry, int rank, long senders, boolean countsNonces) {
    return new Ranked(
        rank,
        entry.contract(),
        entry.users(),
        entry.transactions(),
        (double) entry.users() / senders,
        countsNonces ? entry.newUsers() : null,
        LabelView.of(labels.describe(entry.contract())));
  }
}
