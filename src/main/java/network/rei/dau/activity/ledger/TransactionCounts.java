package network.rei.dau.activity.ledger;

/**
 * How many transactions an address takes part in.
 *
 * @param sent as sender
 * @param received as recipient
 * @param total as either; a transaction to oneself counts once
 */
public record TransactionCounts(long sent, long received, long total) {

  /** No transaction. */
  public static final TransactionCounts NONE = new TransactionCounts(0, 0, 0);

  /** Which of the three. */
  public long by(Role role) {
    return switch (role) {
      case SENT -> sent;
      case RECEIVED -> received;
      case TOTAL -> total;
    };
  }

  /** What is counted of an address. */
  public enum Role {
    SENT,
    RECEIVED,
    TOTAL
  }
}
