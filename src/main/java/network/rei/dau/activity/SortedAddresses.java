package network.rei.dau.activity;

import java.util.Arrays;

/**
 * The addresses of an index by unsigned bytes.
 *
 * @param table {@value Address#BYTES} bytes each, sorted
 * @param placeOf for each number of the index its place in the table
 */
@SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
record SortedAddresses(byte[] table, int[] placeOf) {

  static SortedAddresses of(AddressIndex index) {
    int[] all = new int[index.size()];
    Arrays.setAll(all, id -> id);
    byte[] table = tableOf(index, all);
    int[] placeOf = new int[all.length];
    byte[] address = new byte[Address.BYTES];
    for (int place = 0; place < all.length; place++) {
      System.arraycopy(table, place * Address.BYTES, address, 0, Address.BYTES);
      placeOf[index.find(address, 0)] = place;
    }
    return new SortedAddresses(table, placeOf);
  }

  /** The addresses with these numbers, sorted, side by side. */
  static byte[] tableOf(AddressIndex index, int[] ids) {
    byte[] unsorted = new byte[ids.length * Address.BYTES];
    long[] keys = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      index.copyTo(ids[i], unsorted, i * Address.BYTES);
      // The first four bytes, shifted to compare as signed, decide nearly always; below them, who.
      keys[i] = ((long) prefix(unsorted, i) << 32) | i;
    }
    Arrays.sort(keys);
    byte[] sorted = new byte[unsorted.length];
    int start = 0;
    while (start < keys.length) {
      int end = start + 1;
      while (end < keys.length && keys[end] >> 32 == keys[start] >> 32) {
        end++;
      }
      copyRun(unsorted, keys, start, end, sorted);
      start = end;
    }
    return sorted;
  }

  private static int prefix(byte[] addresses, int i) {
    int at = i * Address.BYTES;
    int bits =
        (addresses[at] & 0xFF) << 24
            | (addresses[at + 1] & 0xFF) << 16
            | (addresses[at + 2] & 0xFF) << 8
            | (addresses[at + 3] & 0xFF);
    return bits ^ Integer.MIN_VALUE;
  }

  private static void copyRun(byte[] unsorted, long[] keys, int start, int end, byte[] sorted) {
    Address[] run = new Address[end - start];
    for (int i = start; i < end; i++) {
      run[i - start] = Address.at(unsorted, (int) keys[i] * Address.BYTES);
    }
    if (run.length > 1) {
      Arrays.sort(run);
    }
    for (int i = 0; i < run.length; i++) {
      run[i].copyTo(sorted, (start + i) * Address.BYTES);
    }
  }
}
