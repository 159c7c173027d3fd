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
   * Only of users whose first calls of both are in the same record are these calls compared.
   */
  static Overlap of(WindowCalls window, UserSets a, UserSets b) {
    List<CallsPart> parts = window.parts();
    List<RoaringBitmap> setsOfA = parts.stream().map(a::of).toList();
    List<RoaringBitmap> setsOfB = parts.stream().map(b::of).toList();
    RoaringBitmap usersOfA = RoaringBitmap.or(setsOfA.iterator());
    RoaringBitmap usersOfB = RoaringBitmap.or(setsOfB.iterator());
    RoaringBitmap both = RoaringBitmap.and(usersOfA, usersOfB);
    long count = both.getLongCardinality();
    Order order = new Order(a, b, both);
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

    private final UserSets a;
    private final UserSets b;

    /** The users of both that have called neither in the records so far. */
    private final RoaringBitmap left;

    private long fromAToB;
    private long fromBToA;

    Order(UserSets a, UserSets b, RoaringBitmap left) {
      this.a = a;
      this.b = b;
      this.left = left;
    }

    void add(CallsPart part, RoaringBitmap setOfA, RoaringBitmap setOfB) {
      RoaringBitmap usersOfA = RoaringBitmap.and(left, setOfA);
      RoaringBitmap usersOfB = RoaringBitmap.and(left, setOfB);
      RoaringBitmap users = RoaringBitmap.and(usersOfA, usersOfB);
      fromAToB += usersOfA.getLongCardinality() - users.getLongCardinality();
      fromBToA += usersOfB.getLongCardinality() - users.getLongCardinality();
      if (!users.isEmpty()) {
        int[] callsOfA = a.firstCalls(part);
        int[] callsOfB = b.firstCalls(part);
        users.forEach(
            (int user) ->
                compare(callsOfA[setOfA.rank(user) - 1], callsOfB[setOfB.rank(user) - 1]));
      }
      left.andNot(usersOfA);
      left.andNot(usersOfB);
    }

    private void compare(int callOfA, int callOfB) {
      fromAToB += callOfA < callOfB ? 1 : 0;
      fromBToA += callOfA > callOfB ? 1 : 0;
    }
  }
}
