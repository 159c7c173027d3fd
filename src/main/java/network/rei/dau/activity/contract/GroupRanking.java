package network.rei.dau.activity.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import network.rei.dau.activity.block.Address;

/**
 * Groups of contracts with their transactions and distinct users in a window. The calls of each
 * record are read once. Takes two bits for each address. Not thread-safe.
 */
public final class GroupRanking {

  /**
   * A group in a window.
   *
   * @param contracts how many addresses the group has
   * @param users distinct senders of calls of its contracts
   * @param transactions calls of its contracts
   * @param newUsers users that are new senders of the window
   */
  public record Entry(String group, int contracts, long users, long transactions, long newUsers) {}

  /** The calls of a contract of a group in a part of the window. */
  private record Called(CallsPart part, int entry) {}

  private final CallReader reader = new CallReader();
  private final UserCount users;

  private GroupRanking(WindowCalls window) {
    this.users = new UserCount(window.newSenders(), window.emptySet());
  }

  /**
   * Returns all groups, the first one being that with the most users or transactions; in the order
   * of their names among equals.
   *
   * @param window whose calls are known
   * @param groups the addresses of each group; an address is in one group
   */
  static List<Entry> of(
      WindowCalls window,
      SortedMap<String, ? extends Collection<Address>> groups,
      ContractRanking.Order order) {
    Map<String, List<Called>> called = called(window, groups);
    GroupRanking ranking = new GroupRanking(window);
    List<Entry> entries = new ArrayList<>();
    groups.forEach(
        (group, contracts) ->
            entries.add(
                ranking.entry(group, contracts.size(), called.getOrDefault(group, List.of()))));
    entries.sort(
        Comparator.comparingLong(
            entry ->
                order == ContractRanking.Order.USERS ? -entry.users() : -entry.transactions()));
    return entries;
  }

  private static Map<String, List<Called>> called(
      WindowCalls window, SortedMap<String, ? extends Collection<Address>> groups) {
    Map<Integer, String> groupOf = new HashMap<>();
    NumberSet grouped = window.emptySet();
    groups.forEach(
        (group, contracts) ->
            Arrays.stream(WindowCalls.numbersOf(window.addresses(), contracts))
                .forEach(
                    contract -> {
                      groupOf.put(contract, group);
                      grouped.add(contract);
                    }));
    Map<String, List<Called>> called = new HashMap<>();
    for (CallsPart part : window.parts()) {
      for (int entry = 0; entry < part.index().size(); entry++) {
        int contract = part.contract(entry);
        if (grouped.contains(contract)) {
          called
              .computeIfAbsent(groupOf.get(contract), added -> new ArrayList<>())
              .add(new Called(part, entry));
        }
      }
    }
    return called;
  }

  private Entry entry(String group, int contracts, List<Called> called) {
    long transactions = 0;
    users.clear();
    for (Called calls : called) {
      transactions += reader.readFirst(calls.part(), calls.entry());
      users.add(reader, calls.part());
    }
    return new Entry(group, contracts, users.users(), transactions, users.newUsers());
  }
}
