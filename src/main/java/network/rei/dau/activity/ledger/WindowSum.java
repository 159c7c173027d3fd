package network.rei.dau.activity.ledger;

import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * The activity of a window with its sets of addresses.
 *
 * @param activity the counts of the window
 * @param sum the sets of its stored blocks; empty sets if they are not available
 * @param addresses the index of the addresses in the sets
 */
public record WindowSum(WindowActivity activity, ActivitySum sum, AddressIndex addresses) {

  /** Returns whether the blocks could be counted, because they are in memory or were read. */
  public boolean isAvailable() {
    return activity.availableFrom().isEmpty();
  }
}
