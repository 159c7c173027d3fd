package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;

/** Windows are counted under random rules as by going through all transactions one by one. */
class OrganicPropertyTest {

  private static final int ACCOUNTS = 62;

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Property(tries = 300)
  void shouldCountWhatMeetsNoRule(@ForAll("ended") RandomCommits scenario) {
    SystemRules rules = rules(scenario);
    LedgerFilter filter = scenario.ledger().filter(rules);
    Set<Long> undetailed = undetailed(scenario);
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
    List<RawBlock> kept =
        blocks.stream()
            .map(block -> with(block, rule(rules, undetailed, RecordFilter.NO_RULE)))
            .toList();
    ActivityCounts counts = BruteForce.counts(kept);
    Set<Integer> counted = addresses(kept);
    assertThat(organic.counts()).contains(counts);
    Set<Integer> all = new HashSet<>(addresses(blocks));
    all.removeAll(counted);
    assertThat(organic.addresses()).isEqualTo(all.size());
    for (int number = 0; number < rules.rules().size(); number++) {
      int asked = number;
      List<RawBlock> left =
          blocks.stream().map(block -> with(block, rule(rules, undetailed, asked))).toList();
      Set<Integer> only = new HashSet<>(addresses(left));
      only.removeAll(counted);
      assertThat(organic.leftOut().get(number))
          .isEqualTo(
              new OrganicActivity.LeftOut(
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
    for (RawBlock block : blocks) {
      with(block, rule(rules, undetailed, RecordFilter.NO_RULE))
          .transactions()
          .forEach(transaction -> sent[transaction.from()]++);
    }
    assertThat(counts.count(TransactionCounts.Role.SENT))
        .isEqualTo(Arrays.stream(sent).filter(count -> count > 0).count());
    counts
        .busiest(TransactionCounts.Role.SENT, ACCOUNTS)
        .forEach(
            entry ->
                assertThat(entry.transactions().sent()).isEqualTo(sent[account(entry.address())]));
  }

  /** Selects the transactions for which a rule is the first that they meet. */
  private interface Selection {
    boolean selects(RawBlock block, RawTransaction transaction);
  }

  private static Selection rule(SystemRules rules, Set<Long> undetailed, int asked) {
    return (block, transaction) ->
        IntStream.range(0, rules.rules().size())
                .filter(
                    number ->
                        meets(
                            rules.rules().get(number),
                            block,
                            transaction,
                            !undetailed.contains(block.number())))
                .findFirst()
                .orElse(RecordFilter.NO_RULE)
            == asked;
  }

  private static boolean meets(
      SystemRule rule, RawBlock block, RawTransaction transaction, boolean detailed) {
    boolean needsDetails = rule.free() || !rule.types().isEmpty();
    return meetsRest(rule, block, transaction)
        && (!needsDetails || detailed)
        && (rule.types().isEmpty() || rule.types().contains(transaction.details().type()))
        && (!rule.free() || transaction.details().free());
  }

  /** Returns whether all conditions hold that need no details. */
  private static boolean meetsRest(SystemRule rule, RawBlock block, RawTransaction transaction) {
    return (rule.from().isEmpty() || rule.from().contains(RawBlock.address(transaction.from())))
        && (rule.to().isEmpty()
            || (transaction.to() != null && rule.to().contains(RawBlock.address(transaction.to()))))
        && (rule.blocks().isEmpty()
            || rule.blocks().stream()
                .anyMatch(range -> BruteForce.contains(range, block.number())));
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
                                .anyMatch(rule -> meetsRest(rule, block, transaction))));
  }

  /** Returns the numbers of the blocks of records without details. */
  private static Set<Long> undetailed(RandomCommits scenario) {
    Set<Long> numbers = new HashSet<>();
    scenario.held().stream()
        .filter(version -> version.record().columns().details().isEmpty())
        .forEach(version -> version.blocks().forEach(block -> numbers.add(block.number())));
    return numbers;
  }

  private static SystemRules rules(RandomCommits scenario) {
    Random random = scenario.random();
    List<SystemRule> rules = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      rule(scenario, "rule-" + i).ifPresent(rules::add);
    }
    return SystemRules.of(rules);
  }

  private static Optional<SystemRule> rule(RandomCommits scenario, String name) {
    Random random = scenario.random();
    SortedSet<Address> from = random.nextBoolean() ? addresses(random) : new TreeSet<>();
    SortedSet<Address> to = random.nextInt(3) == 0 ? addresses(random) : new TreeSet<>();
    TreeSet<Integer> types = new TreeSet<>();
    if (random.nextInt(3) == 0) {
      types.add(0x7e);
      types.add(random.nextInt(4));
    }
    boolean free = random.nextInt(4) == 0;
    return from.isEmpty() && to.isEmpty() && types.isEmpty() && !free
        ? Optional.empty()
        : Optional.of(
            new SystemRule(
                name,
                "",
                "",
                from,
                to,
                types,
                free,
                random.nextInt(3) == 0 ? scenario.ranges(1 + random.nextInt(2)) : List.of()));
  }

  private static SortedSet<Address> addresses(Random random) {
    SortedSet<Address> addresses = new TreeSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      addresses.add(RawBlock.address(random.nextInt(ACCOUNTS + 5)));
    }
    return addresses;
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

  private static RawBlock with(RawBlock block, Selection selection) {
    return new RawBlock(
        block.number(),
        block.timestamp(),
        block.fork(),
        block.parentFork(),
        block.transactions().stream()
            .filter(transaction -> selection.selects(block, transaction))
            .toList(),
        block.traffic());
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
