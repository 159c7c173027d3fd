package network.rei.dau.activity.block;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Addresses of an index in the order of unsigned bytes.
 *
 * @param table {@value Address#BYTES} bytes for each address
 * @param numbers of the addresses, in the order of the table
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
public record SortedAddresses(byte[] table, int[] numbers) {

  /** Returns all addresses of an index. */
  static SortedAddresses of(AddressIndex index) {
    int[] all = new int[index.size()];
    Arrays.setAll(all, number -> number);
    return of(index, all);
  }

  /**
   * Returns the addresses of some numbers, sorted.
   *
   * @param numbers of distinct addresses
   */
  public static SortedAddresses of(AddressIndex index, int[] numbers) {
    long[] keys = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      keys[i] = ((long) index.prefix(numbers[i]) << Integer.SIZE) | numbers[i];
    }
    Arrays.sort(keys);
    sortTies(index, keys);
    int[] sorted = new int[keys.length];
    byte[] table = new byte[keys.length * Address.BYTES];
    for (int i = 0; i < keys.length; i++) {
      sorted[i] = (int) keys[i];
      index.copyTo(sorted[i], table, i * Address.BYTES);
    }
    return new SortedAddresses(table, sorted);
  }

  /** Returns for each number its place in the table, which must hold all addresses of the index. */
  int[] places() {
    int[] places = new int[numbers.length];
    for (int place = 0; place < places.length; place++) {
      places[numbers[place]] = place;
    }
    return places;
  }

  /** Sorts addresses with the same prefix by all their bytes; they are rare. */
  private static void sortTies(AddressIndex index, long[] keys) {
    int start = 0;
    for (int end = 1; end <= keys.length; end++) {
      if (end == keys.length || keys[end] >> Integer.SIZE != keys[start] >> Integer.SIZE) {
        if (end - start > 1) {
          sortTies(index, keys, start, end);
        }
        start = end;
      }
    }
  }

  private static void sortTies(AddressIndex index, long[] keys, int start, int end) {
    long[] sorted =
        Arrays.stream(keys, start, end)
            .boxed()
            .sorted(Comparator.comparing(key -> index.address(key.intValue())))
            .mapToLong(Long::longValue)
            .toArray();
    System.arraycopy(sorted, 0, keys, start, sorted.length);
  }
}
