package network.rei.dau.activity.ledger;

import java.util.Arrays;
import java.util.List;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.rule.RecordFilter;
import org.roaringbitmap.RoaringBitmap;

/**
 * The transactions of a record that meet a rule. They are known by their places, so that nothing
 * has to be evaluated again. Takes at most a bit for each transaction of the record and rule.
 */
public final class LeftOutTransactions {

  /** The transactions of a record in which no transaction meets a rule. */
  public static final LeftOutTransactions NONE =
      new LeftOutTransactions(List.of(), new RoaringBitmap(), new RoaringBitmap());

  /** For each rule the places of the transactions for which it is the first that they meet. */
  private final List<RoaringBitmap> byRule;

  private final RoaringBitmap all;

  /** The places of their recipients in the address table of the record. */
  private final RoaringBitmap recipients;

  private LeftOutTransactions(
      List<RoaringBitmap> byRule, RoaringBitmap all, RoaringBitmap recipients) {
    this.byRule = byRule;
    this.all = all;
    this.recipients = recipients;
  }

  /**
   * Returns the transactions of a record that meet a rule.
   *
   * @param filter of the record
   * @param rules the number of rules of the filter
   */
  static LeftOutTransactions of(TransactionColumns columns, RecordFilter filter, int rules) {
    if (filter.isEmpty()) {
      return NONE;
    }
    RoaringBitmap[] byRule = new RoaringBitmap[rules];
    Arrays.setAll(byRule, rule -> new RoaringBitmap());
    RoaringBitmap recipients = new RoaringBitmap();
    columns.forEachTransaction(
        0,
        columns.starts().length - 1,
        (block, transaction, sender, recipient, nonceZero) -> {
          int rule = filter.ruleOf(block, transaction);
          if (rule != RecordFilter.NO_RULE) {
            byRule[rule].add(transaction);
            if (recipient != ChunkRecord.NO_RECIPIENT) {
              recipients.add(recipient);
            }
          }
        });
    return new LeftOutTransactions(List.of(byRule), RoaringBitmap.or(byRule), recipients);
  }

  /** Returns whether no transaction of the record meets a rule. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns whether a transaction meets a rule, by its place in the record. */
  public boolean contains(int transaction) {
    return all.contains(transaction);
  }

  /** Returns the number of the first rule that a transaction meets, or {@code NO_RULE}. */
  public int ruleOf(int transaction) {
    for (int rule = 0; rule < byRule.size(); rule++) {
      if (byRule.get(rule).contains(transaction)) {
        return rule;
      }
    }
    return RecordFilter.NO_RULE;
  }

  /**
   * Returns whether one of these transactions has a recipient.
   *
   * @param place of the recipient in the address table of the record
   */
  public boolean hasRecipient(int place) {
    return recipients.contains(place);
  }
}
