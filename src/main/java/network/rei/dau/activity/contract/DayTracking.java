package network.rei.dau.activity.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.SortedAddresses;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.RecordActivity;
import network.rei.dau.activity.ledger.WindowSum;

/**
 * Counts the calls of the contracts that are tracked on the days of a ledger, in the commit that
 * stores these days. Not safe for use by several threads.
 */
public final class DayTracking {

  private static final long SECONDS_A_DAY = 86_400;

  /** A contract is tracked so many days before and after a day on which it has many users. */
  private static final int DAYS_AROUND = 30;

  /** The calls of a contract on a day. */
  private record Tracked(Address contract, boolean labelled, CallCounts.Count count) {}

  private static final Comparator<Tracked> MOST_WANTED_FIRST =
      Comparator.comparing((Tracked tracked) -> !tracked.labelled())
          .thenComparing(tracked -> -tracked.count().users().length)
          .thenComparing(Tracked::contract);

  private final Ledger ledger;
  private final ContractTracking tracking;
  private final LongFunction<Optional<ChunkRecord>> stored;

  /** The contracts with many users on days that are counted here, by midnight. */
  private final TreeMap<Long, List<Address>> busy = new TreeMap<>();

  /**
   * @param stored reads a record that is not in memory by its chunk index; empty if it cannot be
   *     read
   */
  public DayTracking(
      Ledger ledger, ContractTracking tracking, LongFunction<Optional<ChunkRecord>> stored) {
    this.ledger = ledger;
    this.tracking = tracking;
    this.stored = stored;
  }

  /** Returns whether the calls of a day can be counted over the records in memory. */
  public boolean canCount(TimeWindow day) {
    return ledger.isComplete(day)
        && ledger.slices(day).stream()
            .allMatch(slice -> slice.activity().flatMap(RecordActivity::calls).isPresent());
  }

  /**
   * Counts the calls of a day; empty if the details of some transactions are unknown, and a
   * contract may be tracked.
   *
   * @param day a complete UTC day
   * @param addresses of the day
   */
  public Optional<DayCalls> callsOf(WindowSum day, SortedAddresses addresses) {
    long start = ((TimeWindow) day.activity().window()).from();
    AddressIndex index = day.addresses();
    Set<Address> labelled = new HashSet<>();
    tracking.labelled().get().forEach(labelled::add);
    Set<Address> wanted = new HashSet<>(labelled);
    wanted.addAll(busyAround(start));
    if (tracking.tracksNone(wanted)) {
      return Optional.of(DayCalls.NONE);
    }
    int[] numbers = WindowCalls.numbersOf(index, wanted);
    return CallCounts.of(() -> ledger.slices(day, stored), numbers, tracking::isBusy)
        .map(counts -> tracked(counts, wanted, labelled, index, start))
        .map(tracked -> dayCalls(tracked, addresses));
  }

  /** Returns the contracts that are tracked because of their users on other days. */
  private Set<Address> busyAround(long start) {
    Set<Address> found = new HashSet<>();
    long around = DAYS_AROUND * SECONDS_A_DAY;
    busy.subMap(start - around, true, start + around, true).values().forEach(found::addAll);
    for (long day = start - around; day <= start + around; day += SECONDS_A_DAY) {
      if (day != start) {
        ledger.history().callsOf(day).ifPresent(calls -> addBusy(calls, found));
      }
    }
    return found;
  }

  private void addBusy(DayCallSets calls, Collection<Address> found) {
    for (int entry = 0; entry < calls.size(); entry++) {
      if (tracking.isBusy(calls.userCount(entry))) {
        found.add(ledger.addresses().address(calls.contract(entry)));
      }
    }
  }

  private List<Tracked> tracked(
      CallCounts counts,
      Set<Address> wanted,
      Set<Address> labelled,
      AddressIndex index,
      long start) {
    List<Tracked> called = new ArrayList<>();
    Set<Address> notCalled = new HashSet<>(wanted);
    counts
        .numbers()
        .forEach(
            number -> {
              Address contract = index.address(number);
              called.add(new Tracked(contract, labelled.contains(contract), counts.of(number)));
              notCalled.remove(contract);
            });
    busy.put(
        start,
        called.stream()
            .filter(contract -> tracking.isBusy(contract.count().users().length))
            .map(Tracked::contract)
            .toList());
    notCalled.forEach(
        contract ->
            called.add(new Tracked(contract, labelled.contains(contract), CallCounts.Count.NONE)));
    return called.stream().sorted(MOST_WANTED_FIRST).limit(tracking.maxContracts()).toList();
  }

  private static DayCalls dayCalls(List<Tracked> tracked, SortedAddresses addresses) {
    List<Tracked> sorted =
        tracked.stream().sorted(Comparator.comparing(Tracked::contract)).toList();
    byte[] contracts = new byte[sorted.size() * Address.BYTES];
    IntStream.range(0, sorted.size())
        .forEach(i -> sorted.get(i).contract().copyTo(contracts, i * Address.BYTES));
    Places places = new Places(addresses);
    return new DayCalls(
        contracts,
        sorted.stream().mapToInt(contract -> contract.count().transactions()).toArray(),
        sorted.stream().map(contract -> places.of(contract.count().users())).toArray(int[][]::new));
  }

  /**
   * Returns whether the stored calls of a day may be others in another ledger, as far as the
   * records of both are left.
   *
   * @param before a ledger whose addresses have the same numbers
   */
  public boolean differs(Ledger before, TimeWindow day) {
    return ledger
        .history()
        .callsOf(day.from())
        .filter(calls -> calls.size() > 0)
        .filter(
            calls -> {
              int[] contracts = calls.contracts().toArray();
              Optional<CallCounts> then = counts(before, day, contracts);
              return then.isEmpty() || !then.equals(counts(ledger, day, contracts));
            })
        .isPresent();
  }

  private static Optional<CallCounts> counts(Ledger ledger, TimeWindow day, int[] contracts) {
    return CallCounts.of(() -> ledger.slices(day).stream(), contracts, callers -> false);
  }

  /** Finds the places of addresses in the table of a day by their numbers. */
  private static final class Places {

    /** Number and place of each address, ascending. */
    private final long[] keys;

    Places(SortedAddresses addresses) {
      int[] numbers = addresses.numbers();
      keys = new long[numbers.length];
      Arrays.setAll(keys, place -> (long) numbers[place] << Integer.SIZE | place);
      Arrays.sort(keys);
    }

    int[] of(int[] numbers) {
      return Arrays.stream(numbers).map(this::of).sorted().toArray();
    }

    private int of(int number) {
      int found = Arrays.binarySearch(keys, (long) number << Integer.SIZE);
      return (int) keys[found < 0 ? ~found : found];
    }
  }
}
