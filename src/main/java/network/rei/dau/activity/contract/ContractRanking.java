package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import org.roaringbitmap.RoaringBitmap;

/**
 * The contracts that were called in a window, with their transactions and distinct users.
 *
 * <p>Transactions are counted for all contracts. Users are counted only for contracts that can be
 * among those that are asked for: the distinct callers of each record, added, are an upper bound of
 * the users, so that most contracts are ruled out without reading their calls.
 *
 * <p>Takes 16 bytes for each contract of each record, 36 bytes for each contract, and a bit for
 * each address and thread. Not thread-safe.
 */
public final class ContractRanking {

  /** By what contracts are ranked. */
  public enum Order {
    USERS,
    TRANSACTIONS
  }

  /**
   * A contract in a window.
   *
   * @param users distinct senders of its calls
   * @param transactions its calls
   * @param newUsers users that are new senders of the window
   */
  public record Entry(Address contract, long users, long transactions, long newUsers) {}

  /** The users of contracts with more callers are united from the sets of the records. */
  private static final int MIN_IN_SETS = 10_000;

  /** What the set of a record takes besides its numbers, about. */
  private static final long SET_BYTES = 2_000;

  /** Fewer calls are read by one thread. */
  private static final long MIN_IN_PARALLEL = 500_000;

  private static final int MAX_THREADS = 4;

  private final WindowCalls window;
  private final AddressIndex addresses;
  private final List<CallsPart> parts;

  /** The contracts; the arrays below are by their rows. */
  private final ContractTable contracts = new ContractTable();

  private int[] transactions = new int[64];

  /** At least the number of users; exact for some. */
  private int[] users = new int[64];

  /** Of those whose users are exact. */
  private final int[] newUsers;

  private final boolean[] exact;

  /** Where the entries of each contract start in {@link #entries}; one more at the end. */
  private final int[] starts;

  /** The place of a part and the entry in its index. */
  private final long[] entries;

  private ContractRanking(WindowCalls window) {
    this.window = window;
    this.addresses = window.addresses();
    this.parts = window.parts();
    CallReader reader = new CallReader();
    List<int[]> rows = parts.stream().map(part -> count(reader, part)).toList();
    this.newUsers = new int[contracts.size()];
    this.exact = new boolean[contracts.size()];
    this.starts = new int[contracts.size() + 1];
    this.entries = new long[rows.stream().mapToInt(ofPart -> ofPart.length).sum()];
    sort(rows);
  }

  /** Ranks the contracts of a window whose calls are known. */
  static ContractRanking of(WindowCalls window) {
    return new ContractRanking(window);
  }

  /** Counts the calls of a part; returns the row of each entry, or -1 without calls. */
  private int[] count(CallReader reader, CallsPart part) {
    int[] rows = new int[part.index().size()];
    for (int entry = 0; entry < rows.length; entry++) {
      int calls = reader.count(part, entry);
      rows[entry] = calls == 0 ? -1 : contracts.add(part.contract(entry));
      if (calls > 0) {
        ensureRow(rows[entry]);
        transactions[rows[entry]] += calls;
        users[rows[entry]] += Math.min(calls, reader.callersInRecord());
      }
    }
    return rows;
  }

  private void ensureRow(int row) {
    if (row == users.length) {
      transactions = Arrays.copyOf(transactions, 2 * row);
      users = Arrays.copyOf(users, 2 * row);
    }
  }

  /** Sorts the entries of all parts by row. */
  private void sort(List<int[]> rows) {
    for (int[] ofPart : rows) {
      for (int row : ofPart) {
        if (row >= 0) {
          starts[row + 1]++;
        }
      }
    }
    for (int row = 0; row < contracts.size(); row++) {
      starts[row + 1] += starts[row];
    }
    int[] next = starts.clone();
    for (int place = 0; place < parts.size(); place++) {
      int[] ofPart = rows.get(place);
      for (int entry = 0; entry < ofPart.length; entry++) {
        if (ofPart[entry] >= 0) {
          entries[next[ofPart[entry]]++] = (long) place << Integer.SIZE | entry;
        }
      }
    }
  }

  /** Returns how many contracts were called. */
  public int size() {
    return contracts.size();
  }

  /**
   * Returns some contracts in the order of their rank; lower addresses first among equals.
   *
   * @param from index of the first contract, from 0
   * @param to index after the last contract
   */
  public List<Entry> ranked(Order order, int from, int to) {
    if (order == Order.USERS) {
      countUsersOfBest(to);
    }
    int[] best = contracts.best(order == Order.USERS ? users : transactions, to, addresses);
    int[] asked = Arrays.copyOfRange(best, Math.min(from, best.length), best.length);
    countUsers(asked);
    return Arrays.stream(asked).mapToObj(this::entry).toList();
  }

  private Entry entry(int row) {
    return new Entry(
        addresses.address(contracts.contract(row)), users[row], transactions[row], newUsers[row]);
  }

  /** Makes the users of all contracts exact that can be among the best. */
  private void countUsersOfBest(int limit) {
    int[] likely = contracts.best(users, limit, addresses);
    countUsers(likely);
    int least = Arrays.stream(likely).map(row -> users[row]).min().orElse(0);
    countUsers(IntStream.range(0, size()).filter(row -> users[row] >= least).toArray());
  }

  /** Makes the users of some contracts exact; many calls are read by several threads. */
  private void countUsers(int[] rows) {
    int[] inexact = Arrays.stream(rows).filter(row -> !exact[row]).toArray();
    long callers = Arrays.stream(inexact).mapToLong(row -> users[row]).sum();
    int threads =
        callers < MIN_IN_PARALLEL
            ? 1
            : Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    NumberSet newSenders = window.newSenders();
    boolean inSets = window.cache().hasRoomFor(bytesOfSets(inexact));
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              Counter count = new Counter(newSenders);
              for (int i = next.getAndIncrement(); i < inexact.length; i = next.getAndIncrement()) {
                count.count(inexact[i], inSets);
              }
            });
    Arrays.stream(inexact).forEach(row -> exact[row] = true);
  }

  /** Returns about how many bytes the sets of users take, of contracts with many. */
  private long bytesOfSets(int[] rows) {
    return Arrays.stream(rows)
        .filter(row -> users[row] >= MIN_IN_SETS)
        .mapToLong(
            row -> Short.BYTES * (long) users[row] + SET_BYTES * (starts[row + 1] - starts[row]))
        .sum();
  }

  /** Counts the users of one contract after the other. */
  private final class Counter {

    private final CallReader reader = new CallReader();
    private final NumberSet newSenders;
    private final UserCount found;

    Counter(NumberSet newSenders) {
      this.newSenders = newSenders;
      this.found = new UserCount(newSenders, window.emptySet());
    }

    void count(int row, boolean inSets) {
      if (inSets && users[row] >= MIN_IN_SETS) {
        countSets(row);
      } else {
        countCalls(row);
      }
    }

    private void countSets(int row) {
      UserSets sets = new UserSets(window.cache(), new int[] {contracts.contract(row)});
      RoaringBitmap united =
          RoaringBitmap.or(
              Arrays.stream(entries, starts[row], starts[row + 1])
                  .mapToObj(entry -> sets.of(parts.get((int) (entry >>> Integer.SIZE))))
                  .iterator());
      users[row] = united.getCardinality();
      newUsers[row] = newSenders.sharedWith(united);
    }

    private void countCalls(int row) {
      found.clear();
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        CallsPart part = parts.get((int) (entries[i] >>> Integer.SIZE));
        reader.readFirst(part, (int) entries[i]);
        found.add(reader, part);
      }
      users[row] = found.users();
      newUsers[row] = found.newUsers();
    }
  }
}
