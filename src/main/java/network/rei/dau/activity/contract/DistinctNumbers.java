package network.rei.dau.activity.contract;

import java.util.Arrays;

/** Counts distinct numbers of addresses, in the smaller of a set of bits and a list. */
final class DistinctNumbers {

  private final NumberSet set;
  private final int[] list;
  private int size;

  /**
   * @param bound the numbers are below it
   * @param additions how many numbers are added at most, equal ones included
   */
  DistinctNumbers(int bound, long additions) {
    boolean few = additions * Integer.SIZE < bound;
    this.set = few ? null : new NumberSet(bound);
    this.list = few ? new int[(int) additions] : null;
  }

  void add(int number) {
    if (set == null) {
      list[size++] = number;
    } else {
      set.add(number);
    }
  }

  /** Returns the number of distinct numbers; none can be added after it. */
  long count() {
    if (set != null) {
      return set.count();
    }
    Arrays.sort(list, 0, size);
    return Arrays.stream(list, 0, size).distinct().count();
  }
}
