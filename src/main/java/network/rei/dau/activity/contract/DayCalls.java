package network.rei.dau.activity.contract;

import network.rei.dau.activity.block.Address;

/**
 * The calls of the tracked contracts on a UTC day, as they are stored. A contract that is not among
 * them may have been called; one that is among them without calls was not.
 *
 * @param contracts distinct addresses in the order of unsigned bytes, {@value Address#BYTES} bytes
 *     each
 * @param transactions of each contract the number of its calls
 * @param users of each contract its users, which are the distinct senders of its calls: their
 *     places in the table of the addresses of the day, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
public record DayCalls(byte[] contracts, int[] transactions, int[][] users) {

  /** The calls of a day on which no contract is tracked. */
  static final DayCalls NONE = new DayCalls(new byte[0], new int[0], new int[0][]);

  /**
   * @throws IllegalArgumentException if the arrays have different lengths, the contracts or the
   *     users are not in order, or a contract has calls without users or more users than calls
   */
  public DayCalls {
    if (contracts.length != transactions.length * Address.BYTES
        || users.length != transactions.length) {
      throw new IllegalArgumentException(
          "it has %d bytes of contracts, %d numbers of calls and %d sets of users"
              .formatted(contracts.length, transactions.length, users.length));
    }
    for (int i = 0; i < transactions.length; i++) {
      if (i > 0 && compare(contracts, i - 1, i) >= 0) {
        throw new IllegalArgumentException("its contracts are not in order");
      }
      if (users[i].length > transactions[i] || (users[i].length == 0) != (transactions[i] == 0)) {
        throw new IllegalArgumentException(
            "a contract has %d users and %d calls".formatted(users[i].length, transactions[i]));
      }
      for (int user = 0; user < users[i].length; user++) {
        if (users[i][user] < 0 || (user > 0 && users[i][user] <= users[i][user - 1])) {
          throw new IllegalArgumentException("its users are not in order");
        }
      }
    }
  }

  private static int compare(byte[] table, int one, int other) {
    return Address.at(table, one * Address.BYTES)
        .compareTo(Address.at(table, other * Address.BYTES));
  }

  /** Returns the number of contracts. */
  public int size() {
    return transactions.length;
  }
}
