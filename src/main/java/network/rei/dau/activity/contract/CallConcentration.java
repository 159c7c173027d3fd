package network.rei.dau.activity.contract;

import java.util.List;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.TransactionsByNumber;

/**
 * Counts the calls of each user of a contract, or of several contracts together, in one window
 * after the other. Takes 4 bytes for each address. Not thread-safe.
 */
final class CallConcentration {

  private final CallReader reader = new CallReader();
  private final TransactionsByNumber calls;

  /**
   * @param addresses the numbers of addresses are below it
   */
  CallConcentration(int addresses) {
    this.calls = new TransactionsByNumber(addresses);
  }

  /**
   * Returns how unequally the calls of a window are shared among their users.
   *
   * @param contracts the numbers of the contracts
   */
  Concentration of(List<CallsPart> parts, int[] contracts) {
    for (CallsPart part : parts) {
      reader.read(part, contracts);
      for (int call = 0; call < reader.size(); call++) {
        calls.add(part.sender(reader.transaction(call)), 1);
      }
    }
    return calls.takeConcentration();
  }
}
