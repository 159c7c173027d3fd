package network.rei.dau.activity.ledger;

import java.util.List;
import java.util.stream.IntStream;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.rule.SystemRules;
import org.roaringbitmap.RoaringBitmap;

/** Adds up what each of some rules left out. Not thread-safe. */
public final class LeftOutSum {

  private final SystemRules rules;

  /** For each rule the number of transactions that it leaves out. */
  private final long[] transactions;

  /** For each rule the addresses of these transactions. */
  private final List<RoaringBitmap> addresses;

  public LeftOutSum(SystemRules rules) {
    this.rules = rules;
    this.transactions = new long[rules.rules().size()];
    this.addresses =
        IntStream.range(0, transactions.length).mapToObj(rule -> new RoaringBitmap()).toList();
  }

  /**
   * Adds transactions that a rule left out.
   *
   * @param rule the number of the rule
   * @param count the number of the transactions
   * @param of their addresses
   */
  public void add(int rule, long count, RoaringBitmap of) {
    transactions[rule] += count;
    addresses.get(rule).or(of);
  }

  /** Adds a transaction that a rule left out, with one of its addresses. */
  public void add(int rule, int address) {
    transactions[rule]++;
    addresses.get(rule).add(address);
  }

  /** Returns all addresses of these transactions. */
  public RoaringBitmap addresses() {
    return RoaringBitmap.or(addresses.iterator());
  }

  /**
   * Returns what the rules left out.
   *
   * @param counted the addresses of the transactions that are counted, or those of them that are
   *     among {@link #addresses}
   */
  public LeftOut result(RoaringBitmap counted) {
    return new LeftOut(
        IntStream.range(0, transactions.length)
            .mapToObj(
                rule ->
                    new LeftOut.ByRule(
                        rules.rules().get(rule),
                        transactions[rule],
                        RoaringBitmap.andNotCardinality(addresses.get(rule), counted)))
            .toList(),
        RoaringBitmap.andNotCardinality(addresses(), counted));
  }
}
