package network.rei.dau.activity.block;

import java.util.Optional;

/**
 * The transactions of a record in columns as in {@link ChunkRecord.Columns}, with numbers for
 * addresses: places in an address table, or those of an {@link AddressIndex}.
 *
 * @param starts for each block the place of its first transaction; one more entry at the end
 * @param senders for each transaction the number of the sender; all bits are flipped if the nonce
 *     is 0
 * @param recipients for each transaction the number of the recipient, or {@link
 *     ChunkRecord#NO_RECIPIENT}
 * @param details of the transactions; empty if they are unknown, as those of a record that an
 *     earlier version wrote
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
public record TransactionColumns(
    int[] starts, int[] senders, int[] recipients, Optional<TransactionDetails> details) {

  public TransactionColumns {
    if (details.isPresent() && details.get().size() != senders.length) {
      throw new IllegalArgumentException("the details are not those of the transactions");
    }
  }

  /** Returns the transactions of a record, with the places in its address table as numbers. */
  public static TransactionColumns of(ChunkRecord.Columns columns) {
    return new TransactionColumns(
        columns.transactionStarts(), columns.senders(), columns.recipients(), columns.details());
  }

  /**
   * Visits the transactions of the blocks at the places {@code [start, end)} with their own places,
   * which are those of their {@link #details}.
   */
  public void forEachTransaction(int start, int end, Visitor visitor) {
    for (int block = start; block < end; block++) {
      for (int i = starts[block]; i < starts[block + 1]; i++) {
        int sender = senders[i];
        visitor.visit(block, i, sender < 0 ? ~sender : sender, recipients[i], sender < 0);
      }
    }
  }

  /** Receives transactions with their places. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Receives a transaction.
     *
     * @param block place of its block in the record
     * @param transaction place of the transaction in the columns
     * @param sender number of the sender
     * @param recipient number of the recipient, or {@link ChunkRecord#NO_RECIPIENT}
     * @param nonceZero whether its nonce is 0
     */
    void visit(int block, int transaction, int sender, int recipient, boolean nonceZero);
  }
}
