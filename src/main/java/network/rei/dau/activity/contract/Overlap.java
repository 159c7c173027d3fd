package network.rei.dau.activity.contract;

import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The users that two contracts, or two groups of contracts, share in a window.
 *
 * @param usersOfA distinct senders of calls of A
 * @param usersOfB distinct senders of calls of B
 * @param both users of A and of B
 * @param fromAToB users of both whose first call of B comes after their first call of A
 * @param fromBToA users of both whose first call of A comes after their first call of B; a user
 *     whose first calls of both are one transaction, to a contract that is in A and in B, came from
 *     neither
 */
public record Overlap(long usersOfA, long usersOfB, long both, long fromAToB, long fromBToA) {

  /**
   * Counts the users in a window whose calls are known, from the sets of the users of each record.
   * Only of users whose first calls of both are in the same record are these calls read.
   */
  static Overlap of(WindowCalls window, UserSets a, UserSets b) {
    List<CallsPart> parts = window.parts();
    List<RoaringBitmap> setsOfA = parts.stream().map(a::of).toList();
    List<RoaringBitmap> setsOfB = parts.stream().map(b::of).toList();
    RoaringBitmap usersOfA = RoaringBitmap.or(setsOfA.iterator());
    RoaringBitmap usersOfB = RoaringBitmap.or(setsOfB.iterator());
    RoaringBitmap both = RoaringBitmap.and(usersOfA, usersOfB);
    long count = both.getLongCardinality();
    Order order = new Order(a.contracts(), b.contracts(), both);
    for (int i = 0; i < parts.size() && !both.isEmpty(); i++) {
      order.add(parts.get(i), setsOfA.get(i), setsOfB.get(i));
    }
    return new Overlap(
        usersOfA.getLongCardinality(),
        usersOfB.getLongCardinality(),
        count,
        order.fromAToB,
        order.fromBToA);
  }

  /** Returns the users of A that did not call B. */
  public long onlyA() {
    return usersOfA - both;
  }

  /** Returns the users of B that did not call A. */
  public long onlyB() {
    return usersOfB - both;
  }

  /** Finds out whether users called A or B first, record by record. */
  private static final class Order {

    private final int[] contractsOfA;
    private final int[] contractsOfB;

    /** The users of both that have called neither in the records so far. */
    private final RoaringBitmap left;

    private final CallReader reader = new CallReader();

    /**
     * For each place of the address table of a record the place after its first call of B; 0 for
     * addresses that are not asked for, and between records.
     */
    private int[] firstOfB = new int[0];

    private long fromAToB;
    private long fromBToA;

    Order(int[] contractsOfA, int[] contractsOfB, RoaringBitmap left) {
      this.contractsOfA = contractsOfA;
      this.contractsOfB = contractsOfB;
      this.left = left;
    }

    void add(CallsPart part, RoaringBitmap usersOfA, RoaringBitmap usersOfB) {
      RoaringBitmap a = RoaringBitmap.and(left, usersOfA);
      RoaringBitmap b = RoaringBitmap.and(left, usersOfB);
      RoaringBitmap here = RoaringBitmap.and(a, b);
      fromAToB += a.getLongCardinality() - here.getLongCardinality();
      fromBToA += b.getLongCardinality() - here.getLongCardinality();
      if (!here.isEmpty()) {
        compare(part, here);
      }
      left.andNot(a);
      left.andNot(b);
    }

    /** Compares the first calls of users of both in a record. */
    private void compare(CallsPart part, RoaringBitmap users) {
      int[] numbers = part.activity().numbers();
      int[] senders = part.columns().senders();
      firstOfB = firstOfB.length < numbers.length ? new int[numbers.length] : firstOfB;
      reader.readFirstInOrder(part, contractsOfB);
      for (int call = 0; call < reader.size(); call++) {
        int sender = senders[reader.transaction(call)];
        int place = sender < 0 ? ~sender : sender;
        if (firstOfB[place] == 0 && users.contains(numbers[place])) {
          firstOfB[place] = reader.transaction(call) + 1;
        }
      }
      reader.readFirstInOrder(part, contractsOfA);
      for (int call = 0; call < reader.size(); call++) {
        int firstOfA = reader.transaction(call);
        int sender = senders[firstOfA];
        int place = sender < 0 ? ~sender : sender;
        if (firstOfB[place] > 0) {
          fromAToB += firstOfA < firstOfB[place] - 1 ? 1 : 0;
          fromBToA += firstOfA > firstOfB[place] - 1 ? 1 : 0;
          firstOfB[place] = 0;
        }
      }
    }
  }
}
