package network.rei.dau.activity.period;

import network.rei.dau.activity.ledger.ActivityCounts;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.AddressIndex;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who was active on a UTC day, by the numbers of an {@link AddressIndex}; the bitmaps are never
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

  /** Senders and recipients; made anew at each call. */
  RoaringBitmap addresses() {
    return RoaringBitmap.or(senders, recipients);
  }

  DaySets renumbered(int[] numbers) {
    return new DaySets(
        renumbered(senders, numbers),
        renumbered(recipients, numbers),
        renumbered(newSenders, numbers));
  }

  /** These sets with the numbers of the day whose they are. */
  ActivitySum sum(ActivityCounts counts) {
    return new ActivitySum(
        counts.blocks(),
        counts.transactions(),
        counts.contractCreations(),
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
