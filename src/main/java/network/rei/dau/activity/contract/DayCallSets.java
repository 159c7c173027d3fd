package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.function.IntConsumer;
import network.rei.dau.activity.block.AddressIndex;
import org.roaringbitmap.RoaringBitmap;

/**
 * The calls of the tracked contracts on a UTC day, with the numbers that the addresses have in an
 * {@link AddressIndex}. Users are held as differences of ascending numbers, in 7 bits of a byte
 * each. Immutable.
 */
public final class DayCallSets {

  private static final int OVERHEAD = 120;
  private static final int PAYLOAD_BITS = 7;
  private static final int PAYLOAD = (1 << PAYLOAD_BITS) - 1;
  private static final int MORE = 1 << PAYLOAD_BITS;
  private static final int MAX_BYTES = 5;

  /** The numbers of the contracts, ascending; the arrays below have the same order. */
  private final int[] contracts;

  private final int[] transactions;
  private final int[] userCounts;

  /** Where the users of each contract start in {@link #users}. */
  private final int[] offsets;

  private final byte[] users;

  private DayCallSets(
      int[] contracts, int[] transactions, int[] userCounts, int[] offsets, byte[] users) {
    this.contracts = contracts;
    this.transactions = transactions;
    this.userCounts = userCounts;
    this.offsets = offsets;
    this.users = users;
  }

  /**
   * Returns the calls of a day.
   *
   * @param numbers for each place in the table of the addresses of the day the number in the index
   * @param index contracts that it lacks are added
   */
  public static DayCallSets of(DayCalls day, int[] numbers, AddressIndex index) {
    int[][] users = new int[day.size()][];
    for (int i = 0; i < users.length; i++) {
      users[i] = renumbered(day.users()[i], numbers);
    }
    return of(index.add(day.contracts()), day.transactions(), users);
  }

  /**
   * @param users of each contract their numbers, ascending
   */
  private static DayCallSets of(int[] contracts, int[] transactions, int[][] users) {
    int size = contracts.length;
    long[] order = new long[size];
    int total = 0;
    for (int i = 0; i < size; i++) {
      order[i] = (long) contracts[i] << Integer.SIZE | i;
      total += users[i].length;
    }
    Arrays.sort(order);
    int[] sorted = new int[size];
    int[] calls = new int[size];
    int[] counts = new int[size];
    int[] offsets = new int[size];
    byte[] encoded = new byte[2 * total + MAX_BYTES];
    int written = 0;
    for (int entry = 0; entry < size; entry++) {
      int from = (int) order[entry];
      sorted[entry] = contracts[from];
      calls[entry] = transactions[from];
      counts[entry] = users[from].length;
      offsets[entry] = written;
      int before = 0;
      for (int user : users[from]) {
        if (written + MAX_BYTES > encoded.length) {
          encoded = Arrays.copyOf(encoded, 2 * encoded.length);
        }
        written = write(encoded, written, user - before);
        before = user;
      }
    }
    return new DayCallSets(sorted, calls, counts, offsets, Arrays.copyOf(encoded, written));
  }

  private static int write(byte[] target, int offset, int number) {
    int at = offset;
    int left = number;
    while (left > PAYLOAD) {
      target[at++] = (byte) ((left & PAYLOAD) | MORE);
      left >>>= PAYLOAD_BITS;
    }
    target[at++] = (byte) left;
    return at;
  }

  private static int[] renumbered(int[] numbers, int[] others) {
    int[] renumbered = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      renumbered[i] = others[numbers[i]];
    }
    Arrays.sort(renumbered);
    return renumbered;
  }

  /**
   * Returns these calls with the numbers of another index.
   *
   * @param others for each number of this index the number in the other one
   */
  public DayCallSets renumbered(int[] others) {
    int[] renumbered = new int[contracts.length];
    int[][] sets = new int[contracts.length][];
    for (int entry = 0; entry < contracts.length; entry++) {
      renumbered[entry] = others[contracts[entry]];
      sets[entry] = renumbered(users(entry), others);
    }
    return of(renumbered, transactions, sets);
  }

  /** Returns the memory of these calls in bytes. */
  public long bytes() {
    return OVERHEAD + 4L * Integer.BYTES * contracts.length + users.length;
  }

  /** Returns the numbers of the contracts. */
  public RoaringBitmap contracts() {
    return RoaringBitmap.bitmapOf(contracts);
  }

  /** Returns how many contracts are tracked on the day. */
  public int size() {
    return contracts.length;
  }

  /** Returns the number of the contract of an entry. */
  int contract(int entry) {
    return contracts[entry];
  }

  /** Returns the entry of a contract by its number, or a negative value if it is not tracked. */
  int entryOf(int contract) {
    return Arrays.binarySearch(contracts, contract);
  }

  /** Returns the number of calls of an entry. */
  int transactions(int entry) {
    return transactions[entry];
  }

  /** Returns the number of users of an entry. */
  int userCount(int entry) {
    return userCounts[entry];
  }

  /** Passes the numbers of the users of an entry to a consumer, ascending. */
  void forEachUser(int entry, IntConsumer consumer) {
    int next = offsets[entry];
    int user = 0;
    for (int i = 0; i < userCounts[entry]; i++) {
      int part = users[next++];
      int difference = part & PAYLOAD;
      for (int shift = PAYLOAD_BITS; part < 0; shift += PAYLOAD_BITS) {
        part = users[next++];
        difference |= (part & PAYLOAD) << shift;
      }
      user += difference;
      consumer.accept(user);
    }
  }

  private int[] users(int entry) {
    int[] found = new int[userCounts[entry]];
    int[] size = {0};
    forEachUser(entry, user -> found[size[0]++] = user);
    return found;
  }
}
