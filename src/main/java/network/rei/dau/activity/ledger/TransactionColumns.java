package network.rei.dau.activity.ledger;

import java.util.Arrays;
import network.rei.dau.activity.block.ChunkRecord;
import org.roaringbitmap.RoaringBitmap;

/**
 * The transactions of a record's blocks, in columns as in {@link ChunkRecord.Columns}, but with
 * addresses by the numbers of an {@link AddressIndex}.
 *
 * @param starts for each block the place of its first transaction; one more entry at the end
 * @param senders for each transaction the sender's number, all bits flipped at nonce 0
 * @param recipients for each transaction the recipient's number or {@link ChunkRecord#NO_RECIPIENT}
 */
@SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
public record TransactionColumns(int[] starts, int[] senders, int[] recipients) {

  /**
   * @param numbers for each place of the record's address table the address's number
   */
  static TransactionColumns of(ChunkRecord.Columns columns, int[] numbers) {
    return new TransactionColumns(
            columns.transactionStarts(), columns.senders(), columns.recipients())
        .renumbered(numbers);
  }

  /** The same transactions, with {@code numbers[n]} for each number n. */
  public TransactionColumns renumbered(int[] numbers) {
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

  int blocks() {
    return starts.length - 1;
  }

  /** Tells the transactions of the blocks from place {@code start} to before {@code end}. */
  void forEach(int start, int end, Visitor visitor) {
    for (int place = start; place < end; place++) {
      for (int i = starts[place]; i < starts[place + 1]; i++) {
        visitor.visit(place, senders[i] < 0 ? ~senders[i] : senders[i], recipients[i]);
      }
    }
  }

  /** Is told of transactions. */
  @FunctionalInterface
  interface Visitor {
    /**
     * A transaction.
     *
     * @param place of its block
     * @param sender the sender's number
     * @param recipient the recipient's number or {@link ChunkRecord#NO_RECIPIENT}
     */
    void visit(int place, int sender, int recipient);
  }

  /** What the blocks from place {@code start} to before place {@code end} add up to. */
  ActivitySum sum(int start, int end) {
    int first = starts[start];
    int count = starts[end] - first;
    int[] sent = new int[count];
    int[] received = new int[count];
    int[] sentFirst = new int[count];
    int receivedCount = 0;
    int sentFirstCount = 0;
    for (int i = 0; i < count; i++) {
      int sender = senders[first + i];
      if (sender < 0) {
        sender = ~sender;
        sentFirst[sentFirstCount++] = sender;
      }
      sent[i] = sender;
      int recipient = recipients[first + i];
      if (recipient != ChunkRecord.NO_RECIPIENT) {
        received[receivedCount++] = recipient;
      }
    }
    return new ActivitySum(
        end - start,
        count,
        count - receivedCount,
        bitmap(sent, count),
        bitmap(received, receivedCount),
        bitmap(sentFirst, sentFirstCount));
  }

  private static RoaringBitmap bitmap(int[] numbers, int count) {
    RoaringBitmap bitmap = RoaringBitmap.bitmapOfUnordered(Arrays.copyOf(numbers, count));
    bitmap.runOptimize();
    return bitmap;
  }
}
