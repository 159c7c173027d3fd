package network.rei.dau.activity;

import java.util.List;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/** Who was active, by the numbers of an {@link AddressIndex}. The bitmaps are never changed. */
record ActivitySets(RoaringBitmap senders, RoaringBitmap recipients, RoaringBitmap newSenders) {

  static ActivitySets union(List<ActivitySets> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : new ActivitySets(
            union(parts, ActivitySets::senders),
            union(parts, ActivitySets::recipients),
            union(parts, ActivitySets::newSenders));
  }

  long addressCount() {
    return RoaringBitmap.orCardinality(senders, recipients);
  }

  RoaringBitmap addresses() {
    return RoaringBitmap.or(senders, recipients);
  }

  private static RoaringBitmap union(
      List<ActivitySets> parts, Function<ActivitySets, RoaringBitmap> which) {
    return RoaringBitmap.or(parts.stream().map(which).iterator());
  }
}
