package network.rei.dau.activity.ledger;

import java.util.Arrays;
import java.util.List;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.rule.RecordFilter;
import org.roaringbitmap.RoaringBitmap;

/**
 * The sum of some blocks of a record without the transactions that meet a rule.
 *
 * @param organic over the other transactions and all blocks
 * @param leftOut for each rule the number of transactions that it leaves out
 * @param addresses for each rule the senders and recipients of these
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
record OrganicSum(ActivitySum organic, long[] leftOut, List<RoaringBitmap> addresses) {

  private static final byte SENT = 1;
  private static final byte RECEIVED = 2;
  private static final byte SENT_FIRST = 4;
  private static final byte[] NONE = {};

  /**
   * Returns the sum of the blocks at the places {@code [start, end)}.
   *
   * @param columns with places in the address table of the record
   * @param numbers for each place the number of the address
   * @param rules the number of rules of the filter
   */
  static OrganicSum of(
      TransactionColumns columns,
      int[] numbers,
      RecordFilter filter,
      int rules,
      int start,
      int end) {
    int[] senders = columns.senders();
    int[] recipients = columns.recipients();
    byte[] ofOrganic = new byte[numbers.length];
    byte[][] ofRules = new byte[rules][];
    Arrays.fill(ofRules, NONE);
    long[] leftOut = new long[rules];
    long transactions = 0;
    long creations = 0;
    for (int block = start; block < end; block++) {
      for (int i = columns.starts()[block]; i < columns.starts()[block + 1]; i++) {
        int sender = senders[i];
        int recipient = recipients[i];
        int rule = filter.ruleOf(block, i);
        byte[] roles = ofOrganic;
        if (rule == RecordFilter.NO_RULE) {
          transactions++;
          creations += recipient == ChunkRecord.NO_RECIPIENT ? 1 : 0;
        } else {
          leftOut[rule]++;
          ofRules[rule] = ofRules[rule] == NONE ? new byte[numbers.length] : ofRules[rule];
          roles = ofRules[rule];
        }
        roles[sender < 0 ? ~sender : sender] |= sender < 0 ? SENT | SENT_FIRST : SENT;
        if (recipient != ChunkRecord.NO_RECIPIENT) {
          roles[recipient] |= RECEIVED;
        }
      }
    }
    return new OrganicSum(
        new ActivitySum(
            end - start,
            transactions,
            creations,
            numbersOf(ofOrganic, SENT, numbers),
            numbersOf(ofOrganic, RECEIVED, numbers),
            numbersOf(ofOrganic, SENT_FIRST, numbers)),
        leftOut,
        Arrays.stream(ofRules).map(roles -> numbersOf(roles, SENT | RECEIVED, numbers)).toList());
  }

  private static RoaringBitmap numbersOf(byte[] roles, int any, int[] numbers) {
    int[] found = new int[roles.length];
    int count = 0;
    for (int place = 0; place < roles.length; place++) {
      if ((roles[place] & any) != 0) {
        found[count++] = numbers[place];
      }
    }
    return RoaringBitmap.bitmapOfUnordered(Arrays.copyOf(found, count));
  }
}
