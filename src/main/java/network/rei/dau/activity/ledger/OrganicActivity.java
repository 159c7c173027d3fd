package network.rei.dau.activity.ledger;

import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.rule.SystemRule;

/**
 * The activity of a window without the transactions of the system.
 *
 * @param counts over the other transactions; the blocks are all of the window. Empty if they are
 *     unknown because of {@code undecided}
 * @param leftOut for each rule what it left out, in the order of the rules
 * @param addresses the number of distinct addresses that were left out by any rule
 * @param undecided a rule that needs details that a record of the window lacks
 */
public record OrganicActivity(
    Optional<ActivityCounts> counts,
    List<LeftOut> leftOut,
    long addresses,
    Optional<SystemRule> undecided) {

  /**
   * What a rule left out.
   *
   * @param transactions for which it is the first rule that they meet
   * @param addresses distinct senders and recipients of these that occur in no other transaction of
   *     the window that is counted
   */
  public record LeftOut(SystemRule rule, long transactions, long addresses) {}
}
