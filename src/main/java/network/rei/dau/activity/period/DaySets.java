package network.rei.dau.activity.period;

import java.util.Optional;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.contract.DayCallSets;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import org.roaringbitmap.RoaringBitmap;

/**
 * The active addresses of a UTC day as numbers of an {@link AddressIndex}; the bitmaps are never
 * changed.
 *
 * @param calls of the tracked contracts; empty if they are unknown
 */
record DaySets(
    RoaringBitmap senders,
    RoaringBitmap recipients,
    RoaringBitmap newSenders,
    Optional<DayCallSets> calls) {

  static DaySets of(DayAddresses day, AddressIndex index) {
    int[] numbers = index.add(day.table());
    return new DaySets(
        day.numbersOf(numbers, DayAddresses.SENDER),
        day.numbersOf(numbers, DayAddresses.RECIPIENT),
        day.numbersOf(numbers, DayAddresses.NEW_SENDER),
        day.calls().map(calls -> DayCallSets.of(calls, numbers, index)));
  }

  /**
   * Returns the union of senders, recipients and tracked contracts, which is computed by each call.
   */
  RoaringBitmap addresses() {
    RoaringBitmap union = RoaringBitmap.or(senders, recipients);
    calls.ifPresent(known -> union.or(known.contracts()));
    return union;
  }

  /** Returns the memory of the sets in bytes. */
  long bytes() {
    return senders.getLongSizeInBytes()
        + recipients.getLongSizeInBytes()
        + newSenders.getLongSizeInBytes()
        + calls.map(DayCallSets::bytes).orElse(0L);
  }

  DaySets renumbered(int[] numbers) {
    return new DaySets(
        renumbered(senders, numbers),
        renumbered(recipients, numbers),
        renumbered(newSenders, numbers),
        calls.map(known -> known.renumbered(numbers)));
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
