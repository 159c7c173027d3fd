package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.RandomRules;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.ledger.count.OrganicActivity;
import network.rei.dau.activity.ledger.count.TransactionCounts;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRules;

/** Windows are counted under random rules as by going through all transactions one by one. */
class OrganicPropertyTest {

  private static final int ACCOUNTS = 62;

  /** Keeps what was left out in all tries, which no other record may be answered with. */
  private static final RecordCache CACHE = new RecordCache(1 << 20);

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Property
  void shouldCountWhatMeetsNoRule(@ForAll("ended") RandomCommits scenario) {
    SystemRules rules = RandomRules.of(scenario, true);
    Ledger ledger =
        scenario.random().nextBoolean() ? scenario.ledger().with(CACHE) : scenario.ledger();
    LedgerFilter filter = ledger.filter(rules);
    Set<Long> undetailed = RandomRules.undetailed(scenario);
    List<Window> windows = new ArrayList<>(scenario.windows(5));
    windows.addAll(scenario.ranges(5));
    for (Window window : windows) {
      List<RawBlock> blocks = inside(scenario, window);
      OrganicActivity organic = filter.organic(window);
      if (blocks.stream().noneMatch(block -> undetailed.contains(block.number()))) {
        assertThat(organic.counts()).isPresent();
      }
      if (organic.counts().isPresent()) {
        assertThat(mayMeetUndetailed(rules, blocks, undetailed)).isFalse();
        assertCounts(organic, rules, blocks, undetailed);
        assertRanking(
            scenario.ledger().transactionCounts(window, filter), rules, blocks, undetailed);
      } else {
        assertThat(rules.rules()).contains(organic.undecided().orElseThrow());
        OptionalLong from = filter.decidedFrom();
        if (from.isPresent()) {
          TimeWindow after = new TimeWindow(from.getAsLong(), Long.MAX_VALUE);
          assertThat(filter.organic(after).counts()).isPresent();
        } else {
          LedgerRecord newest = scenario.ledger().last().orElseThrow();
          assertThat(newest.sealed()).isFalse();
          assertThat(undetailed).contains(newest.lastBlock());
        }
      }
    }
  }

  private static void assertCounts(
      OrganicActivity organic, SystemRules rules, List<RawBlock> blocks, Set<Long> undetailed) {
    List<RawBlock> kept = RandomRules.only(RecordFilter.NO_RULE, blocks, rules, undetailed);
    ActivityCounts counts = BruteForce.counts(kept);
    Set<Integer> counted = addresses(kept);
    assertThat(organic.counts()).contains(counts);
    Set<Integer> all = new HashSet<>(addresses(blocks));
    all.removeAll(counted);
    assertThat(organic.leftOut().addresses()).isEqualTo(all.size());
    for (int number = 0; number < rules.rules().size(); number++) {
      List<RawBlock> left = RandomRules.only(number, blocks, rules, undetailed);
      Set<Integer> only = new HashSet<>(addresses(left));
      only.removeAll(counted);
      assertThat(organic.leftOut().rules().get(number))
          .isEqualTo(
              new LeftOut.ByRule(
                  rules.rules().get(number),
                  left.stream().mapToLong(block -> block.transactions().size()).sum(),
                  only.size()));
    }
  }

  private static void assertRanking(
      TransactionCountsByAddress counts,
      SystemRules rules,
      List<RawBlock> blocks,
      Set<Long> undetailed) {
    long[] sent = new long[ACCOUNTS];
    for (RawBlock block : RandomRules.only(RecordFilter.NO_RULE, blocks, rules, undetailed)) {
      block.transactions().forEach(transaction -> sent[transaction.from()]++);
    }
    assertThat(counts.count(TransactionCounts.Role.SENT))
        .isEqualTo(Arrays.stream(sent).filter(count -> count > 0).count());
    counts
        .busiest(TransactionCounts.Role.SENT, ACCOUNTS)
        .forEach(
            entry ->
                assertThat(entry.transactions().sent()).isEqualTo(sent[account(entry.address())]));
  }

  private static boolean mayMeetUndetailed(
      SystemRules rules, List<RawBlock> blocks, Set<Long> undetailed) {
    return blocks.stream()
        .filter(block -> undetailed.contains(block.number()))
        .anyMatch(
            block ->
                block.transactions().stream()
                    .anyMatch(
                        transaction ->
                            rules.rules().stream()
                                .filter(rule -> rule.free() || !rule.types().isEmpty())
                                .anyMatch(
                                    rule -> RandomRules.meetsRest(rule, block, transaction))));
  }

  private static Set<Integer> addresses(List<RawBlock> blocks) {
    Set<Integer> addresses = new HashSet<>();
    for (RawBlock block : blocks) {
      for (RawTransaction transaction : block.transactions()) {
        addresses.add(transaction.from());
        if (transaction.to() != null) {
          addresses.add(transaction.to());
        }
      }
    }
    return addresses;
  }

  private static int account(Address address) {
    return IntStream.range(0, ACCOUNTS)
        .filter(account -> RawBlock.address(account).equals(address))
        .findFirst()
        .orElseThrow();
  }

  private static List<RawBlock> inside(RandomCommits scenario, Window window) {
    Predicate<RawBlock> isInside =
        window instanceof TimeWindow time
            ? block -> BruteForce.contains(time, block.timestamp())
            : block -> BruteForce.contains((BlockRange) window, block.number());
    return scenario.bruteForce().stored().stream().filter(isInside).toList();
  }
}
