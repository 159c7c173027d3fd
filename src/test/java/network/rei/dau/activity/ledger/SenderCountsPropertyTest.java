package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;

/** The transactions of each sender are counted as by going through all blocks one by one. */
class SenderCountsPropertyTest {

  private static final int SYSTEM = 1;
  private static final SystemRules FROM_SYSTEM =
      SystemRules.of(
          List.of(
              new SystemRule(
                  "system",
                  "",
                  "",
                  new TreeSet<>(Set.of(RawBlock.address(SYSTEM))),
                  new TreeSet<>(),
                  new TreeSet<>(),
                  false,
                  List.of())));

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Property
  void shouldCountOneWindowAfterTheOther(@ForAll("ended") RandomCommits scenario) {
    List<Window> windows = new ArrayList<>(scenario.windows(5));
    windows.addAll(scenario.ranges(5));
    SenderCounts counts =
        scenario.ledger().senderCounts(scenario.ledger().filter(SystemRules.NONE));

    for (Window window : windows) {
      WindowActivity activity = activity(scenario.ledger(), window);
      assertThat(counts.concentration(activity))
          .isEqualTo(
              activity.isKnown() ? Optional.of(expected(scenario, window)) : Optional.empty());
    }
  }

  @Property
  void shouldCountTheSendersOfAllTransactionsOrOfNone(@ForAll("ended") RandomCommits scenario) {
    Ledger pruned = scenario.ledger().without(scenario.someIndexes());
    Ledger limited = scenario.ledger().within(scenario.ledger().bytes() - 1);
    for (Window window : scenario.windows(10)) {
      WindowActivity activity = activity(scenario.ledger(), window);
      Concentration expected = expected(scenario, window);
      for (Ledger part : List.of(pruned, limited)) {
        boolean whole =
            activity.isKnown()
                && transactionsInMemory(part, window) == activity.counts().transactions();
        assertThat(part.senderCounts(part.filter(SystemRules.NONE)).concentration(activity))
            .isEqualTo(whole ? Optional.of(expected) : Optional.empty());
      }
    }
  }

  @Property
  void shouldCountWithoutTheTransactionsThatMeetARule(@ForAll("ended") RandomCommits scenario) {
    LedgerFilter filter = scenario.ledger().filter(FROM_SYSTEM);
    SenderCounts counts = scenario.ledger().senderCounts(filter);
    for (Window window : scenario.windows(5)) {
      WindowActivity raw = activity(scenario.ledger(), window);
      WindowActivity organic = raw.withCounts(filter.organic(window).counts().orElseThrow());

      assertThat(counts.concentration(organic))
          .isEqualTo(
              raw.isKnown()
                  ? Optional.of(expected(scenario, window, from -> from != SYSTEM))
                  : Optional.empty());
    }
  }

  private static WindowActivity activity(Ledger ledger, Window window) {
    return window instanceof TimeWindow time
        ? ledger.during(time)
        : ledger.between((BlockRange) window);
  }

  private static long transactionsInMemory(Ledger ledger, Window window) {
    long[] count = new long[1];
    WindowSlice slice = WindowSlice.of(window);
    ledger.records().stream()
        .filter(LedgerRecord::isInMemory)
        .forEach(
            record ->
                record.forEachTransaction(
                    slice.start(record),
                    slice.end(record),
                    (block, transaction, from, to, nonceZero) -> count[0]++));
    return count[0];
  }

  private static Concentration expected(RandomCommits scenario, Window window) {
    return expected(scenario, window, from -> true);
  }

  private static Concentration expected(
      RandomCommits scenario, Window window, IntPredicate counted) {
    Map<Integer, Integer> sent = new HashMap<>();
    scenario.bruteForce().stored().stream()
        .filter(
            block ->
                window instanceof TimeWindow time
                    ? BruteForce.contains(time, block.timestamp())
                    : BruteForce.contains((BlockRange) window, block.number()))
        .flatMap(block -> block.transactions().stream())
        .filter(transaction -> counted.test(transaction.from()))
        .forEach(transaction -> sent.merge(transaction.from(), 1, Integer::sum));
    return Concentration.of(sent.values().stream().mapToInt(n -> n).toArray());
  }
}
