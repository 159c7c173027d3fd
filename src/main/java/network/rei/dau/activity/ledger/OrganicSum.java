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

  private static final byte[] NONE = {};

  /**
   * Returns the sum of the blocks at the places {@code [start, end)}. The sets are those of all
   * transactions without the few addresses that occur only where a rule is met.
   *
   * @param columns with places in the address table of the record
   * @param numbers for each place the number of the address
   * @param all the sum of these blocks with all transactions
   * @param rules the number of rules of the filter
   */
  static OrganicSum of(
      TransactionColumns columns,
      int[] numbers,
      ActivitySum all,
      RecordFilter filter,
      int rules,
      int start,
      int end) {
    int[] starts = columns.starts();
    int[] senders = columns.senders();
    int[] recipients = columns.recipients();
    byte[] counted = new byte[numbers.length];
    byte[][] ofRules = new byte[rules][];
    Arrays.fill(ofRules, NONE);
    long[] leftOut = new long[rules];
    long creations = 0;
    long emptyBlocks = 0;
    for (int block = start; block < end; block++) {
      boolean empty = true;
      for (int i = starts[block]; i < starts[block + 1]; i++) {
        int sender = senders[i];
        int recipient = recipients[i];
        int rule = filter.ruleOf(block, i);
        byte[] roles = counted;
        empty &= rule != RecordFilter.NO_RULE;
        if (rule != RecordFilter.NO_RULE) {
          leftOut[rule]++;
          creations += recipient == ChunkRecord.NO_RECIPIENT ? 1 : 0;
          ofRules[rule] = ofRules[rule] == NONE ? new byte[numbers.length] : ofRules[rule];
          roles = ofRules[rule];
        }
        roles[sender < 0 ? ~sender : sender] |=
            sender < 0 ? ActivitySum.SENT | ActivitySum.SENT_FIRST : ActivitySum.SENT;
        if (recipient != ChunkRecord.NO_RECIPIENT) {
          roles[recipient] |= ActivitySum.RECEIVED;
        }
      }
      emptyBlocks += empty ? 1 : 0;
    }
    byte[] lost = lost(ofRules, counted);
    return new OrganicSum(
        new ActivitySum(
            end - start,
            all.transactions() - Arrays.stream(leftOut).sum(),
            all.contractCreations() - creations,
            all.traffic().withEmptyBlocks(emptyBlocks),
            RoaringBitmap.andNot(
                all.senders(), ActivitySum.numbersOf(lost, ActivitySum.SENT, numbers)),
            RoaringBitmap.andNot(
                all.recipients(), ActivitySum.numbersOf(lost, ActivitySum.RECEIVED, numbers)),
            RoaringBitmap.andNot(
                all.newSenders(), ActivitySum.numbersOf(lost, ActivitySum.SENT_FIRST, numbers))),
        leftOut,
        Arrays.stream(ofRules)
            .map(
                roles ->
                    ActivitySum.numbersOf(roles, ActivitySum.SENT | ActivitySum.RECEIVED, numbers))
            .toList());
  }

  /** Returns for each address the roles that it has only in transactions that are left out. */
  private static byte[] lost(byte[][] ofRules, byte[] counted) {
    byte[] lost = new byte[counted.length];
    for (byte[] roles : ofRules) {
      for (int place = 0; place < roles.length; place++) {
        lost[place] |= (byte) (roles[place] & ~counted[place]);
      }
    }
    return lost;
  }
}
