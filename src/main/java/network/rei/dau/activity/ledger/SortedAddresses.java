package network.rei.dau.activity.ledger;

import java.util.Arrays;
import java.util.Comparator;
import network.rei.dau.activity.block.Address;

/**
 * Addresses of an index, by unsigned bytes.
 *
 * @param table {@value Address#BYTES} bytes each, sorted
 * @param numbers of the addresses, in the table's order
 */
@SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
public record SortedAddresses(byte[] table, int[] numbers) {

  /** All addresses of an index. */
  public static SortedAddresses of(AddressIndex index) {
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

  /** For each number of the index its place in the table, if the table holds all. */
  public int[] places() {
    int[] places = new int[numbers.length];
    for (int place = 0; place < places.length; place++) {
      places[numbers[place]] = place;
    }
    return places;
  }

  /** The prefix decides nearly always; vanity addresses that share one are compared whole. */
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
