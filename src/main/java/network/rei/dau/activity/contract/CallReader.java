package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Reads the calls of contracts from parts of a window. Not thread-safe. */
final class CallReader {

  private final CallIndex.Cursor cursor = new CallIndex.Cursor();
  private int[] calls = new int[1024];
  private int size;

  /** Returns the number of calls of an entry that lie in the window. */
  int count(CallsPart part, int entry) {
    if (part.isWhole()) {
      cursor.moveTo(part.index(), entry);
      return cursor.calls();
    }
    read(part, entry);
    return size;
  }

  /** Returns the distinct callers of the last entry that was read, in its whole record. */
  int callersInRecord() {
    return cursor.callers();
  }

  /** Returns the number of calls of several contracts that lie in the window. */
  int count(CallsPart part, int[] contracts) {
    int sum = 0;
    for (int contract : contracts) {
      int entry = part.entryOf(contract);
      sum += entry < 0 ? 0 : count(part, entry);
    }
    return sum;
  }

  /** Reads all calls of an entry that lie in the window, in any order. */
  void read(CallsPart part, int entry) {
    size = 0;
    append(part, entry, true);
  }

  /** Reads all calls of several contracts that lie in the window, in any order. */
  void read(CallsPart part, int[] contracts) {
    read(part, contracts, true);
  }

  /**
   * Reads calls of an entry that lie in the window, in any order: the first call of each user is
   * among them.
   */
  void readFirst(CallsPart part, int entry) {
    size = 0;
    append(part, entry, false);
  }

  /**
   * Reads calls of several contracts that lie in the window, in any order: the first call of each
   * user is among them.
   */
  void readFirst(CallsPart part, int[] contracts) {
    read(part, contracts, false);
  }

  /** As {@link #readFirst}, in the order of the chain. */
  void readFirstInOrder(CallsPart part, int[] contracts) {
    read(part, contracts, false);
    if (contracts.length > 1 || !part.isWhole()) {
      Arrays.sort(calls, 0, size);
    }
  }

  private void read(CallsPart part, int[] contracts, boolean all) {
    size = 0;
    for (int contract : contracts) {
      int entry = part.entryOf(contract);
      if (entry >= 0) {
        append(part, entry, all);
      }
    }
  }

  /** In a part of a record, another call may be the first of a user. */
  private void append(CallsPart part, int entry, boolean all) {
    boolean whole = part.isWhole();
    cursor.moveTo(part.index(), entry);
    int read = all || !whole ? cursor.calls() : cursor.callers();
    if (size + read > calls.length) {
      calls = Arrays.copyOf(calls, Math.max(size + read, 2 * calls.length));
    }
    cursor.readFirstCalls(calls, size);
    if (read > cursor.callers()) {
      cursor.readOtherCalls(calls, size + cursor.callers());
    }
    size = whole ? size + read : clip(part, size + read);
  }

  /** Removes the calls that do not lie in the window; returns how many are left. */
  private int clip(CallsPart part, int end) {
    int left = size;
    for (int i = size; i < end; i++) {
      if (part.first() <= calls[i] && calls[i] < part.end()) {
        calls[left++] = calls[i];
      }
    }
    return left;
  }

  /** Returns the number of calls that were read. */
  int size() {
    return size;
  }

  /** Returns the place of a call among the transactions of the record. */
  int transaction(int place) {
    return calls[place];
  }

  /** Returns the calls that were read. */
  IntStream transactions() {
    return Arrays.stream(calls, 0, size);
  }

  /** Adds the users of the calls that were read. */
  void addUsersTo(NumberSet users, CallsPart part) {
    int[] senders = part.columns().senders();
    int[] numbers = part.activity().numbers();
    for (int i = 0; i < size; i++) {
      int sender = senders[calls[i]];
      users.add(numbers[sender < 0 ? ~sender : sender]);
    }
  }
}
