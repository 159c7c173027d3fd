package network.rei.dau.activity.ledger;

import java.util.Arrays;
import org.roaringbitmap.BatchIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * A positive count for each address of a set, in a byte for most of them. The counts are in the
 * order of the numbers of the addresses, so that adding them to others does not jump in memory.
 */
final class CountColumn {

  /** Stands for a count that is among the large ones. */
  private static final int IS_LARGE = 255;

  private static final int BATCH = 1024;

  private final RoaringBitmap numbers;
  private final byte[] counts;

  /** The counts that do not fit into a byte, in order. */
  private final int[] large;

  private CountColumn(RoaringBitmap numbers, byte[] counts, int[] large) {
    this.numbers = numbers;
    this.counts = counts;
    this.large = large;
  }

  /**
   * Takes the counts of some addresses, which are 0 in the array then.
   *
   * @param numbers of the addresses whose count is positive; shared, not copied
   * @param byNumber the counts of all addresses
   */
  static CountColumn take(RoaringBitmap numbers, int[] byNumber) {
    byte[] counts = new byte[numbers.getCardinality()];
    int[] large = new int[16];
    int place = 0;
    int largeCount = 0;
    int[] batch = new int[BATCH];
    BatchIterator iterator = numbers.getBatchIterator();
    while (iterator.hasNext()) {
      int length = iterator.nextBatch(batch);
      for (int i = 0; i < length; i++) {
        int count = byNumber[batch[i]];
        byNumber[batch[i]] = 0;
        if (count >= IS_LARGE) {
          if (largeCount == large.length) {
            large = Arrays.copyOf(large, 2 * largeCount);
          }
          large[largeCount++] = count;
        }
        counts[place++] = (byte) Math.min(count, IS_LARGE);
      }
    }
    return new CountColumn(numbers, counts, Arrays.copyOf(large, largeCount));
  }

  /** Adds the counts to those of all addresses. */
  void addTo(int[] byNumber) {
    int place = 0;
    int largePlace = 0;
    int[] batch = new int[BATCH];
    BatchIterator iterator = numbers.getBatchIterator();
    while (iterator.hasNext()) {
      int length = iterator.nextBatch(batch);
      for (int i = 0; i < length; i++) {
        int count = counts[place++] & 0xff;
        byNumber[batch[i]] += count == IS_LARGE ? large[largePlace++] : count;
      }
    }
  }
}
