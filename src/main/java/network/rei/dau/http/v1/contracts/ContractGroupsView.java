package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.contract.GroupRanking;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.WindowBoundsView;

/**
 * {@code GET /api/v1/contracts/groups}: the groups of the file of labels in a window.
 *
 * @param by {@code users} or {@code transactions}
 * @param senders all distinct senders of the window; null if they are unknown
 * @param total the number of groups on all pages; null if the calls are unknown
 */
record ContractGroupsView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    String by,
    Long senders,
    Long total,
    List<Ranked> groups,
    @JsonUnwrapped CoverageView coverage,
    @JsonUnwrapped UnknownView unknown,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * A group in the window.
   *
   * @param rank from 1
   * @param contracts how many addresses the group has
   * @param users distinct senders of calls of its contracts
   * @param transactions calls of its contracts
   * @param share users divided by all senders of the window; null without senders
   * @param newUsers users that sent a transaction with nonce 0 in the window; null if the nonces of
   *     the chain do not count transactions
   */
  record Ranked(
      int rank,
      String group,
      int contracts,
      long users,
      long transactions,
      Double share,
      Long newUsers) {}

  /**
   * Returns the view of one page.
   *
   * @param groups of all pages; empty if they are unknown
   * @param from index of the first group of the page
   * @param to index after the last group of the page
   */
  static ContractGroupsView of(
      CallWindow window, String by, Optional<List<GroupRanking.Entry>> groups, int from, int to) {
    Optional<Long> senders = window.counts().map(ActivityCounts::senders);
    return new ContractGroupsView(
        window.asOf(),
        window.bounds(),
        by,
        senders.orElse(null),
        groups.map(all -> (long) all.size()).orElse(null),
        groups
            .map(
                all ->
                    IntStream.range(from, to)
                        .mapToObj(i -> ranked(all.get(i), i + 1, senders, window.countsNonces()))
                        .toList())
            .orElse(List.of()),
        window.coverage(),
        window.unknown(),
        window.applied());
  }

  private static Ranked ranked(
      GroupRanking.Entry entry, int rank, Optional<Long> senders, boolean countsNonces) {
    return new Ranked(
        rank,
        entry.group(),
        entry.contracts(),
        entry.users(),
        entry.transactions(),
        senders.filter(all -> all > 0).map(all -> (double) entry.users() / all).orElse(null),
        countsNonces ? entry.newUsers() : null);
  }
}
