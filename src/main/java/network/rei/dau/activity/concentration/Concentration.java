package network.rei.dau.activity.concentration;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How unequally transactions are shared among their senders. All values are computed from whole
 * numbers; only the last division is rounded.
 *
 * <p>Senders with equal numbers of transactions are interchangeable: the sum of the k busiest
 * senders does not depend on which of several equal ones are among them, and neither does the Gini
 * coefficient.
 *
 * @param senders with at least one transaction
 * @param transactions of all senders
 * @param top10 transactions of the 10 busiest senders; of all if there are fewer
 * @param top100 transactions of the 100 busiest senders; of all if there are fewer
 * @param top1Percent transactions of the busiest 1 % of the senders, rounded up to whole senders
 * @param halfSenders the smallest number of senders that together sent at least half of the
 *     transactions; 0 without transactions
 * @param eightyPercentSenders as {@code halfSenders}, of at least 80 %
 * @param giniNumerator of {@link #gini}, whose denominator is {@code senders * transactions}
 */
public record Concentration(
    long senders,
    long transactions,
    long top10,
    long top100,
    long top1Percent,
    long halfSenders,
    long eightyPercentSenders,
    long giniNumerator) {

  /** Counts below this one are sorted by counting. */
  private static final int COUNTED = 4096;

  /**
   * Returns the concentration of transactions.
   *
   * @param transactions the number of transactions of each sender, in any order; an entry of 0 is
   *     no sender. The number of senders multiplied by that of all transactions is below 2^63.
   */
  public static Concentration of(int[] transactions) {
    long[] senders = new long[COUNTED];
    for (int each : transactions) {
      if (each < COUNTED) {
        senders[each]++;
      }
    }
    return of(senders, Arrays.stream(transactions).filter(n -> n >= COUNTED).sorted().toArray());
  }

  /**
   * Returns the concentration of sorted counts.
   *
   * @param senders for each small count how many senders have it
   * @param busy the other counts, ascending
   */
  private static Concentration of(long[] senders, int[] busy) {
    long count = busy.length;
    long total = 0;
    for (int value : busy) {
      total += value;
    }
    for (int value = 1; value < COUNTED; value++) {
      count += senders[value];
      total += value * senders[value];
    }
    Descent descent = new Descent(count, total);
    for (int i = busy.length - 1; i >= 0; i--) {
      descent.add(busy[i], 1);
    }
    for (int value = COUNTED - 1; value > 0; value--) {
      descent.add(value, senders[value]);
    }
    return descent.result();
  }

  /** Returns the share of the transactions that the 10 busiest senders sent, from 0 to 1. */
  public OptionalDouble top10Share() {
    return share(top10);
  }

  /** Returns the share of the transactions that the 100 busiest senders sent, from 0 to 1. */
  public OptionalDouble top100Share() {
    return share(top100);
  }

  /** Returns the share of the transactions that the busiest 1 % of the senders sent, 0 to 1. */
  public OptionalDouble top1PercentShare() {
    return share(top1Percent);
  }

  /**
   * Returns how many senders sent half of the transactions; empty without transactions.
   *
   * @see #halfSenders
   */
  public OptionalLong sendersOfHalf() {
    return transactions == 0 ? OptionalLong.empty() : OptionalLong.of(halfSenders);
  }

  /**
   * Returns how many senders sent 80 % of the transactions; empty without transactions.
   *
   * @see #eightyPercentSenders
   */
  public OptionalLong sendersOf80Percent() {
    return transactions == 0 ? OptionalLong.empty() : OptionalLong.of(eightyPercentSenders);
  }

  /**
   * Returns the Gini coefficient of the transactions of the n senders, of whom i-th sent x(i) in
   * ascending order: {@code (2 * sum(i * x(i)) - (n + 1) * sum(x(i))) / (n * sum(x(i)))}. It is 0
   * if all senders sent equally many, and nears 1 if one of many sent nearly everything. Empty
   * without transactions.
   */
  public OptionalDouble gini() {
    return transactions == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) giniNumerator / ((double) senders * transactions));
  }

  private OptionalDouble share(long part) {
    return transactions == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) part / transactions);
  }

  /** Adds up senders from the busiest to the least busy one. */
  private static final class Descent {

    private final long senders;
    private final long transactions;
    private final long onePercent;

    private long sendersSoFar;
    private long transactionsSoFar;
    private long top10;
    private long top100;
    private long top1Percent;
    private long half;
    private long eightyPercent;

    /** The sum of the ranks from the busiest, 1, each multiplied by the transactions. */
    private long ranked;

    Descent(long senders, long transactions) {
      this.senders = senders;
      this.transactions = transactions;
      this.onePercent = (senders + 99) / 100;
    }

    /** Adds senders who sent equally many transactions. */
    void add(int each, long count) {
      top10 += each * among(10, count);
      top100 += each * among(100, count);
      top1Percent += each * among(onePercent, count);
      half += needed((transactions + 1) / 2, each, count);
      eightyPercent += needed(transactions - transactions / 5, each, count);
      ranked += each * (count * sendersSoFar + count * (count + 1) / 2);
      sendersSoFar += count;
      transactionsSoFar += each * count;
    }

    /** Returns how many of the next senders are among the busiest {@code limit}. */
    private long among(long limit, long count) {
      return Math.max(0, Math.min(limit - sendersSoFar, count));
    }

    /** Returns how many of the next senders are needed for a number of transactions. */
    private long needed(long wanted, int each, long count) {
      long lacking = Math.max(0, wanted - transactionsSoFar);
      return Math.min(count, (lacking + each - 1) / each);
    }

    /** The ascending rank of a sender is {@code senders + 1} minus the descending one. */
    Concentration result() {
      return new Concentration(
          senders,
          transactions,
          top10,
          top100,
          top1Percent,
          half,
          eightyPercent,
          (senders + 1) * transactions - 2 * ranked);
    }
  }
}
