package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.count.AddressActivity;
import network.rei.dau.activity.ledger.count.TransactionCounts;
import network.rei.dau.activity.ledger.count.TransactionCounts.Role;
import network.rei.dau.activity.rule.SystemRules;

/** Addresses are ranked, counted and dated as by going through all blocks one by one. */
class AddressesPropertyTest {

  private static final int ACCOUNTS = 62;

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Property
  void shouldFindTheBusiestAddresses(@ForAll("ended") RandomCommits scenario) {
    List<Window> windows = new ArrayList<>(scenario.windows(5));
    windows.addAll(scenario.ranges(5));
    for (Window window : windows) {
      TransactionCountsByAddress counts =
          scenario.ledger().transactionCounts(window, scenario.ledger().filter(SystemRules.NONE));
      for (Role role : Role.values()) {
        List<TransactionCountsByAddress.Entry> ranked = ranked(inside(scenario, window), role);
        int limit = 1 + scenario.random().nextInt(ACCOUNTS);

        assertThat(counts.count(role)).isEqualTo(ranked.size());
        assertThat(counts.busiest(role, limit))
            .isEqualTo(ranked.subList(0, Math.min(limit, ranked.size())));
        assertThat(counts.busiest(role, 0)).isEmpty();
      }
    }
  }

  @Provide
  Arbitrary<RandomCommits> started() {
    return Arbitraries.randomValue(RandomCommits::started);
  }

  @Property
  void shouldFindTheBusiestAddressesAfterEachCommit(@ForAll("started") RandomCommits scenario) {
    while (scenario.hasNext()) {
      scenario.step();
      for (TimeWindow window : scenario.windows(2)) {
        assertThat(
                scenario
                    .ledger()
                    .transactionCounts(window, scenario.ledger().filter(SystemRules.NONE))
                    .busiest(Role.TOTAL, ACCOUNTS))
            .isEqualTo(ranked(inside(scenario, window), Role.TOTAL));
      }
    }
  }

  @Property
  void shouldCountTheSameInSeveralParts(@ForAll("ended") RandomCommits scenario) {
    for (TimeWindow window : scenario.windows(3)) {
      int parts = 2 + scenario.random().nextInt(4);

      TransactionCountsByAddress counts =
          scenario
              .ledger()
              .transactionCounts(window, scenario.ledger().filter(SystemRules.NONE), parts);

      for (Role role : Role.values()) {
        assertThat(counts.busiest(role, ACCOUNTS))
            .isEqualTo(ranked(inside(scenario, window), role));
      }
    }
  }

  @Property
  void shouldFindTheActivityOfAnAddress(@ForAll("ended") RandomCommits scenario) {
    List<Window> windows = new ArrayList<>(scenario.windows(2));
    windows.addAll(scenario.ranges(2));
    for (int account = 0; account < ACCOUNTS; account++) {
      int asked = account;
      List<RawBlock> seen =
          scenario.bruteForce().stored().stream()
              .filter(block -> block.transactions().stream().anyMatch(t -> takesPart(t, asked)))
              .toList();
      for (Window window : windows) {
        AddressActivity activity = scenario.ledger().address(RawBlock.address(account), window);

        assertThat(activity.transactions())
            .isEqualTo(counts(transactions(inside(scenario, window)), account));
        assertThat(activity.first()).isEqualTo(seen.stream().findFirst().map(this::sighting));
        assertThat(activity.last())
            .isEqualTo(
                seen.isEmpty()
                    ? Optional.empty()
                    : Optional.of(sighting(seen.get(seen.size() - 1))));
      }
    }
  }

  @Property
  void shouldFindEveryGapBetweenRecords(@ForAll("ended") RandomCommits scenario) {
    List<RawBlock> stored = scenario.bruteForce().stored();
    List<Gap> expected = new ArrayList<>();
    for (int i = 1; i < stored.size(); i++) {
      RawBlock before = stored.get(i - 1);
      RawBlock after = stored.get(i);
      if (before.number() + 1 < after.number()) {
        int size = scenario.chain().chunkSize();
        expected.add(
            new Gap(
                new BlockRange(before.number() + 1, after.number() - 1),
                (before.number() + 1) / size,
                (after.number() - 1) / size,
                before.timestamp(),
                after.timestamp()));
      }
    }

    assertThat(scenario.ledger().gaps(new TimeWindow(Long.MIN_VALUE, Long.MAX_VALUE)))
        .isEqualTo(expected);
  }

  private AddressActivity.Sighting sighting(RawBlock block) {
    return new AddressActivity.Sighting(block.number(), block.timestamp());
  }

  private static List<RawBlock> inside(RandomCommits scenario, Window window) {
    Predicate<RawBlock> isInside =
        window instanceof TimeWindow time
            ? block -> BruteForce.contains(time, block.timestamp())
            : block -> BruteForce.contains((BlockRange) window, block.number());
    return scenario.bruteForce().stored().stream().filter(isInside).toList();
  }

  private static List<RawTransaction> transactions(List<RawBlock> blocks) {
    return blocks.stream().flatMap(block -> block.transactions().stream()).toList();
  }

  private static List<TransactionCountsByAddress.Entry> ranked(List<RawBlock> blocks, Role role) {
    List<RawTransaction> transactions = transactions(blocks);
    List<TransactionCountsByAddress.Entry> entries = new ArrayList<>();
    for (int account = 0; account < ACCOUNTS; account++) {
      TransactionCounts counts = counts(transactions, account);
      if (by(role, counts) > 0) {
        entries.add(new TransactionCountsByAddress.Entry(RawBlock.address(account), counts));
      }
    }
    entries.sort(
        Comparator.comparingLong(
                (TransactionCountsByAddress.Entry entry) -> by(role, entry.transactions()))
            .reversed()
            .thenComparing(entry -> entry.address().toString()));
    return entries;
  }

  private static TransactionCounts counts(List<RawTransaction> transactions, int account) {
    return new TransactionCounts(
        transactions.stream().filter(t -> t.from() == account).count(),
        transactions.stream().filter(t -> t.to() != null && t.to() == account).count(),
        transactions.stream().filter(t -> takesPart(t, account)).count());
  }

  private static boolean takesPart(RawTransaction transaction, int account) {
    return transaction.from() == account
        || (transaction.to() != null && transaction.to() == account);
  }

  private static long by(Role role, TransactionCounts counts) {
    return switch (role) {
      case SENT -> counts.sent();
      case RECEIVED -> counts.received();
      case TOTAL -> counts.total();
    };
  }
}
