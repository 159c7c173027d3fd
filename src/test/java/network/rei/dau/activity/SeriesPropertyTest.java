package network.rei.dau.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every point of a series is the count of its blocks, and no block is outside of all points. */
class SeriesPropertyTest {

  @Provide
  Arbitrary<Scenario> ended() {
    return Arbitraries.randomValue(Scenario::ended);
  }

  @Property(tries = 200)
  void everyPointIsTheCountOfItsBlocks(@ForAll("ended") Scenario scenario) {
    BruteForce expected = scenario.bruteForce();
    for (Resolution resolution : Resolution.values()) {
      List<WindowActivity> points =
          Series.of(scenario.ledger(), resolution, OptionalLong.empty(), OptionalLong.empty());
      assertThat(points)
          .allSatisfy(
              point -> assertThat(point).isEqualTo(expected.during((TimeWindow) point.window())));
      assertThat(points.stream().mapToLong(point -> point.counts().blocks()).sum())
          .isEqualTo(expected.stored().size());
    }
  }

  @Property(tries = 200)
  void pointsAreThoseThatTouchTheTimeAskedForAndTheBlocksStored(
      @ForAll("ended") Scenario scenario) {
    BruteForce expected = scenario.bruteForce();
    for (Resolution resolution : Resolution.values()) {
      long length = resolution == Resolution.HOUR ? 3600 : 86_400;
      for (TimeWindow window : scenario.windows(5)) {
        TreeSet<Long> starts = new TreeSet<>();
        if (!expected.stored().isEmpty()) {
          long first = expected.stored().get(0).timestamp();
          long last = expected.stored().get(expected.stored().size() - 1).timestamp();
          long start = Math.floorDiv(first, length) * length;
          for (; start <= last; start += length) {
            long from = Math.max(Math.max(start, window.from()), first);
            long to = Math.min(Math.min(start + length, window.to()), last + 1);
            if (from < to) {
              starts.add(start);
            }
          }
        }
        assertThat(
                Series.of(
                    scenario.ledger(),
                    resolution,
                    OptionalLong.of(window.from()),
                    OptionalLong.of(window.to())))
            .extracting(point -> ((TimeWindow) point.window()).from())
            .containsExactlyElementsOf(starts);
      }
    }
  }

  @Property(tries = 200)
  void ratesAreThoseOfTheirBlocks(@ForAll("ended") Scenario scenario) {
    BruteForce stored = scenario.bruteForce();
    for (TimeWindow window : scenario.windows(10)) {
      WindowActivity activity = scenario.ledger().during(window);
      List<RawBlock> inside =
          stored.stored().stream()
              .filter(block -> BruteForce.contains(window, block.timestamp()))
              .toList();
      long transactions = inside.stream().mapToLong(block -> block.transactions().size()).sum();
      long senders =
          inside.stream()
              .flatMap(block -> block.transactions().stream())
              .map(RawBlock.RawTransaction::from)
              .distinct()
              .count();

      if (senders == 0) {
        assertThat(activity.transactionsPerSender()).isEmpty();
      } else {
        assertThat(activity.transactionsPerSender()).hasValue((double) transactions / senders);
      }
      if (inside.size() < 2) {
        assertThat(activity.averageBlockTime()).isEmpty();
      } else {
        RawBlock first = inside.get(0);
        RawBlock last = inside.get(inside.size() - 1);
        assertThat(activity.averageBlockTime())
            .hasValue(
                (double) (last.timestamp() - first.timestamp()) / (last.number() - first.number()));
      }
      boolean known = activity.complete() || !inside.isEmpty();
      for (Metric metric : Metric.values()) {
        if (!known) {
          assertThat(metric.value(activity)).isEmpty();
        }
      }
      if (known) {
        assertThat(Metric.TRANSACTIONS.value(activity)).contains(transactions);
        assertThat(Metric.SENDERS.value(activity)).contains(senders);
      }
    }
  }
}
