package network.rei.dau.activity.ledger;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.roaringbitmap.RoaringBitmap;

/**
 * What some blocks add up to, in a form that can be added up further. Addresses go by the numbers
 * of an {@link AddressIndex}; the bitmaps are never changed.
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

  /** Of parts that have no block in common: what is counted is added, sets are united. */
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

  /** Senders and recipients; made anew at each call. */
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
