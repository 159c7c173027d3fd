package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.concentration.Concentration;

/** The transactions of each sender are counted as by going through all blocks one by one. */
class SenderCountsPropertyTest {

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Property(tries = 200)
  void shouldCountOneWindowAfterTheOther(@ForAll("ended") RandomCommits scenario) {
    List<Window> windows = new ArrayList<>(scenario.windows(5));
    windows.addAll(scenario.ranges(5));
    SenderCounts counts = scenario.ledger().senderCounts();

    for (Window window : windows) {
      WindowActivity activity = activity(scenario.ledger(), window);
      assertThat(counts.concentration(activity))
          .isEqualTo(
              activity.isKnown() ? Optional.of(expected(scenario, window)) : Optional.empty());
    }
  }

  @Property(tries = 200)
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
        assertThat(part.senderCounts().concentration(activity))
            .isEqualTo(whole ? Optional.of(expected) : Optional.empty());
      }
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
                    slice.start(record), slice.end(record), (place, from, to) -> count[0]++));
    return count[0];
  }

  private static Concentration expected(RandomCommits scenario, Window window) {
    Map<Integer, Integer> sent = new HashMap<>();
    scenario.bruteForce().stored().stream()
        .filter(
            block ->
                window instanceof TimeWindow time
                    ? BruteForce.contains(time, block.timestamp())
                    : BruteForce.contains((BlockRange) window, block.number()))
        .flatMap(block -> block.transactions().stream())
        .forEach(transaction -> sent.merge(transaction.from(), 1, Integer::sum));
    return Concentration.of(sent.values().stream().mapToInt(n -> n).toArray());
  }
}
