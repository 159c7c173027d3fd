package network.rei.dau.activity.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.TrafficCounts;
import org.roaringbitmap.RoaringBitmap;

/**
 * Counts and sets of addresses of some blocks, which can be combined with others. Addresses are the
 * numbers of an {@link AddressIndex}; the bitmaps are never changed.
 */
public record ActivitySum(
    long blocks,
    long transactions,
    long contractCreations,
    TrafficCounts traffic,
    RoaringBitmap senders,
    RoaringBitmap recipients,
    RoaringBitmap newSenders) {

  private static final ActivitySum NONE =
      new ActivitySum(
          0,
          0,
          0,
          TrafficCounts.NONE,
          new RoaringBitmap(),
          new RoaringBitmap(),
          new RoaringBitmap());

  /** The bits of the roles that an address has in transactions. */
  static final byte SENT = 1;

  static final byte RECEIVED = 2;
  static final byte SENT_FIRST = 4;

  /**
   * Returns the sum of the blocks at the places {@code [start, end)} of a record.
   *
   * @param columns with places in the address table of the record
   * @param traffic of the blocks of the record
   * @param numbers for each place the number of the address
   */
  static ActivitySum of(
      TransactionColumns columns, BlockTraffic traffic, int[] numbers, int start, int end) {
    int first = columns.starts()[start];
    int last = columns.starts()[end];
    int[] senders = columns.senders();
    int[] recipients = columns.recipients();
    byte[] roles = new byte[numbers.length];
    int creations = 0;
    for (int i = first; i < last; i++) {
      int sender = senders[i];
      if (sender < 0) {
        roles[~sender] |= SENT | SENT_FIRST;
      } else {
        roles[sender] |= SENT;
      }
      int recipient = recipients[i];
      if (recipient == ChunkRecord.NO_RECIPIENT) {
        creations++;
      } else {
        roles[recipient] |= RECEIVED;
      }
    }
    return new ActivitySum(
        end - start,
        last - first,
        creations,
        TrafficCounts.of(traffic, columns.starts(), start, end),
        numbersOf(roles, SENT, numbers),
        numbersOf(roles, RECEIVED, numbers),
        numbersOf(roles, SENT_FIRST, numbers));
  }

  /**
   * Returns the numbers of the addresses that have one of some roles.
   *
   * @param roles for each place of an address table its roles; may be shorter than the table
   * @param any the bits of the roles
   * @param numbers for each place the number of the address
   */
  static RoaringBitmap numbersOf(byte[] roles, int any, int[] numbers) {
    int[] found = new int[roles.length];
    int count = 0;
    for (int place = 0; place < roles.length; place++) {
      if ((roles[place] & any) != 0) {
        found[count++] = numbers[place];
      }
    }
    RoaringBitmap bitmap = RoaringBitmap.bitmapOfUnordered(Arrays.copyOf(found, count));
    bitmap.runOptimize();
    return bitmap;
  }

  /** Returns the memory of the sets in bytes. */
  long bytes() {
    return senders.getLongSizeInBytes()
        + recipients.getLongSizeInBytes()
        + newSenders.getLongSizeInBytes();
  }

  /** Returns the sum of parts that have no block in common: counts are added, sets are united. */
  public static ActivitySum of(List<ActivitySum> parts) {
    return switch (parts.size()) {
      case 0 -> NONE;
      case 1 -> parts.get(0);
      default ->
          new ActivitySum(
              added(parts, ActivitySum::blocks),
              added(parts, ActivitySum::transactions),
              added(parts, ActivitySum::contractCreations),
              TrafficCounts.of(parts.stream().map(ActivitySum::traffic).toList()),
              united(parts, ActivitySum::senders),
              united(parts, ActivitySum::recipients),
              united(parts, ActivitySum::newSenders));
    };
  }

  /** Returns the union of senders and recipients, which is computed by each call. */
  public RoaringBitmap addresses() {
    return RoaringBitmap.or(senders, recipients);
  }

  public ActivityCounts counts() {
    return new ActivityCounts(
        blocks,
        transactions,
        RoaringBitmap.orCardinality(senders, recipients),
        senders.getLongCardinality(),
        recipients.getLongCardinality(),
        newSenders.getLongCardinality(),
        contractCreations,
        traffic);
  }

  private static long added(List<ActivitySum> parts, ToLongFunction<ActivitySum> which) {
    return parts.stream().mapToLong(which).sum();
  }

  private static RoaringBitmap united(
      List<ActivitySum> parts, Function<ActivitySum, RoaringBitmap> which) {
    return RoaringBitmap.or(parts.stream().map(which).iterator());
  }
}
