package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.ledger.count.BestNumbers;

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

  /** Returns the contract of a row. */
  int contract(int row) {
    return contracts[row];
  }

  int size() {
    return size;
  }

  /**
   * Returns the rows with the highest values, highest first, lower addresses first among equals.
   *
   * @param values of each row
   * @param limit maximum number of rows
   */
  int[] best(int[] values, int limit, AddressIndex addresses) {
    BestNumbers best =
        new BestNumbers(
            limit,
            (row, other) ->
                values[row] == values[other]
                    ? addresses.compare(contracts[row], contracts[other]) < 0
                    : values[row] > values[other]);
    IntStream.range(0, size).forEach(best::offer);
    return best.takeSorted();
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
