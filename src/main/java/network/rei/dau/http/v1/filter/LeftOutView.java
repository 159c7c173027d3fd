package network.rei.dau.http.v1.filter;

import java.util.List;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.rule.SystemRule;

/**
 * What {@code filter=organic} left out.
 *
 * @param transactions that meet a rule
 * @param addresses distinct senders and recipients of these that occur in no transaction that is
 *     counted; in an answer about one contract, the senders of its calls
 * @param rules in order; a transaction counts for the first rule that it meets
 */
public record LeftOutView(long transactions, long addresses, List<RuleView> rules) {

  /**
   * A rule and what it left out.
   *
   * @param source null for a rule of the operator
   */
  public record RuleView(
      String rule, String description, String source, long transactions, long addresses) {}

  static LeftOutView of(LeftOut leftOut) {
    return new LeftOutView(
        leftOut.rules().stream().mapToLong(LeftOut.ByRule::transactions).sum(),
        leftOut.addresses(),
        leftOut.rules().stream()
            .map(rule -> rule(rule.rule(), rule.transactions(), rule.addresses()))
            .toList());
  }

  private static RuleView rule(SystemRule rule, long transactions, long addresses) {
    return new RuleView(
        rule.name(),
        rule.description(),
        rule.source().isEmpty() ? null : rule.source(),
        transactions,
        addresses);
  }
}
