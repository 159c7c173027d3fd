package network.rei.dau.activity.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.activity.rule.SystemRules;

/** Every number of a group is as by going through all blocks one by one. */
class GroupRankingPropertyTest {

  private static final int ACCOUNTS = 62;

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Property
  void shouldRankGroups(@ForAll("ended") RandomCommits scenario) {
    SortedMap<String, List<Integer>> accounts = groups(scenario.random());
    SortedMap<String, Collection<Address>> groups = new TreeMap<>();
    accounts.forEach(
        (group, members) -> groups.put(group, members.stream().map(RawBlock::address).toList()));
    Ledger ledger = scenario.ledger();
    for (TimeWindow window : scenario.windows(4)) {
      WindowCalls calls =
          WindowCalls.of(
              ledger, new WindowLookup(ledger).recorded(window), ledger.filter(SystemRules.NONE));
      if (calls.isKnown()) {
        List<RawTransaction> inside =
            scenario.bruteForce().stored().stream()
                .filter(block -> BruteForce.contains(window, block.timestamp()))
                .flatMap(block -> block.transactions().stream())
                .toList();
        assertThat(calls.groups(groups, ContractRanking.Order.USERS))
            .isEqualTo(expected(inside, accounts, Comparator.comparing(entry -> -entry.users())));
        assertThat(calls.groups(groups, ContractRanking.Order.TRANSACTIONS))
            .isEqualTo(
                expected(inside, accounts, Comparator.comparing(entry -> -entry.transactions())));
      }
    }
  }

  private static SortedMap<String, List<Integer>> groups(Random random) {
    SortedMap<String, List<Integer>> groups = new TreeMap<>();
    int count = 1 + random.nextInt(8);
    for (int account = 0; account < ACCOUNTS + 5; account++) {
      if (random.nextInt(3) > 0) {
        groups
            .computeIfAbsent("group " + random.nextInt(count), added -> new ArrayList<>())
            .add(account);
      }
    }
    return groups;
  }

  private static List<GroupRanking.Entry> expected(
      List<RawTransaction> transactions,
      SortedMap<String, List<Integer>> groups,
      Comparator<GroupRanking.Entry> order) {
    Set<Integer> newSenders =
        transactions.stream()
            .filter(transaction -> transaction.nonce() == 0)
            .map(RawTransaction::from)
            .collect(Collectors.toSet());
    List<GroupRanking.Entry> entries = new ArrayList<>();
    groups.forEach(
        (group, members) -> {
          List<RawTransaction> calls =
              transactions.stream()
                  .filter(
                      call ->
                          call.to() != null
                              && members.contains(call.to())
                              && call.details().hasInput())
                  .toList();
          Set<Integer> users = calls.stream().map(RawTransaction::from).collect(Collectors.toSet());
          entries.add(
              new GroupRanking.Entry(
                  group,
                  members.size(),
                  users.size(),
                  calls.size(),
                  users.stream().filter(newSenders::contains).count()));
        });
    return entries.stream().sorted(order.thenComparing(GroupRanking.Entry::group)).toList();
  }
}
