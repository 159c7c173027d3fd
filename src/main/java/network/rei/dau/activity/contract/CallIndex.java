package network.rei.dau.activity.contract;

import java.util.Arrays;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.block.TransactionDetails;

/**
 * The calls of a record by contract. A call is a transaction with a recipient and with input; the
 * recipient is the contract, the sender is its caller.
 *
 * <p>Each contract has an entry: the number of its calls, the number of its distinct callers, the
 * places of the first call of each caller among the transactions of the record, ascending, and the
 * places of all other calls, ascending. So users are counted without reading repeated calls. Places
 * are written as differences, and all numbers in 7 bits of a byte each, so that a call takes 1 to 3
 * bytes. Immutable.
 */
final class CallIndex {

  /** Of a contract: its place, its offset, and the numbers of its calls and callers. */
  static final int BYTES_OF_CONTRACT = 2 * Integer.BYTES + 3;

  private static final int PAYLOAD_BITS = 7;
  private static final int PAYLOAD = (1 << PAYLOAD_BITS) - 1;
  private static final int MORE = 1 << PAYLOAD_BITS;

  /** The places of the contracts in the address table of the record, ascending. */
  private final int[] contracts;

  /** For each contract where its entry starts. */
  private final int[] offsets;

  private final byte[] entries;

  private CallIndex(int[] contracts, int[] offsets, byte[] entries) {
    this.contracts = contracts;
    this.offsets = offsets;
    this.entries = entries;
  }

  /**
   * Indexes the calls of a record.
   *
   * @param places the size of its address table
   */
  static CallIndex of(TransactionColumns columns, TransactionDetails details, int places) {
    int[] recipients = columns.recipients();
    int[] ends = new int[places + 1];
    for (int i = 0; i < recipients.length; i++) {
      if (recipients[i] != ChunkRecord.NO_RECIPIENT && details.hasInput(i)) {
        ends[recipients[i] + 1]++;
      }
    }
    int contracts = 0;
    for (int place = 0; place < places; place++) {
      contracts += ends[place + 1] > 0 ? 1 : 0;
      ends[place + 1] += ends[place];
    }
    int[] sorted = new int[ends[places]];
    for (int i = 0; i < recipients.length; i++) {
      if (recipients[i] != ChunkRecord.NO_RECIPIENT && details.hasInput(i)) {
        sorted[ends[recipients[i]]++] = i;
      }
    }
    // the calls of each place start now where those of the place before end
    Builder builder = new Builder(columns.senders(), places, contracts, sorted);
    int start = 0;
    for (int place = 0; place < places; place++) {
      if (start < ends[place]) {
        builder.add(place, start, ends[place]);
        start = ends[place];
      }
    }
    return builder.build();
  }

  /** Returns how many contracts are called. */
  int size() {
    return contracts.length;
  }

  /** Returns the place of the contract of an entry in the address table of the record. */
  int contract(int entry) {
    return contracts[entry];
  }

  /** Returns the entry of a contract by its place in the address table, or -1. */
  int entryOf(int place) {
    int entry = Arrays.binarySearch(contracts, place);
    return entry < 0 ? -1 : entry;
  }

  /** Reads one entry after the other. Not thread-safe. */
  static final class Cursor {

    private byte[] entries;
    private int next;
    private int calls;
    private int callers;

    /** Moves to an entry. */
    void moveTo(CallIndex index, int entry) {
      entries = index.entries;
      next = index.offsets[entry];
      calls = number();
      callers = number();
    }

    /** Returns the number of calls. */
    int calls() {
      return calls;
    }

    /** Returns the number of distinct senders of the calls. */
    int callers() {
      return callers;
    }

    /**
     * Writes the places of the first call of each caller, ascending. Can be called once.
     *
     * @param target has room for {@link #callers} after {@code offset}
     */
    void readFirstCalls(int[] target, int offset) {
      read(target, offset, callers);
    }

    /**
     * Writes the places of the other calls, ascending, after {@link #readFirstCalls}.
     *
     * @param target has room for {@link #calls} without {@link #callers} after {@code offset}
     */
    void readOtherCalls(int[] target, int offset) {
      read(target, offset, calls - callers);
    }

    private void read(int[] target, int offset, int count) {
      int place = -1;
      for (int i = offset; i < offset + count; i++) {
        int difference = entries[next++];
        if (difference < 0) {
          next--;
          difference = number();
        }
        place += difference;
        target[i] = place;
      }
    }

    private int number() {
      int part = entries[next++];
      int number = part & PAYLOAD;
      for (int shift = PAYLOAD_BITS; part < 0; shift += PAYLOAD_BITS) {
        part = entries[next++];
        number |= (part & PAYLOAD) << shift;
      }
      return number;
    }
  }

  /** Writes the entries of contracts in the order of their places. */
  private static final class Builder {

    private final int[] senders;
    private final int[] sorted;

    /** For each place of the address table the number of the last contract that it called. */
    private final int[] called;

    private final int[] contracts;
    private final int[] offsets;
    private int[] others = new int[64];
    private byte[] entries;
    private int size;
    private int written;

    Builder(int[] senders, int places, int contracts, int[] sorted) {
      this.senders = senders;
      this.sorted = sorted;
      this.called = new int[places];
      this.contracts = new int[contracts];
      this.offsets = new int[contracts];
      this.entries = new byte[2 * sorted.length + 16];
    }

    CallIndex build() {
      return new CallIndex(contracts, offsets, Arrays.copyOf(entries, written));
    }

    /** Adds the contract of a place, with the sorted calls of {@code [start, end)}. */
    void add(int place, int start, int end) {
      contracts[size] = place;
      offsets[size] = written;
      size++;
      int firsts = start;
      int repeated = 0;
      others = others.length < end - start ? new int[end - start] : others;
      for (int i = start; i < end; i++) {
        int call = sorted[i];
        int caller = senders[call] < 0 ? ~senders[call] : senders[call];
        if (called[caller] == size) {
          others[repeated++] = call;
        } else {
          called[caller] = size;
          sorted[firsts++] = call;
        }
      }
      write(end - start);
      write(firsts - start);
      writeDifferences(sorted, start, firsts);
      writeDifferences(others, 0, repeated);
    }

    private void writeDifferences(int[] places, int start, int end) {
      int before = -1;
      for (int i = start; i < end; i++) {
        write(places[i] - before);
        before = places[i];
      }
    }

    private void write(int number) {
      if (written + Integer.BYTES >= entries.length) {
        entries = Arrays.copyOf(entries, 2 * entries.length);
      }
      int left = number;
      while (left > PAYLOAD) {
        entries[written++] = (byte) ((left & PAYLOAD) | MORE);
        left >>>= PAYLOAD_BITS;
      }
      entries[written++] = (byte) left;
    }
  }
}
