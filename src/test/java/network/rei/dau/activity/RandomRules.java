package network.rei.dau.activity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;

/** Random rules, and which transactions meet them by going through all conditions. */
public final class RandomRules {

  private static final int ACCOUNTS = 67;

  private RandomRules() {}

  /**
   * Returns up to four random rules.
   *
   * @param byDetails whether a rule may need the type or the gas price
   */
  public static SystemRules of(RandomCommits scenario, boolean byDetails) {
    List<SystemRule> rules = new ArrayList<>();
    for (int i = scenario.random().nextInt(5); i > 0; i--) {
      rule(scenario, "rule-" + i, byDetails).ifPresent(rules::add);
    }
    return SystemRules.of(rules);
  }

  private static Optional<SystemRule> rule(RandomCommits scenario, String name, boolean byDetails) {
    Random random = scenario.random();
    SortedSet<Address> from = random.nextBoolean() ? addresses(random) : new TreeSet<>();
    SortedSet<Address> to = random.nextInt(3) == 0 ? addresses(random) : new TreeSet<>();
    TreeSet<Integer> types = new TreeSet<>();
    if (byDetails && random.nextInt(3) == 0) {
      types.add(0x7e);
      types.add(random.nextInt(4));
    }
    boolean free = byDetails && random.nextInt(4) == 0;
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
      addresses.add(RawBlock.address(random.nextInt(ACCOUNTS)));
    }
    return addresses;
  }

  /** Returns the numbers of the blocks of records without details. */
  public static Set<Long> undetailed(RandomCommits scenario) {
    Set<Long> numbers = new HashSet<>();
    scenario.held().stream()
        .filter(version -> version.record().columns().details().isEmpty())
        .forEach(version -> version.blocks().forEach(block -> numbers.add(block.number())));
    return numbers;
  }

  /**
   * Returns blocks with only those of their transactions for which a rule is the first that they
   * meet.
   *
   * @param asked the number of the rule, or {@link RecordFilter#NO_RULE} for those that meet none
   * @param undetailed the blocks without details, whose transactions meet no rule that needs them
   */
  public static List<RawBlock> only(
      int asked, List<RawBlock> blocks, SystemRules rules, Set<Long> undetailed) {
    return blocks.stream()
        .map(
            block ->
                new RawBlock(
                    block.number(),
                    block.timestamp(),
                    block.fork(),
                    block.parentFork(),
                    block.transactions().stream()
                        .filter(
                            transaction -> first(rules, block, transaction, undetailed) == asked)
                        .toList(),
                    block.traffic()))
        .toList();
  }

  private static int first(
      SystemRules rules, RawBlock block, RawTransaction transaction, Set<Long> undetailed) {
    boolean detailed = !undetailed.contains(block.number());
    return IntStream.range(0, rules.rules().size())
        .filter(number -> meets(rules.rules().get(number), block, transaction, detailed))
        .findFirst()
        .orElse(RecordFilter.NO_RULE);
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
  public static boolean meetsRest(SystemRule rule, RawBlock block, RawTransaction transaction) {
    return (rule.from().isEmpty() || rule.from().contains(RawBlock.address(transaction.from())))
        && (rule.to().isEmpty()
            || (transaction.to() != null && rule.to().contains(RawBlock.address(transaction.to()))))
        && (rule.blocks().isEmpty()
            || rule.blocks().stream()
                .anyMatch(range -> BruteForce.contains(range, block.number())));
  }
}
