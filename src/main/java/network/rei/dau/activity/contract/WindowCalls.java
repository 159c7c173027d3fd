package network.rei.dau.activity.contract;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.RecordCache;
import network.rei.dau.activity.ledger.RecordSlice;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.DaySenders;

/**
 * The calls of a window, over the records in memory, without those that meet a rule.
 *
 * <p>A call is a transaction with a recipient and with input. The contract is the recipient, the
 * user is the sender. The new senders of a window are the senders of a transaction with nonce 0 in
 * it, whichever recipient that transaction has; the new users of a contract are those of its users
 * that are new senders of the same window.
 */
public final class WindowCalls {

  private final Ledger ledger;
  private final AddressIndex addresses;
  private final WindowActivity activity;
  private final LedgerFilter filter;
  private final List<CallsPart> parts;
  private final Optional<UnknownReason> unknown;
  private final OptionalLong availableFrom;
  private NumberSet newSenders;

  private WindowCalls(Ledger ledger, WindowActivity activity, LedgerFilter filter) {
    this.ledger = ledger;
    this.addresses = ledger.addresses();
    this.activity = activity;
    this.filter = filter;
    List<RecordSlice> slices = activity.isKnown() ? ledger.slices(activity.window()) : List.of();
    this.parts = CallsPart.of(slices, filter);
    this.unknown =
        !activity.isKnown()
            ? Optional.of(UnknownReason.NOT_IN_MEMORY)
            : parts.size() < slices.size()
                ? Optional.of(UnknownReason.WITHOUT_INPUT)
                : Optional.empty();
    this.availableFrom = unknown.isEmpty() ? OptionalLong.empty() : firstKnown();
  }

  /**
   * Returns the calls of a window.
   *
   * @param activity all of the activity of the window in the same ledger
   * @param filter of the ledger
   */
  public static WindowCalls of(Ledger ledger, WindowActivity activity, LedgerFilter filter) {
    return new WindowCalls(ledger, activity, filter);
  }

  /** Returns whether the calls are known. */
  public boolean isKnown() {
    return unknown.isEmpty();
  }

  /** Returns why the calls are not known; empty if they are. */
  public Optional<UnknownReason> unknown() {
    return unknown;
  }

  /**
   * Returns the first time from which calls are known, seconds since 1970, if those of this window
   * are not; empty also if no such time is known yet.
   */
  public OptionalLong availableFrom() {
    return availableFrom;
  }

  private OptionalLong firstKnown() {
    OptionalLong withInput = ledger.detailsFrom();
    OptionalLong stored = activity.availableFrom();
    if (withInput.isEmpty() || stored.isEmpty()) {
      return unknown.get() == UnknownReason.NOT_IN_MEMORY ? stored : withInput;
    }
    return OptionalLong.of(Math.max(withInput.getAsLong(), stored.getAsLong()));
  }

  /** Returns the activity of the window, with the transactions that meet a rule. */
  public WindowActivity activity() {
    return activity;
  }

  AddressIndex addresses() {
    return addresses;
  }

  /** Returns the records of the window with their calls, oldest first. */
  List<CallsPart> parts() {
    if (unknown.isPresent()) {
      throw new IllegalStateException("the calls of " + activity.window() + " are not known");
    }
    return parts;
  }

  RecordCache cache() {
    return ledger.cache();
  }

  /** Returns an empty set that has room for every address. */
  NumberSet emptySet() {
    return new NumberSet(addresses.size());
  }

  /** Returns the new senders of the window. */
  NumberSet newSenders() {
    if (newSenders == null) {
      NumberSet found = emptySet();
      parts().forEach(part -> part.addNewSendersTo(found));
      newSenders = found;
    }
    return newSenders;
  }

  /** Ranks the contracts that were called. */
  public ContractRanking ranking() {
    return ContractRanking.of(this);
  }

  /**
   * Ranks groups of contracts.
   *
   * @param groups the addresses of each group; an address is in one group
   */
  public List<GroupRanking.Entry> groups(
      SortedMap<String, ? extends Collection<Address>> groups, ContractRanking.Order order) {
    return GroupRanking.of(this, groups, order);
  }

  /** Counts the users of a contract, or of several contracts together. */
  public ContractUsers users(Collection<Address> contracts) {
    return ContractUsers.of(this, numbersOf(addresses, contracts));
  }

  /** Returns what the rules left out of the calls of a contract, or of several together. */
  public LeftOut leftOut(Collection<Address> contracts) {
    return CallsLeftOut.of(parts(), numbersOf(addresses, contracts), filter, addresses.size());
  }

  /**
   * Returns how unequally the calls of a contract, or of several together, are shared among their
   * users.
   */
  public Concentration concentration(Collection<Address> contracts) {
    return new CallConcentration(addresses.size()).of(parts(), numbersOf(addresses, contracts));
  }

  /**
   * Counts the distinct users of some functions of the same contracts.
   *
   * @param functions some of the functions that {@link #users} returned
   * @return for each of them its distinct users
   */
  public long[] usersOfFunctions(
      Collection<Address> contracts, List<ContractUsers.FunctionCalls> functions) {
    return ContractUsers.usersOf(this, numbersOf(addresses, contracts), functions);
  }

  /** Counts the users that two contracts or groups of contracts share. */
  public Overlap overlap(Collection<Address> a, Collection<Address> b) {
    return Overlap.of(this, sets(a), sets(b));
  }

  private UserSets sets(Collection<Address> contracts) {
    return new UserSets(ledger.cache(), numbersOf(addresses, contracts));
  }

  /** Counts the users that each two of several contracts or groups of contracts share. */
  public OverlapMatrix overlaps(List<? extends Collection<Address>> members) {
    return OverlapMatrix.of(
        this, members.stream().map(member -> numbersOf(addresses, member)).toList());
  }

  /** Finds the contracts that the new senders of the window called first. */
  public Newcomers newcomers() {
    return Newcomers.of(this, new DaySenders(ledger, filter));
  }

  /** Returns the numbers of the addresses that occur in the ledger. */
  static int[] numbersOf(AddressIndex index, Collection<Address> contracts) {
    return contracts.stream()
        .mapToInt(contract -> index.find(contract.toBytes(), 0))
        .filter(number -> number >= 0)
        .distinct()
        .toArray();
  }
}
