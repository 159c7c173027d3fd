package network.rei.dau.activity.contract;

import java.util.List;

/** The users that each two of several contracts or groups of contracts share in a window. */
public final class OverlapMatrix {

  /** The most members: each has a bit in a mask. */
  public static final int MAX_MEMBERS = 20;

  private final long[] users;
  private final long[][] both;

  /** For each two members how many users called the first one before the second one. */
  private final long[][] flows;

  /** For each address the members that it has called. */
  private final int[] called;

  /** For each transaction of a part the members that it calls; all are 0 between parts. */
  private int[] callsHere = new int[0];

  private OverlapMatrix(int members, int addresses) {
    this.users = new long[members];
    this.both = new long[members][members];
    this.flows = new long[members][members];
    this.called = new int[addresses];
  }

  /**
   * Counts the users in a window whose calls are known, in the order of the chain. Takes 4 bytes
   * for each address, and for each transaction of a record.
   *
   * @param members the numbers of the contracts of each member
   * @throws IllegalArgumentException if there are more than {@link #MAX_MEMBERS}
   */
  static OverlapMatrix of(WindowCalls window, List<int[]> members) {
    if (members.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException(members.size() + " members are too many");
    }
    OverlapMatrix matrix = new OverlapMatrix(members.size(), window.addresses().size());
    CallReader reader = new CallReader();
    window.parts().forEach(part -> matrix.add(part, members, reader));
    return matrix;
  }

  private void add(CallsPart part, List<int[]> members, CallReader reader) {
    int transactions = part.columns().senders().length;
    callsHere = callsHere.length < transactions ? new int[transactions] : callsHere;
    boolean any = false;
    for (int member = 0; member < members.size(); member++) {
      reader.readFirst(part, members.get(member));
      for (int call = 0; call < reader.size(); call++) {
        callsHere[reader.transaction(call)] |= 1 << member;
      }
      any |= reader.size() > 0;
    }
    for (int i = part.first(); any && i < part.end(); i++) {
      if (callsHere[i] != 0) {
        add(part.sender(i), callsHere[i]);
        callsHere[i] = 0;
      }
    }
  }

  private void add(int user, int members) {
    int before = called[user];
    int added = members & ~before;
    for (int left = added; left != 0; left &= left - 1) {
      int member = Integer.numberOfTrailingZeros(left);
      users[member]++;
      for (int others = before; others != 0; others &= others - 1) {
        int earlier = Integer.numberOfTrailingZeros(others);
        flows[earlier][member]++;
        both[earlier][member]++;
        both[member][earlier]++;
      }
      for (int others = added & ~(1 << member); others != 0; others &= others - 1) {
        both[member][Integer.numberOfTrailingZeros(others)]++;
      }
    }
    called[user] = before | added;
  }

  /** Returns what two different members share. */
  public Overlap of(int a, int b) {
    return new Overlap(users[a], users[b], both[a][b], flows[a][b], flows[b][a]);
  }
}
