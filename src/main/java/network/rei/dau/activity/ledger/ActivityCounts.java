package network.rei.dau.activity.ledger;

/**
 * What the blocks of a window add up to. Sets are united, never added: an address counts once.
 *
 * @param blocks how many blocks
 * @param transactions of all kinds, failed ones included
 * @param addresses distinct addresses that are sender or recipient of a transaction
 * @param senders distinct senders ({@code from})
 * @param recipients distinct recipients ({@code to}); a contract creation has none
 * @param newSenders distinct senders of a transaction with nonce 0, their first ever
 * @param contractCreations transactions without recipient
 */
public record ActivityCounts(
    long blocks,
    long transactions,
    long addresses,
    long senders,
    long recipients,
    long newSenders,
    long contractCreations) {

  /** No blocks at all. */
  public static final ActivityCounts NONE = new ActivityCounts(0, 0, 0, 0, 0, 0, 0);
}
