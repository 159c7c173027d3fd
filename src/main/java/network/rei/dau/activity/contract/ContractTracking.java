package network.rei.dau.activity.contract;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import network.rei.dau.activity.block.Address;

/**
 * Which contracts are tracked: the users that they have on a UTC day stay stored after the records
 * of the day are deleted.
 *
 * @param labelled returns the addresses with a label, which are tracked on every day
 * @param fromUsers how many users make a contract without a label tracked on a day, and on the days
 *     of the month before and after it; 0 if only labelled ones are tracked
 * @param maxContracts how many contracts are tracked on a day at most: labelled ones first, then
 *     those with the most users
 */
public record ContractTracking(
    Supplier<? extends Iterable<Address>> labelled, int fromUsers, int maxContracts) {

  /** Tracks no contract. */
  public static final ContractTracking NONE = new ContractTracking(List::of, 0, 0);

  /**
   * Returns whether no contract can be tracked on a day.
   *
   * @param wanted contracts that are tracked whatever their users are
   */
  boolean tracksNone(Collection<Address> wanted) {
    return maxContracts == 0 || (fromUsers == 0 && wanted.isEmpty());
  }

  /** Returns whether a contract with this number of users on a day is tracked because of it. */
  boolean isBusy(int users) {
    return fromUsers > 0 && users >= fromUsers;
  }
}
