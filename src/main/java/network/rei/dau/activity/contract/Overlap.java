package network.rei.dau.activity.contract;

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
   * Counts the users in a window whose calls are known. Takes two bits for each address.
   *
   * @param contractsA the numbers of the contracts of A
   * @param contractsB the numbers of the contracts of B
   */
  static Overlap of(WindowCalls window, int[] contractsA, int[] contractsB) {
    Count count = new Count(window.emptySet(), window.emptySet());
    CallReader a = new CallReader();
    CallReader b = new CallReader();
    for (CallsPart part : window.parts()) {
      a.readFirstInOrder(part, contractsA);
      b.readFirstInOrder(part, contractsB);
      count.add(part, a, b);
    }
    return new Overlap(count.usersOfA, count.usersOfB, count.both, count.fromAToB, count.fromBToA);
  }

  /** Returns the users of A that did not call B. */
  public long onlyA() {
    return usersOfA - both;
  }

  /** Returns the users of B that did not call A. */
  public long onlyB() {
    return usersOfB - both;
  }

  /** Counts calls in the order of the chain. */
  private static final class Count {

    private final NumberSet seenA;
    private final NumberSet seenB;
    private long usersOfA;
    private long usersOfB;
    private long both;
    private long fromAToB;
    private long fromBToA;

    Count(NumberSet seenA, NumberSet seenB) {
      this.seenA = seenA;
      this.seenB = seenB;
    }

    void add(CallsPart part, CallReader a, CallReader b) {
      int nextA = 0;
      int nextB = 0;
      while (nextA < a.size() || nextB < b.size()) {
        int ofA = nextA < a.size() ? a.transaction(nextA) : Integer.MAX_VALUE;
        int ofB = nextB < b.size() ? b.transaction(nextB) : Integer.MAX_VALUE;
        int user = part.sender(Math.min(ofA, ofB));
        if (ofA == ofB) {
          callBoth(user);
        } else if (ofA < ofB) {
          callA(user);
        } else {
          callB(user);
        }
        nextA += ofA <= ofB ? 1 : 0;
        nextB += ofB <= ofA ? 1 : 0;
      }
    }

    private void callA(int user) {
      if (seenA.add(user)) {
        usersOfA++;
        if (seenB.contains(user)) {
          both++;
          fromBToA++;
        }
      }
    }

    private void callB(int user) {
      if (seenB.add(user)) {
        usersOfB++;
        if (seenA.contains(user)) {
          both++;
          fromAToB++;
        }
      }
    }

    private void callBoth(int user) {
      if (seenA.contains(user) || seenB.contains(user)) {
        callA(user);
        callB(user);
      } else {
        seenA.add(user);
        seenB.add(user);
        usersOfA++;
        usersOfB++;
        both++;
      }
    }
  }
}
