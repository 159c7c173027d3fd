package network.rei.dau.activity.block;

import java.util.Arrays;

/** A list of ints that grows without copying them, in pages. */
final class IntColumn {

  private static final int PAGE_BITS = 10;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  private int[][] pages = new int[4][];
  private int size;

  int size() {
    return size;
  }

  void add(int value) {
    int page = size >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page * 2);
    }
    if (pages[page] == null) {
      pages[page] = new int[PAGE_SIZE];
    }
    pages[page][size++ & (PAGE_SIZE - 1)] = value;
  }

  int get(int index) {
    return pages[index >>> PAGE_BITS][index & (PAGE_SIZE - 1)];
  }

  /** Removes all but the first values. */
  void truncate(int newSize) {
    size = newSize;
    int used = (newSize + PAGE_SIZE - 1) >>> PAGE_BITS;
    for (int page = used; page < pages.length && pages[page] != null; page++) {
      pages[page] = null;
    }
  }

  /** Returns the memory that the values take, in bytes. */
  long memoryBytes() {
    return ((size + PAGE_SIZE - 1L) >>> PAGE_BITS) * PAGE_SIZE * Integer.BYTES;
  }
}
