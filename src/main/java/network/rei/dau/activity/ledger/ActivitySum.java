package network.rei.dau.activity.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import org.roaringbitmap.RoaringBitmap;

/**
 * Counts and sets of addresses of some blocks, which can be combined with others. Addresses are the
 * numbers of an {@link AddressIndex}; the bitmaps are never changed.
 */
public record ActivitySum(
    long blocks,
    long transactions,
    long contractCreations,
    RoaringBitmap senders,
    RoaringBitmap recipients,
    RoaringBitmap newSenders) {

  private static final ActivitySum NONE =
      new ActivitySum(0, 0, 0, new RoaringBitmap(), new RoaringBitmap(), new RoaringBitmap());

  /** Returns the sum of the blocks at the places {@code [start, end)} of a record. */
  static ActivitySum of(TransactionColumns columns, int start, int end) {
    int first = columns.starts()[start];
    int count = columns.starts()[end] - first;
    int[] senders = columns.senders();
    int[] recipients = columns.recipients();
    int[] sent = new int[count];
    int[] received = new int[count];
    int[] nonceZero = new int[count];
    int receivedCount = 0;
    int nonceZeroCount = 0;
    for (int i = 0; i < count; i++) {
      int sender = senders[first + i];
      if (sender < 0) {
        sender = ~sender;
        nonceZero[nonceZeroCount++] = sender;
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
        bitmap(nonceZero, nonceZeroCount));
  }

  private static RoaringBitmap bitmap(int[] numbers, int count) {
    RoaringBitmap bitmap = RoaringBitmap.bitmapOfUnordered(Arrays.copyOf(numbers, count));
    bitmap.runOptimize();
    return bitmap;
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
        contractCreations);
  }

  private static long added(List<ActivitySum> parts, ToLongFunction<ActivitySum> which) {
    return parts.stream().mapToLong(which).sum();
  }

  private static RoaringBitmap united(
      List<ActivitySum> parts, Function<ActivitySum, RoaringBitmap> which) {
    return RoaringBitmap.or(parts.stream().map(which).iterator());
  }
}
