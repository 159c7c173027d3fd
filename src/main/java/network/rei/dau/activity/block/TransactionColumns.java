package network.rei.dau.activity.block;

/**
 * The transactions of a record in columns as in {@link ChunkRecord.Columns}, with numbers for
 * addresses: places in an address table, or those of an {@link AddressIndex}.
 *
 * @param starts for each block the place of its first transaction; one more entry at the end
 * @param senders for each transaction the number of the sender; all bits are flipped if the nonce
 *     is 0
 * @param recipients for each transaction the number of the recipient, or {@link
 *     ChunkRecord#NO_RECIPIENT}
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
public record TransactionColumns(int[] starts, int[] senders, int[] recipients) {

  /** Returns the transactions of a record, with the places in its address table as numbers. */
  public static TransactionColumns of(ChunkRecord.Columns columns) {
    return new TransactionColumns(
        columns.transactionStarts(), columns.senders(), columns.recipients());
  }

  /** Returns the same transactions with {@code numbers[n]} for each number n. */
  TransactionColumns renumbered(int[] numbers) {
    int[] newSenders = new int[senders.length];
    int[] newRecipients = new int[senders.length];
    for (int i = 0; i < senders.length; i++) {
      int sender = senders[i];
      int recipient = recipients[i];
      newSenders[i] = sender < 0 ? ~numbers[~sender] : numbers[sender];
      newRecipients[i] =
          recipient == ChunkRecord.NO_RECIPIENT ? ChunkRecord.NO_RECIPIENT : numbers[recipient];
    }
    return new TransactionColumns(starts, newSenders, newRecipients);
  }

  /** Visits the transactions of the blocks at the places {@code [start, end)}. */
  public void forEach(int start, int end, Visitor visitor) {
    for (int place = start; place < end; place++) {
      for (int i = starts[place]; i < starts[place + 1]; i++) {
        visitor.visit(place, senders[i] < 0 ? ~senders[i] : senders[i], recipients[i]);
      }
    }
  }

  /** Receives transactions. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Receives a transaction.
     *
     * @param place of its block in the record
     * @param sender number of the sender
     * @param recipient number of the recipient, or {@link ChunkRecord#NO_RECIPIENT}
     */
    void visit(int place, int sender, int recipient);
  }
}
