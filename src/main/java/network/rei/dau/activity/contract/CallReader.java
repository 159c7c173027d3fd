package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Reads the calls of contracts that are counted, from parts of a window. Not thread-safe. */
final class CallReader {

  private final CallIndex.Cursor cursor = new CallIndex.Cursor();
  private int[] calls = new int[1024];
  private int size;

  /** Returns the number of calls of an entry that are counted. */
  int count(CallsPart part, int entry) {
    if (part.isWhole(entry)) {
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

  /** Returns the number of calls of several contracts that are counted. */
  int count(CallsPart part, int[] contracts) {
    int sum = 0;
    for (int contract : contracts) {
      int entry = part.entryOf(contract);
      sum += entry < 0 ? 0 : count(part, entry);
    }
    return sum;
  }

  /** Reads all calls of an entry that are counted, in any order. */
  void read(CallsPart part, int entry) {
    size = 0;
    append(part, entry, true);
  }

  /** Reads all calls of several contracts that are counted, in any order. */
  void read(CallsPart part, int[] contracts) {
    read(part, contracts, true);
  }

  /**
   * Reads calls of an entry that are counted, in any order: the first call of each user is among
   * them.
   *
   * @return the number of calls that are counted
   */
  int readFirst(CallsPart part, int entry) {
    size = 0;
    return append(part, entry, false);
  }

  /**
   * Reads calls of several contracts that are counted, in any order: the first call of each user is
   * among them.
   *
   * @return the number of calls that are counted
   */
  int readFirst(CallsPart part, int[] contracts) {
    return read(part, contracts, false);
  }

  /** Reads the calls of several contracts that lie in the window and meet a rule, in any order. */
  void readLeftOut(CallsPart part, int[] contracts) {
    size = 0;
    for (int contract : contracts) {
      int entry = part.entryOf(contract);
      if (entry >= 0 && part.leftOut().hasRecipient(part.index().contract(entry))) {
        int end = appendAll(part, entry);
        size =
            clip(
                end,
                call -> part.first() <= call && call < part.end() && part.leftOut().contains(call));
      }
    }
  }

  private int read(CallsPart part, int[] contracts, boolean all) {
    size = 0;
    int counted = 0;
    for (int contract : contracts) {
      int entry = part.entryOf(contract);
      counted += entry < 0 ? 0 : append(part, entry, all);
    }
    return counted;
  }

  /**
   * Reads calls of an entry after those that were read. If a call of an entry is not counted,
   * another call may be the first of a user.
   *
   * @return the number of calls of the entry that are counted
   */
  private int append(CallsPart part, int entry, boolean all) {
    boolean whole = part.isWhole(entry);
    if (whole && !all) {
      cursor.moveTo(part.index(), entry);
      ensureCapacity(size + cursor.callers());
      cursor.readFirstCalls(calls, size);
      size += cursor.callers();
      return cursor.calls();
    }
    int before = size;
    int end = appendAll(part, entry);
    size = whole ? end : clip(end, part::counts);
    return size - before;
  }

  /** Writes all calls of an entry after those that were read; returns the place after them. */
  private int appendAll(CallsPart part, int entry) {
    cursor.moveTo(part.index(), entry);
    ensureCapacity(size + cursor.calls());
    cursor.readFirstCalls(calls, size);
    cursor.readOtherCalls(calls, size + cursor.callers());
    return size + cursor.calls();
  }

  private void ensureCapacity(int needed) {
    if (needed > calls.length) {
      calls = Arrays.copyOf(calls, Math.max(needed, 2 * calls.length));
    }
  }

  /** Removes the calls from {@link #size} on that are not wanted; returns how many are left. */
  private int clip(int end, IntPredicate wanted) {
    int left = size;
    for (int i = size; i < end; i++) {
      if (wanted.test(calls[i])) {
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
