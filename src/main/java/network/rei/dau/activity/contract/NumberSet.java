package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** A set of numbers of addresses, with a bit for each address of the index. Not thread-safe. */
final class NumberSet {

  private final long[] words;

  /**
   * @param size the numbers are below it
   */
  NumberSet(int size) {
    words = new long[(size + Long.SIZE - 1) / Long.SIZE];
  }

  private NumberSet(long[] words) {
    this.words = words;
  }

  NumberSet copy() {
    return new NumberSet(words.clone());
  }

  /** Adds a number; returns whether it is new. */
  boolean add(int number) {
    long bit = 1L << number;
    long before = words[number >>> 6];
    words[number >>> 6] = before | bit;
    return (before & bit) == 0;
  }

  boolean contains(int number) {
    return (words[number >>> 6] & 1L << number) != 0;
  }

  void remove(int number) {
    words[number >>> 6] &= ~(1L << number);
  }

  void clear() {
    Arrays.fill(words, 0);
  }

  /** Returns how many numbers are in both sets, which have the same size. */
  int sharedWith(NumberSet other) {
    int shared = 0;
    for (int i = 0; i < words.length; i++) {
      shared += Long.bitCount(words[i] & other.words[i]);
    }
    return shared;
  }

  /** Returns how many numbers of another set are in this one. */
  int sharedWith(RoaringBitmap other) {
    int shared = 0;
    for (IntIterator numbers = other.getIntIterator(); numbers.hasNext(); ) {
      shared += contains(numbers.next()) ? 1 : 0;
    }
    return shared;
  }

  int count() {
    return sharedWith(this);
  }

  void forEach(IntConsumer action) {
    for (int i = 0; i < words.length; i++) {
      for (long left = words[i]; left != 0; left &= left - 1) {
        action.accept(i * Long.SIZE + Long.numberOfTrailingZeros(left));
      }
    }
  }
}
