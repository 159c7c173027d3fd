package network.rei.dau.activity.contract;

import java.util.Arrays;

/**
 * Counts the distinct users of one contract or group after the other. {@link #clear} costs time for
 * the counted users only. Takes a bit for each address. Not thread-safe.
 */
final class UserCount {

  private final NumberSet newSenders;
  private final NumberSet seen;
  private int[] users = new int[64];
  private int size;
  private int newUsers;

  /**
   * @param newSenders of the window of the calls
   * @param empty a set of the same size
   */
  UserCount(NumberSet newSenders, NumberSet empty) {
    this.newSenders = newSenders;
    this.seen = empty;
  }

  /** Adds the users of the calls that were read from a part. */
  void add(CallReader reader, CallsPart part) {
    if (size + reader.size() > users.length) {
      users = Arrays.copyOf(users, Math.max(size + reader.size(), 2 * users.length));
    }
    int[] senders = part.columns().senders();
    int[] numbers = part.activity().numbers();
    for (int call = 0; call < reader.size(); call++) {
      int sender = senders[reader.transaction(call)];
      int number = numbers[sender < 0 ? ~sender : sender];
      if (seen.add(number)) {
        users[size++] = number;
        newUsers += newSenders.contains(number) ? 1 : 0;
      }
    }
  }

  int users() {
    return size;
  }

  /** Returns how many of the users are new senders of the window. */
  int newUsers() {
    return newUsers;
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      seen.remove(users[i]);
    }
    size = 0;
    newUsers = 0;
  }
}
