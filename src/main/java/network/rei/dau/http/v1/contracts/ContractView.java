package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import network.rei.dau.activity.contract.CallSightings;
import network.rei.dau.activity.contract.ContractUsers;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.SightingView;
import network.rei.dau.http.v1.view.WindowBoundsView;

/**
 * {@code GET /api/v1/contracts/{address}}: the calls of a contract or a group.
 *
 * @param first the first stored block with a call, in the window or not; null without one, or if it
 *     is unknown
 * @param last the last stored block with a call; null without one, or if it is unknown
 * @param users distinct senders of its calls in the window; null, like the next five, if the calls
 *     of the window are unknown
 * @param transactions its calls in the window
 * @param share users divided by all senders of the window; null also without senders
 * @param newUsers users that sent a transaction with nonce 0 in the window; null also if the nonces
 *     of the chain do not count transactions
 * @param functionsComplete whether the calls of all functions are known by selector
 * @param total the number of functions on all pages
 * @param functions the calls in the window by function, most transactions first
 */
record ContractView(
    @JsonUnwrapped AsOfView asOf,
    TargetView contract,
    SightingView first,
    SightingView last,
    WindowBoundsView window,
    Long users,
    Long transactions,
    Double share,
    Long newUsers,
    Boolean functionsComplete,
    Integer total,
    List<Function> functions,
    @JsonUnwrapped CoverageView coverage,
    @JsonUnwrapped UnknownView unknown,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * The calls of a function in the window.
   *
   * @param selector the first four bytes of the input; null for shorter input, or if the record
   *     could not hold the selector
   * @param users distinct senders
   */
  record Function(String selector, long transactions, long users) {

    static Function of(ContractUsers.FunctionCalls calls, long users) {
      return new Function(selector(calls.selector()), calls.transactions(), users);
    }

    private static String selector(OptionalInt selector) {
      return selector.isPresent() ? "0x%08x".formatted(selector.getAsInt()) : null;
    }
  }

  /**
   * Returns the view of one page of functions.
   *
   * @param users empty if they are unknown
   * @param page the functions of the page
   * @param usersOfPage the users of each function of the page
   */
  static ContractView of(
      CallWindow window,
      Target target,
      CallSightings sightings,
      Optional<ContractUsers> users,
      List<ContractUsers.FunctionCalls> page,
      long[] usersOfPage) {
    long senders = window.counts().map(ActivityCounts::senders).orElse(0L);
    return new ContractView(
        window.asOf(),
        TargetView.of(target),
        SightingView.of(sightings.first()),
        SightingView.of(sightings.last()),
        window.bounds(),
        users.map(ContractUsers::users).orElse(null),
        users.map(ContractUsers::transactions).orElse(null),
        users
            .filter(known -> senders > 0)
            .map(known -> (double) known.users() / senders)
            .orElse(null),
        users.filter(known -> window.countsNonces()).map(ContractUsers::newUsers).orElse(null),
        users.map(ContractUsers::functionsComplete).orElse(null),
        users.map(known -> known.functions().size()).orElse(null),
        IntStream.range(0, page.size())
            .mapToObj(i -> Function.of(page.get(i), usersOfPage[i]))
            .toList(),
        window.coverage(),
        window.unknown(),
        window.applied(target));
  }
}
