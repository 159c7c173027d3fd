package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.Ledgers;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.DayActivity;

/** Whatever happens to a ledger, its answers are those of a count over the blocks it holds. */
class LedgerPropertyTest {

  @Provide
  Arbitrary<RandomCommits> started() {
    return Arbitraries.randomValue(RandomCommits::started);
  }

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Provide
  Arbitrary<RandomCommits> goingBack() {
    return Arbitraries.randomValue(RandomCommits::goingBack);
  }

  @Property
  void shouldCountEachBlockOnceIfSomeAreOlderThanTheirParents(
      @ForAll("goingBack") RandomCommits scenario) {
    while (scenario.hasNext()) {
      scenario.step();
      BruteForce expected = scenario.bruteForce();
      for (TimeWindow window : scenario.windows(4)) {
        assertThat(scenario.ledger().during(window)).isEqualTo(expected.during(window));
      }
      Duration length = Duration.ofSeconds(scenario.length());
      assertThat(scenario.ledger().rolling(length)).isEqualTo(expected.rolling(length));
      assertThat(scenario.ledger().daysOfLast(Duration.ofDays(36_500))).isEqualTo(expected.days());
    }
  }

  @Property
  void shouldStoreDaysWithEachBlockOnceIfSomeAreOlderThanTheirParents(
      @ForAll("goingBack") RandomCommits scenario) {
    while (scenario.hasNext()) {
      scenario.step();
    }
    List<RandomCommits.Version> versions = new ArrayList<>(scenario.held());
    Collections.shuffle(versions, scenario.random());
    Ledger ledger = Ledger.empty();
    for (RandomCommits.Version version : versions) {
      ledger =
          Ledgers.change(ledger, RandomCommits.entries(List.of(version)), LedgerChange.Removal.NONE)
              .ledger();
    }

    for (DayActivity day : scenario.bruteForce().days()) {
      assertThat(ledger.history().wholeDay(day.date()).map(stored -> stored.activity().counts()))
          .isEqualTo(
              Optional.of(day.activity())
                  .filter(WindowActivity::complete)
                  .map(WindowActivity::counts));
    }
  }

  @Property
  void shouldCountEveryWindowAfterEveryCommit(@ForAll("started") RandomCommits scenario) {
    while (scenario.hasNext()) {
      scenario.step();
      BruteForce expected = scenario.bruteForce();
      for (TimeWindow window : scenario.windows(4)) {
        assertThat(scenario.ledger().during(window)).isEqualTo(expected.during(window));
      }
    }
  }

  @Property
  void shouldCountEveryWindow(@ForAll("ended") RandomCommits scenario) {
    BruteForce expected = scenario.bruteForce();
    for (TimeWindow window : scenario.windows(20)) {
      assertThat(scenario.ledger().during(window)).isEqualTo(expected.during(window));
    }
  }

  @Property
  void shouldCountEveryRollingWindow(@ForAll("ended") RandomCommits scenario) {
    BruteForce expected = scenario.bruteForce();
    for (int i = 0; i < 10; i++) {
      Duration length = Duration.ofSeconds(scenario.length());
      WindowActivity rolling = scenario.ledger().rolling(length);
      assertThat(rolling).isEqualTo(expected.rolling(length));
      assertThat(scenario.ledger().recordsOfLast(length)).hasSize(rolling.records());
    }
  }

  @Property
  void shouldCountEveryDay(@ForAll("ended") RandomCommits scenario) {
    assertThat(scenario.ledger().daysOfLast(Duration.ofDays(36_500)))
        .isEqualTo(scenario.bruteForce().days());
  }

  @Property
  void shouldCountEveryRangeOfBlocks(@ForAll("ended") RandomCommits scenario) {
    BruteForce stored = scenario.bruteForce();
    for (BlockRange range : scenario.ranges(20)) {
      WindowActivity activity = scenario.ledger().between(range);
      assertThat(activity).isEqualTo(stored.between(range));
      if (activity.complete()) {
        assertThat(stored.missed(scenario.chain(), b -> BruteForce.contains(range, b.number())))
            .isEmpty();
      }
    }
  }

  @Property
  void shouldReportEveryMissingBlock(@ForAll("ended") RandomCommits scenario) {
    BruteForce stored = scenario.bruteForce();
    for (TimeWindow window : scenario.windows(20)) {
      WindowActivity activity = scenario.ledger().during(window);
      List<Long> missed =
          stored.missed(scenario.chain(), b -> BruteForce.contains(window, b.timestamp()));
      long upToLast = missed.stream().filter(number -> number < stored.lastBlock()).count();

      if (activity.complete()) {
        assertThat(missed).isEmpty();
      }
      if (activity.missingBlocks().isPresent()) {
        assertThat(activity.missingBlocks().getAsLong()).isGreaterThanOrEqualTo(upToLast);
        if (!stored.gapStraddlesAnEnd(window)) {
          assertThat(activity.missingBlocks()).hasValue(upToLast);
        }
      }
    }
  }

  @Property
  void shouldNotChangeAWindowWithinTheRetentionByPruning(@ForAll("ended") RandomCommits scenario) {
    Ledger ledger = scenario.ledger();
    long retention = scenario.length();
    Ledger pruned =
        ledger.without(
            ledger.olderThan(Duration.ofSeconds(retention), LocalDate.MAX, Long.MAX_VALUE));

    for (int i = 0; i < 10; i++) {
      Duration length = Duration.ofSeconds(Math.min(retention, scenario.length()));
      assertThat(pruned.rolling(length)).isEqualTo(ledger.rolling(length));
    }
    assertThat(pruned.rolling(Duration.ofSeconds(retention)))
        .isEqualTo(ledger.rolling(Duration.ofSeconds(retention)));
  }

  @Property
  void shouldCountNothingOfRemovedRecords(@ForAll("ended") RandomCommits scenario) {
    List<Long> removed = scenario.someIndexes();
    Ledger left = scenario.ledger().without(removed);

    List<RandomCommits.Version> others =
        scenario.held().stream().filter(v -> !removed.contains(v.record().index())).toList();
    Ledger rebuilt = Ledger.empty().with(RandomCommits.entries(others));
    assertThat(left.records())
        .extracting(LedgerRecord::index)
        .isEqualTo(rebuilt.records().stream().map(LedgerRecord::index).toList());
    for (TimeWindow window : scenario.windows(10)) {
      assertThat(left.during(window))
          .isEqualTo(rebuilt.during(window))
          .isEqualTo(scenario.bruteForce(others).during(window));
    }
  }

  @Property
  void shouldHoldTheLongestRecordOfTheLatestGeneration(@ForAll("ended") RandomCommits scenario) {
    List<LedgerRecord> records = scenario.ledger().records();
    assertThat(records).hasSameSizeAs(scenario.held());
    int i = 0;
    for (RandomCommits.Version held : scenario.held()) {
      LedgerRecord record = records.get(i++);
      assertThat(scenario.ledger().record(record.index())).containsSame(record);
      assertThat(record.blocks()).isEqualTo(held.record().blocks());
      assertThat(record.generation()).isEqualTo(held.record().generation());
      assertThat(record.sealed()).isEqualTo(held.blocks().size() == scenario.chain().chunkSize());
      assertThat(record.lastHash()).isEqualTo(held.record().lastHash());
      assertThat(record.parentHash()).isEqualTo(held.record().parentHash());
      assertThat(record.counts()).isEqualTo(BruteForce.counts(held.blocks()));
      assertThat(Ledgers.addresses(record)).isSorted().doesNotHaveDuplicates();
      assertThat(Ledgers.addresses(record)).hasSize((int) record.counts().addresses());
    }
  }
}
