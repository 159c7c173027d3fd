package network.rei.dau.activity.block;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Assigns a number to each distinct {@linkplain TransactionKind#code() kind} of transactions, in
 * order of arrival: 0, 1, 2, …. Not thread-safe.
 */
final class TransactionKindIndex {

  private static final int EMPTY = -1;

  // Random: senders choose the selectors, and could otherwise choose colliding ones.
  private final long[] secrets = new SplittableRandom().longs(2).toArray();

  private long[] codes = new long[16];
  private int size;
  private int[] slots = emptySlots(64);

  int size() {
    return size;
  }

  /** Returns the kind with a number. */
  long code(int number) {
    return codes[number];
  }

  /** Returns the number of a kind, which is added if it is new. */
  int add(long code) {
    int slot = slotOf(code);
    if (slots[slot] != EMPTY) {
      return slots[slot];
    }
    int number = append(code);
    slots[slot] = number;
    if (size * 2 > slots.length) {
      grow();
    }
    return number;
  }

  /** Returns the memory that it takes, in bytes, approximately. */
  long memoryBytes() {
    return (long) codes.length * Long.BYTES + (long) slots.length * Integer.BYTES;
  }

  private int append(long code) {
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, size * 2);
    }
    codes[size] = code;
    return size++;
  }

  private void grow() {
    slots = emptySlots(slots.length * 2);
    for (int number = 0; number < size; number++) {
      slots[slotOf(codes[number])] = number;
    }
  }

  private int slotOf(long code) {
    int mask = slots.length - 1;
    int slot = hash(code) & mask;
    while (slots[slot] != EMPTY && codes[slots[slot]] != code) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int hash(long code) {
    long a = code ^ secrets[0];
    long h = Math.multiplyHigh(a, secrets[1]) ^ (a * secrets[1]);
    return (int) (h ^ (h >>> Integer.SIZE));
  }

  private static int[] emptySlots(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, EMPTY);
    return slots;
  }
}
