package network.rei.dau.activity.ledger.count;

import java.util.List;
import network.rei.dau.activity.rule.SystemRule;

/**
 * What rules left out of a count.
 *
 * @param rules what each rule left out, in their order
 * @param addresses the number of distinct addresses that were left out by any rule
 */
public record LeftOut(List<ByRule> rules, long addresses) {

  /** Nothing, without rules. */
  public static final LeftOut NOTHING = new LeftOut(List.of(), 0);

  /**
   * What a rule left out.
   *
   * @param transactions for which it is the first rule that they meet
   * @param addresses distinct addresses of these that occur in no transaction that is counted
   */
  public record ByRule(SystemRule rule, long transactions, long addresses) {}
}
