package network.rei.dau.activity.ledger.count;

/**
 * The counts of a window. An address counts once, in however many blocks it occurs.
 *
 * @param blocks number of blocks
 * @param transactions of all kinds, failed ones included
 * @param addresses distinct addresses that are sender or recipient of a transaction
 * @param senders distinct senders ({@code from})
 * @param recipients distinct recipients ({@code to}); a contract creation has none
 * @param newSenders distinct senders of a transaction with nonce 0, which is the first of its
 *     sender
 * @param contractCreations transactions without recipient
 * @param traffic gas, base fees and sizes of the blocks
 */
public record ActivityCounts(
    long blocks,
    long transactions,
    long addresses,
    long senders,
    long recipients,
    long newSenders,
    long contractCreations,
    TrafficCounts traffic) {

  /** The counts without blocks. */
  public static final ActivityCounts NONE =
      new ActivityCounts(0, 0, 0, 0, 0, 0, 0, TrafficCounts.NONE);
}
