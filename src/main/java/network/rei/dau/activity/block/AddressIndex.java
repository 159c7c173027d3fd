package network.rei.dau.activity.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.roaringbitmap.RoaringBitmap;

/**
 * Assigns a small number to each distinct address, in order of arrival: 0, 1, 2, …. A number is
 * never assigned again. Numbers are valid in this process only and are never stored or sent.
 *
 * <p>One thread may add addresses while others look up numbers or read addresses back: lookups take
 * the lock, reading an address back by its number does not.
 */
public final class AddressIndex {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int PAGE_BITS = 12;
  private static final int PAGE_ADDRESSES = 1 << PAGE_BITS;
  private static final int EMPTY = -1;

  // Random: senders choose the addresses, and could otherwise choose colliding ones.
  private final long[] secrets = new SplittableRandom().longs(3).toArray();

  private volatile byte[][] pages = new byte[1][];
  private int[] slots;
  private int size;

  public AddressIndex(int expected) {
    slots = emptySlots(slotsFor(expected));
  }

  /** Returns the memory of an index that was created for a number of addresses and holds them. */
  public static long bytesFor(int addresses) {
    long pages = (addresses + (long) PAGE_ADDRESSES - 1) / PAGE_ADDRESSES;
    return pages * PAGE_ADDRESSES * Address.BYTES + (long) Integer.BYTES * slotsFor(addresses);
  }

  /** Returns the memory of this index in bytes. */
  public synchronized long bytes() {
    long used = (size + (long) PAGE_ADDRESSES - 1) / PAGE_ADDRESSES;
    return used * PAGE_ADDRESSES * Address.BYTES + (long) Integer.BYTES * slots.length;
  }

  private static int slotsFor(int addresses) {
    return Integer.highestOneBit(Math.max(8, addresses)) * 4;
  }

  public synchronized int size() {
    return size;
  }

  /** Returns the numbers of consecutive addresses; new addresses are added. */
  public synchronized int[] add(byte[] table) {
    int[] ids = new int[table.length / Address.BYTES];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = add(table, i * Address.BYTES);
    }
    return ids;
  }

  /** Returns the number of the address at {@code offset}, which is added if it is new. */
  public synchronized int add(byte[] bytes, int offset) {
    int slot = slotOf(bytes, offset);
    if (slots[slot] == EMPTY) {
      slots[slot] = append(bytes, offset);
      if (size * 2 > slots.length) {
        grow();
      }
      return size - 1;
    }
    return slots[slot];
  }

  /** Returns the number of an address, or -1 if it was never added. */
  public synchronized int find(byte[] bytes, int offset) {
    return slots[slotOf(bytes, offset)];
  }

  /** Returns the first four bytes of an address as an int in the order of unsigned bytes. */
  int prefix(int id) {
    return (int) INT.get(page(id), offsetInPage(id)) ^ Integer.MIN_VALUE;
  }

  /** Compares two addresses by their numbers, in the order of unsigned bytes. */
  public int compare(int id, int other) {
    int start = offsetInPage(id);
    int otherStart = offsetInPage(other);
    return Arrays.compareUnsigned(
        page(id),
        start,
        start + Address.BYTES,
        page(other),
        otherStart,
        otherStart + Address.BYTES);
  }

  /** Copies the address with a number of this index. */
  void copyTo(int id, byte[] target, int targetOffset) {
    System.arraycopy(page(id), offsetInPage(id), target, targetOffset, Address.BYTES);
  }

  public Address address(int id) {
    return Address.at(page(id), offsetInPage(id));
  }

  /**
   * Adds some of the addresses to another index.
   *
   * @return for each of the numbers the number in the other index
   */
  public int[] copyTo(AddressIndex other, RoaringBitmap ids) {
    int[] others = new int[ids.isEmpty() ? 0 : ids.last() + 1];
    ids.forEach((int id) -> others[id] = other.add(page(id), offsetInPage(id)));
    return others;
  }

  private int slotOf(byte[] bytes, int offset) {
    int mask = slots.length - 1;
    int slot = hash(bytes, offset) & mask;
    while (slots[slot] != EMPTY && !matches(slots[slot], bytes, offset)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean matches(int id, byte[] bytes, int offset) {
    int start = offsetInPage(id);
    return Arrays.equals(
        page(id), start, start + Address.BYTES, bytes, offset, offset + Address.BYTES);
  }

  private int hash(byte[] bytes, int offset) {
    long a = (long) LONG.get(bytes, offset) ^ secrets[0];
    long b = (long) LONG.get(bytes, offset + 8) ^ secrets[1];
    long h = folded(folded(a, b) ^ (int) INT.get(bytes, offset + 16), secrets[2]);
    return (int) (h ^ (h >>> 32));
  }

  /** Combines both halves of the 128-bit product. */
  private static long folded(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }

  private int append(byte[] bytes, int offset) {
    int id = size++;
    int page = id >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page * 2);
    }
    if (pages[page] == null) {
      pages[page] = new byte[PAGE_ADDRESSES * Address.BYTES];
    }
    System.arraycopy(bytes, offset, pages[page], offsetInPage(id), Address.BYTES);
    return id;
  }

  private void grow() {
    slots = emptySlots(slots.length * 2);
    for (int id = 0; id < size; id++) {
      slots[slotOf(page(id), offsetInPage(id))] = id;
    }
  }

  private byte[] page(int id) {
    return pages[id >>> PAGE_BITS];
  }

  private static int offsetInPage(int id) {
    return (id & (PAGE_ADDRESSES - 1)) * Address.BYTES;
  }

  private static int[] emptySlots(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, EMPTY);
    return slots;
  }
}
