package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.RecordSlice;

/**
 * The calls of some contracts in a window, with the sets of their users.
 *
 * <p>The records are read twice, one after the other: first the callers of each record are added,
 * which is an upper bound of the users of a contract, and then the users of those contracts are
 * collected that can be asked for. So the memory is that of the asked users.
 */
final class CallCounts {

  /**
   * The calls of a contract.
   *
   * @param transactions the number of calls
   * @param users the numbers of the distinct senders, ascending
   */
  @SuppressWarnings("ArrayRecordComponent") // compared below
  record Count(int transactions, int[] users) {

    static final Count NONE = new Count(0, new int[0]);

    @Override
    public boolean equals(Object other) {
      return other instanceof Count count
          && transactions == count.transactions
          && Arrays.equals(users, count.users);
    }

    @Override
    public int hashCode() {
      return Objects.hash(transactions, Arrays.hashCode(users));
    }
  }

  private final Map<Integer, Count> counts;

  private CallCounts(Map<Integer, Count> counts) {
    this.counts = counts;
  }

  /**
   * Counts the calls of a window; empty if those of some records are unknown.
   *
   * @param window the records with blocks in the window, with their activity; called twice
   * @param contracts the numbers of contracts that are counted in any case
   * @param alsoWithUsers which numbers of users make other contracts counted; a contract with fewer
   *     users than another one that is not counted must not be counted either
   */
  static Optional<CallCounts> of(
      Supplier<Stream<RecordSlice>> window, int[] contracts, IntPredicate alsoWithUsers) {
    Bounds bounds = new Bounds();
    if (!forEachPart(window, bounds::add)) {
      return Optional.empty();
    }
    Collector collector = new Collector(bounds, contracts, alsoWithUsers);
    return forEachPart(window, collector::add)
        ? Optional.of(new CallCounts(collector.counts()))
        : Optional.empty();
  }

  /** Returns false if the calls of a record are unknown. */
  private static boolean forEachPart(
      Supplier<Stream<RecordSlice>> window, Consumer<CallsPart> consumer) {
    Iterator<RecordSlice> slices = window.get().iterator();
    while (slices.hasNext()) {
      Optional<CallsPart> part = CallsPart.of(slices.next());
      if (part.isEmpty()) {
        return false;
      }
      consumer.accept(part.get());
    }
    return true;
  }

  /** Returns the numbers of the counted contracts that were called. */
  IntStream numbers() {
    return counts.keySet().stream().mapToInt(number -> number);
  }

  /** Returns the calls of a contract. */
  Count of(int contract) {
    return counts.getOrDefault(contract, Count.NONE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallCounts that && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  /** Adds the callers of each contract in each record. */
  private static final class Bounds {

    private final CallReader reader = new CallReader();
    private final ContractTable contracts = new ContractTable();

    /** For each row of the table at least the number of users. */
    private int[] users = new int[64];

    void add(CallsPart part) {
      for (int entry = 0; entry < part.index().size(); entry++) {
        int calls = reader.count(part, entry);
        if (calls > 0) {
          int row = contracts.add(part.contract(entry));
          if (row == users.length) {
            users = Arrays.copyOf(users, 2 * row);
          }
          users[row] += Math.min(calls, reader.callersInRecord());
        }
      }
    }
  }

  /** Collects the users of the contracts that can be asked for. */
  private static final class Collector {

    private final CallReader reader = new CallReader();
    private final ContractTable contracts;
    private final IntPredicate alsoWithUsers;
    private final boolean[] isAsked;
    private final int[] transactions;

    /** For each row the users of each record; null for a contract that cannot be asked for. */
    private final int[][] users;

    private final int[] sizes;

    Collector(Bounds bounds, int[] asked, IntPredicate alsoWithUsers) {
      this.contracts = bounds.contracts;
      this.alsoWithUsers = alsoWithUsers;
      int size = contracts.size();
      this.isAsked = new boolean[size];
      this.transactions = new int[size];
      this.users = new int[size][];
      this.sizes = new int[size];
      int[] sorted = asked.clone();
      Arrays.sort(sorted);
      for (int row = 0; row < size; row++) {
        isAsked[row] = Arrays.binarySearch(sorted, contracts.contract(row)) >= 0;
        if (isAsked[row] || alsoWithUsers.test(bounds.users[row])) {
          users[row] = new int[bounds.users[row]];
        }
      }
    }

    void add(CallsPart part) {
      for (int entry = 0; entry < part.index().size(); entry++) {
        int row = contracts.add(part.contract(entry));
        if (row < users.length && users[row] != null) {
          transactions[row] += reader.readFirst(part, entry);
          addUsers(part, row);
        }
      }
    }

    private void addUsers(CallsPart part, int row) {
      if (sizes[row] + reader.size() > users[row].length) {
        users[row] = Arrays.copyOf(users[row], sizes[row] + reader.size());
      }
      for (int call = 0; call < reader.size(); call++) {
        users[row][sizes[row]++] = part.sender(reader.transaction(call));
      }
    }

    Map<Integer, Count> counts() {
      Map<Integer, Count> counts = new HashMap<>();
      for (int row = 0; row < users.length; row++) {
        if (users[row] != null) {
          int[] distinct = Arrays.stream(users[row], 0, sizes[row]).sorted().distinct().toArray();
          if (isAsked[row] || alsoWithUsers.test(distinct.length)) {
            counts.put(contracts.contract(row), new Count(transactions[row], distinct));
          }
        }
      }
      return counts;
    }
  }
}
