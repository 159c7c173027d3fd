package network.rei.dau.activity.contract;

import java.util.List;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.LeftOutSum;
import network.rei.dau.activity.ledger.count.LeftOut;
import org.roaringbitmap.RoaringBitmap;

/** What rules left out of the calls of a contract, or of several contracts together. */
final class CallsLeftOut {

  private CallsLeftOut() {}

  /**
   * Returns what the rules left out: the calls that meet them, and the senders of these that are no
   * users, because they have no call that is counted.
   *
   * @param contracts the numbers of the contracts
   * @param addresses the numbers are below it
   */
  static LeftOut of(List<CallsPart> parts, int[] contracts, LedgerFilter filter, int addresses) {
    if (filter.rules().isEmpty()) {
      return LeftOut.NOTHING;
    }
    LeftOutSum sum = new LeftOutSum(filter.rules());
    CallReader reader = new CallReader();
    for (CallsPart part : parts) {
      reader.readLeftOut(part, contracts);
      for (int call = 0; call < reader.size(); call++) {
        int transaction = reader.transaction(call);
        sum.add(part.leftOut().ruleOf(transaction), part.sender(transaction));
      }
    }
    RoaringBitmap senders = sum.addresses();
    RoaringBitmap counted = new RoaringBitmap();
    if (!senders.isEmpty()) {
      NumberSet users = new NumberSet(addresses);
      for (CallsPart part : parts) {
        reader.readFirst(part, contracts);
        reader.addUsersTo(users, part);
      }
      senders.forEach(
          (int sender) -> {
            if (users.contains(sender)) {
              counted.add(sender);
            }
          });
    }
    return sum.result(counted);
  }
}
