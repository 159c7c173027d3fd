package network.rei.dau.activity.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
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
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;

/** The addresses are counted as by going through all blocks one by one with plain sets. */
class ActiveAddressDefinitionPropertyTest {

  /** The account whose address is zero. */
  private static final int ZERO = 0;

  /** The account of the system. */
  private static final int SYSTEM = 1;

  private static final SystemRules FROM_SYSTEM = SystemRules.of(List.of(rule(SYSTEM, false)));
  private static final SystemRules FREE_FROM_SYSTEM = SystemRules.of(List.of(rule(SYSTEM, true)));

  private static SystemRule rule(int sender, boolean free) {
    return new SystemRule(
        "system",
        "",
        "",
        new TreeSet<>(Set.of(RawBlock.address(sender))),
        new TreeSet<>(),
        new TreeSet<>(),
        free,
        List.of());
  }

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Property
  void shouldCountEveryDefinitionInAnyWindow(@ForAll("ended") RandomCommits scenario) {
    List<Window> windows = new ArrayList<>(scenario.windows(5));
    windows.addAll(scenario.ranges(5));
    for (Window window : windows) {
      List<RawTransaction> transactions = transactions(scenario, window);
      boolean inputKnown = isInputKnown(scenario, window);
      ActiveAddresses addresses = ActiveAddresses.of(scenario.ledger(), window, FROM_SYSTEM);

      for (ActiveAddressDefinition definition : ActiveAddressDefinition.values()) {
        assertThat(definition.value(addresses))
            .as(definition.key())
            .isEqualTo(expected(definition, transactions, inputKnown));
      }
      assertThat(ActiveAddresses.of(scenario.ledger(), window, SystemRules.NONE).withoutSystem())
          .isEqualTo(ActiveAddressDefinition.ADDRESSES.value(addresses));
    }
  }

  @Property
  void shouldNotKnowWhatARuleCannotDecide(@ForAll("ended") RandomCommits scenario) {
    for (Window window : scenario.windows(5)) {
      ActiveAddresses addresses = ActiveAddresses.of(scenario.ledger(), window, FREE_FROM_SYSTEM);
      List<RawTransaction> counted =
          transactions(scenario, window).stream()
              .filter(t -> t.from() != SYSTEM || t.details() == null || !t.details().free())
              .toList();

      assertThat(addresses.withoutSystem())
          .isIn(OptionalLong.empty(), expected(ActiveAddressDefinition.ADDRESSES, counted, true));
      if (isInputKnown(scenario, new TimeWindow(Long.MIN_VALUE, Long.MAX_VALUE))) {
        assertThat(addresses.withoutSystem()).isPresent();
      }
    }
  }

  private static OptionalLong expected(
      ActiveAddressDefinition definition, List<RawTransaction> transactions, boolean inputKnown) {
    Set<Integer> senders = new HashSet<>();
    Set<Integer> all = new HashSet<>();
    Set<Integer> called = new HashSet<>();
    for (RawTransaction transaction : transactions) {
      senders.add(transaction.from());
      all.add(transaction.from());
      if (transaction.to() != null) {
        all.add(transaction.to());
        if (transaction.details() != null && transaction.details().hasInput()) {
          called.add(transaction.to());
        }
      }
    }
    return switch (definition) {
      case ADDRESSES, ETHERSCAN -> OptionalLong.of(all.size());
      case BLOCKSCOUT, GROWTHEPIE -> OptionalLong.of(senders.size());
      case COIN_METRICS -> {
        all.remove(ZERO);
        yield OptionalLong.of(all.size());
      }
      case WITHOUT_CONTRACTS -> {
        called.removeAll(senders);
        all.removeAll(called);
        yield inputKnown ? OptionalLong.of(all.size()) : OptionalLong.empty();
      }
      case WITHOUT_SYSTEM_TRANSACTIONS ->
          expected(
              ActiveAddressDefinition.ADDRESSES,
              transactions.stream().filter(t -> t.from() != SYSTEM).toList(),
              inputKnown);
    };
  }

  /** The details of a record are known if those of all of its transactions are. */
  private static boolean isInputKnown(RandomCommits scenario, Window window) {
    return scenario.held().stream()
        .filter(version -> !transactions(version.blocks(), window).isEmpty())
        .flatMap(version -> version.blocks().stream())
        .flatMap(block -> block.transactions().stream())
        .allMatch(transaction -> transaction.details() != null);
  }

  private static List<RawTransaction> transactions(RandomCommits scenario, Window window) {
    return transactions(scenario.bruteForce().stored(), window);
  }

  private static List<RawTransaction> transactions(List<RawBlock> blocks, Window window) {
    return blocks.stream()
        .filter(
            block ->
                window instanceof TimeWindow time
                    ? BruteForce.contains(time, block.timestamp())
                    : BruteForce.contains((BlockRange) window, block.number()))
        .flatMap(block -> block.transactions().stream())
        .toList();
  }
}
