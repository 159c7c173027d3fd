package network.rei.dau.activity.ledger.count;

/**
 * The number of transactions of an address.
 *
 * @param sent as sender
 * @param received as recipient
 * @param total as sender or recipient; a transaction from an address to itself counts once
 */
public record TransactionCounts(long sent, long received, long total) {

  /** The counts without transactions. */
  public static final TransactionCounts NONE = new TransactionCounts(0, 0, 0);

  /** The role in which transactions are counted. */
  public enum Role {
    SENT,
    RECEIVED,
    TOTAL
  }
}
