package network.rei.dau.activity.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.period.DaySenders;
import org.roaringbitmap.RoaringBitmap;

/**
 * The new senders of a window by the contract that they called first in it, and whether they came
 * back.
 *
 * <p>A newcomer began on the UTC day of its first transaction with nonce 0 in the window. It came
 * back after a number of days if it sent any transaction on the day that many days later; that is
 * known once that day is over and as long as its senders are stored. Takes 5 bytes for each address
 * of the index while newcomers are followed, and 16 bytes for each newcomer. Not thread-safe.
 */
public final class Newcomers {

  /** The days after which newcomers may have come back. */
  private static final int[] DAYS = {1, 7};

  private static final int NONE = -1;

  /**
   * The newcomers that began with one contract, or with none.
   *
   * @param contract empty for those that called none
   * @param newcomers their number
   * @param day1 those that came back on the day after
   * @param day7 those that came back seven days later
   */
  public record Entry(Optional<Address> contract, long newcomers, Returned day1, Returned day7) {}

  /**
   * Newcomers that came back.
   *
   * @param known the newcomers for whom it is known whether they came back
   * @param returned those of them that did
   */
  public record Returned(long known, long returned) {}

  private final AddressIndex addresses;
  private final DaySenders days;
  private final ContractTable table = new ContractTable();

  /** The numbers of the newcomers; the other arrays are by their places here. */
  private final int[] newcomers;

  /** The row of the contract in the table, or {@link #NONE}. */
  private final int[] contracts;

  /** The start of the UTC day on which the newcomer began. */
  private final long[] began;

  /** How many newcomers began with each contract, by its row. */
  private final int[] counts;

  private Newcomers(WindowCalls window, DaySenders days) {
    this.addresses = window.addresses();
    this.days = days;
    Follower follower = new Follower(window);
    window.parts().forEach(follower::follow);
    this.newcomers = follower.newcomers;
    this.contracts = follower.contracts;
    this.began = follower.began;
    this.counts = new int[table.size()];
    for (int contract : contracts) {
      if (contract != NONE) {
        counts[contract]++;
      }
    }
  }

  /**
   * Finds the newcomers of a window whose calls are known.
   *
   * @param days of the same ledger
   */
  static Newcomers of(WindowCalls window, DaySenders days) {
    return new Newcomers(window, days);
  }

  /** Follows newcomers until it is known when they began and which contract they called first. */
  private final class Follower {

    /** For each number of an address its place among the newcomers, if it is one. */
    private final int[] places;

    /** The newcomers of whom one of the two is not known yet. */
    private final NumberSet left;

    private final int[] newcomers;
    private final int[] contracts;
    private final long[] began;

    Follower(WindowCalls window) {
      left = window.newSenders().copy();
      places = new int[window.addresses().size()];
      newcomers = new int[left.count()];
      contracts = new int[newcomers.length];
      began = new long[newcomers.length];
      Arrays.fill(contracts, NONE);
      Arrays.fill(began, NONE);
      int[] next = new int[1];
      left.forEach(
          number -> {
            places[number] = next[0];
            newcomers[next[0]++] = number;
          });
    }

    void follow(CallsPart part) {
      int[] numbers = part.activity().numbers();
      int[] placesHere = new int[numbers.length];
      boolean any = false;
      for (int i = 0; i < numbers.length; i++) {
        boolean isLeft = left.contains(numbers[i]);
        placesHere[i] = isLeft ? places[numbers[i]] : NONE;
        any |= isLeft;
      }
      if (!any) {
        return;
      }
      int[] senders = part.columns().senders();
      for (int i = part.first(); i < part.end(); i++) {
        int sender = senders[i] < 0 ? ~senders[i] : senders[i];
        int newcomer = placesHere[sender];
        if (newcomer != NONE && !part.leftOut().contains(i) && add(part, i, newcomer)) {
          placesHere[sender] = NONE;
          left.remove(numbers[sender]);
        }
      }
    }

    /** Returns whether all about the newcomer is known now. */
    private boolean add(CallsPart part, int transaction, int newcomer) {
      if (began[newcomer] == NONE && part.columns().senders()[transaction] < 0) {
        began[newcomer] = DaySenders.dayOf(part.record().timestamp(part.block(transaction)));
      }
      int recipient = part.columns().recipients()[transaction];
      if (contracts[newcomer] == NONE
          && recipient != ChunkRecord.NO_RECIPIENT
          && part.details().hasInput(transaction)) {
        contracts[newcomer] = table.add(part.activity().numbers()[recipient]);
      }
      return began[newcomer] != NONE && contracts[newcomer] != NONE;
    }
  }

  /** Returns the number of newcomers. */
  public long total() {
    return newcomers.length;
  }

  /** Returns how many contracts newcomers began with. */
  public int size() {
    return table.size();
  }

  /**
   * Returns some contracts, those with the most newcomers first, lower addresses first among
   * equals.
   *
   * @param from index of the first contract, from 0
   * @param to index after the last contract
   */
  public List<Entry> ranked(int from, int to) {
    int[] sorted = table.best(counts, to, addresses);
    int[] asked = Arrays.copyOfRange(sorted, Math.min(from, sorted.length), sorted.length);
    Counts found = new Counts(asked.length);
    int[] lines = new int[counts.length];
    Arrays.fill(lines, NONE);
    for (int line = 0; line < asked.length; line++) {
      lines[asked[line]] = line;
    }
    for (int i = 0; i < newcomers.length; i++) {
      if (contracts[i] != NONE && lines[contracts[i]] != NONE) {
        found.add(lines[contracts[i]], i);
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (int line = 0; line < asked.length; line++) {
      entries.add(found.entry(line, Optional.of(addresses.address(table.contract(asked[line])))));
    }
    return entries;
  }

  /** Returns the newcomers that called no contract in the window. */
  public Entry withoutContract() {
    Counts found = new Counts(1);
    IntStream.range(0, newcomers.length)
        .filter(newcomer -> contracts[newcomer] == NONE)
        .forEach(newcomer -> found.add(0, newcomer));
    return found.entry(0, Optional.empty());
  }

  /** Returns all newcomers. */
  public Entry all() {
    Counts found = new Counts(1);
    IntStream.range(0, newcomers.length).forEach(newcomer -> found.add(0, newcomer));
    return found.entry(0, Optional.empty());
  }

  /** Counts newcomers and those that came back, by line. */
  private final class Counts {

    private final long[] all;
    private final long[][] known = new long[DAYS.length][];
    private final long[][] returned = new long[DAYS.length][];

    /** The senders of the days after the day on which the last newcomer began. */
    private final List<Optional<RoaringBitmap>> senders = new ArrayList<>();

    private long day = NONE;

    Counts(int lines) {
      all = new long[lines];
      for (int i = 0; i < DAYS.length; i++) {
        known[i] = new long[lines];
        returned[i] = new long[lines];
      }
    }

    void add(int line, int newcomer) {
      if (began[newcomer] != day || senders.isEmpty()) {
        day = began[newcomer];
        senders.clear();
        for (int after : DAYS) {
          senders.add(days.of(day, after));
        }
      }
      all[line]++;
      for (int i = 0; i < DAYS.length; i++) {
        if (senders.get(i).isPresent()) {
          known[i][line]++;
          returned[i][line] += senders.get(i).get().contains(newcomers[newcomer]) ? 1 : 0;
        }
      }
    }

    Entry entry(int line, Optional<Address> contract) {
      return new Entry(contract, all[line], returned(0, line), returned(1, line));
    }

    private Returned returned(int i, int line) {
      return new Returned(known[i][line], returned[i][line]);
    }
  }
}
