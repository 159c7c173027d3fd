package network.rei.dau.activity.contract;

import java.util.Arrays;

/**
 * Assigns rows, from 0 on, to the numbers of contracts: a hash table, since few of all addresses
 * are contracts. Not thread-safe.
 */
final class ContractTable {

  private static final int EMPTY = -1;
  private static final int MULTIPLIER = 0x9E3779B1;

  /** The row of the contract with a hash; at most half of them are used. */
  private int[] slots = emptySlots(1 << 10);

  private int[] contracts = new int[1 << 9];
  private int size;

  private static int[] emptySlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  /** Returns the row of a contract, which is added if it is new. */
  int add(int contract) {
    int slot = slotOf(contract);
    if (slots[slot] == EMPTY) {
      if (size == contracts.length) {
        grow();
        slot = slotOf(contract);
      }
      slots[slot] = size;
      contracts[size++] = contract;
    }
    return slots[slot];
  }

  /** Returns the row of a contract, or -1. */
  int rowOf(int contract) {
    return slots[slotOf(contract)];
  }

  /** Returns the contract of a row. */
  int contract(int row) {
    return contracts[row];
  }

  int size() {
    return size;
  }

  private int slotOf(int contract) {
    int mask = slots.length - 1;
    int hash = contract * MULTIPLIER;
    int slot = (hash ^ hash >>> 15) & mask;
    while (slots[slot] != EMPTY && contracts[slots[slot]] != contract) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    contracts = Arrays.copyOf(contracts, 2 * size);
    slots = emptySlots(4 * size);
    for (int row = 0; row < size; row++) {
      slots[slotOf(contracts[row])] = row;
    }
  }
}
