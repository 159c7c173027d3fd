package network.rei.dau.activity.period;

import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.ledger.ActivityCounts;
import network.rei.dau.activity.ledger.ActivitySum;
import org.roaringbitmap.RoaringBitmap;

/**
 * The active addresses of a UTC day as numbers of an {@link AddressIndex}; the bitmaps are never
 * changed.
 */
record DaySets(RoaringBitmap senders, RoaringBitmap recipients, RoaringBitmap newSenders) {

  static DaySets of(DayAddresses day, AddressIndex index) {
    int[] numbers = index.add(day.table());
    return new DaySets(
        day.numbersOf(numbers, DayAddresses.SENDER),
        day.numbersOf(numbers, DayAddresses.RECIPIENT),
        day.numbersOf(numbers, DayAddresses.NEW_SENDER));
  }

  /** Returns the union of senders and recipients, which is computed by each call. */
  RoaringBitmap addresses() {
    return RoaringBitmap.or(senders, recipients);
  }

  /** Returns the memory of the sets in bytes. */
  long bytes() {
    return senders.getLongSizeInBytes()
        + recipients.getLongSizeInBytes()
        + newSenders.getLongSizeInBytes();
  }

  DaySets renumbered(int[] numbers) {
    return new DaySets(
        renumbered(senders, numbers),
        renumbered(recipients, numbers),
        renumbered(newSenders, numbers));
  }

  /** Returns these sets with the counts of their day. */
  ActivitySum sum(ActivityCounts counts) {
    return new ActivitySum(
        counts.blocks(),
        counts.transactions(),
        counts.contractCreations(),
        counts.traffic(),
        senders,
        recipients,
        newSenders);
  }

  private static RoaringBitmap renumbered(RoaringBitmap set, int[] numbers) {
    int[] others = set.toArray();
    for (int i = 0; i < others.length; i++) {
      others[i] = numbers[others[i]];
    }
    return RoaringBitmap.bitmapOfUnordered(others);
  }
}
