package network.rei.dau.activity.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.DailyActivityFixture;
import network.rei.dau.activity.DailyActivityHistories;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/** Tests that each stored number of an hour, day, week or month is true or absent. */
class TimelinePropertyTest {

  private static final long DAY = 86_400;

  @Property(tries = 5)
  void shouldNeverShowAWrongCountIfRecordsLeaveMemory(
      @ForAll(supplier = DailyActivityHistories.InLittleMemory.class)
          DailyActivityFixture fixture) {
    shouldNeverShowAWrongCount(fixture);
  }

  @Property(tries = 3)
  void shouldCompleteTheSameDaysIfRecordsLeaveMemory(@ForAll("seeds") long seed) {
    DailyActivityFixture whole = new DailyActivityFixture(new Random(seed));
    DailyActivityFixture limited = DailyActivityFixture.inLittleMemory(new Random(seed));
    for (DailyActivityFixture each : List.of(whole, limited)) {
      for (long chunk = each.lastChunk(); chunk >= each.firstChunk(); chunk -= 2) {
        each.enter(chunk);
      }
      for (long chunk = each.firstChunk(); chunk <= each.lastChunk(); chunk++) {
        each.enter(chunk);
      }
      each.prune();
    }
    for (Resolution resolution : List.of(Resolution.HOUR, Resolution.DAY)) {
      assertThat(limited.ledger().history().periods(resolution))
          .usingElementComparator(
              (one, other) ->
                  one.activity().equals(other.activity()) && one.revision() == other.revision()
                      ? 0
                      : 1)
          .containsExactlyElementsOf(whole.ledger().history().periods(resolution));
    }
    assertThat(limited.ledger().history().daysWithAddresses())
        .isEqualTo(whole.ledger().history().daysWithAddresses());
    assertThat(limited.ledger().records())
        .extracting(LedgerRecord::counts)
        .isEqualTo(whole.ledger().records().stream().map(LedgerRecord::counts).toList());
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 6)
  void shouldNeverShowAWrongCount(
      @ForAll(supplier = DailyActivityHistories.InMemory.class) DailyActivityFixture fixture) {
    Random random = fixture.random();
    long newest =
        fixture.firstChunk()
            + random.nextInt((int) (fixture.lastChunk() - fixture.firstChunk()) + 1);
    for (int step = 0; step < 40; step++) {
      switch (random.nextInt(8)) {
        case 0 -> fixture.prune();
        case 1 -> fixture.deleteOldAddresses();
        case 2 -> fixture.fork();
        case 3, 4 -> {
          long from =
              fixture.firstChunk() + random.nextInt((int) (newest - fixture.firstChunk()) + 1);
          LongStream.rangeClosed(from, Math.min(newest, from + 30)).forEach(fixture::enter);
        }
        default -> {
          for (int i = 0; i < 10 && newest < fixture.lastChunk(); i++) {
            if (random.nextInt(30) > 0) {
              fixture.enter(newest);
            }
            newest++;
          }
        }
      }
      if (step % 8 == 7) {
        assertAllTrueOrAbsent(fixture);
      }
    }
  }

  @Property(tries = 4)
  void shouldKnowABackfilledHistoryFromItsFirstCompleteDay(
      @ForAll(supplier = DailyActivityHistories.InMemory.class) DailyActivityFixture fixture) {
    long begin = fixture.chain().get(fixture.beginsWithTheChain() ? 1 : 0).timestamp();
    long end = fixture.chain().get(fixture.chain().size() - 1).timestamp();
    long start = fixture.chunkAt(begin + (end - begin) * 2 / 3);
    for (long chunk = start; chunk >= fixture.firstChunk(); chunk--) {
      fixture.enter(chunk);
      fixture.prune();
    }
    long filledFrom = fixture.ledger().last().orElseThrow().lastTimestamp() / DAY;
    for (long chunk = start + 1; chunk <= fixture.lastChunk(); chunk++) {
      fixture.enter(chunk);
      fixture.prune();
      fixture.deleteOldAddresses();
    }
    assertAllTrueOrAbsent(fixture);
    Timeline timeline = new Timeline(fixture.ledger());
    long firstWhole = fixture.beginsWithTheChain() ? begin / DAY : begin / DAY + 1;
    long firstKept = Math.max(firstWhole, filledFrom - fixture.historyDays());
    for (long day = firstKept; day < end / DAY; day++) {
      PeriodActivity known =
          timeline.at(Resolution.DAY, new TimeWindow(day * DAY, (day + 1) * DAY));
      assertThat(known.activity().complete()).as("day %s of %s", day, fixture).isTrue();
      if (fixture.historyDays() > 31 && day >= firstKept + 29) {
        assertThat(known.engagement().monthlySenders()).as("%s of %s", day, fixture).isPresent();
        assertThat(known.engagement().churned()).as("%s of %s", day, fixture).isPresent();
      }
      if (fixture.historyDays() > 31 && day + 30 < end / DAY) {
        assertThat(known.engagement().retained30()).as("%s of %s", day, fixture).isPresent();
      }
    }
  }

  private static void assertAllTrueOrAbsent(DailyActivityFixture fixture) {
    Timeline timeline = new Timeline(fixture.ledger());
    for (Resolution resolution : Resolution.values()) {
      for (PeriodActivity period :
          timeline.series(
              resolution, OptionalLong.empty(), OptionalLong.empty(), Integer.MAX_VALUE)) {
        assertTrueOrIncomplete(fixture, period);
      }
    }
    timeline.days().forEach(day -> assertEngagement(fixture, day));
  }

  private static void assertTrueOrIncomplete(DailyActivityFixture fixture, PeriodActivity period) {
    List<RawBlock> truth = blocks(fixture, period.window()).toList();
    WindowActivity actual = period.activity();
    ActivityCounts counts = BruteForce.counts(truth);
    if (actual.complete()) {
      assertThat(actual.counts())
          .as("%s of %s", period, fixture)
          .isEqualTo(actual.addressesKnown() ? counts : withoutAddresses(counts));
      assertThat(actual.span()).isEqualTo(BruteForce.span(truth));
    } else if (period.revision() < 2 || actual.missingBlocks().isPresent()) {
      // Otherwise blocks were replaced, and the counts from before stay, as the records of the
      // other blocks are deleted.
      assertThat(actual.counts().blocks())
          .as("%s of %s", period, fixture)
          .isLessThanOrEqualTo(counts.blocks());
      assertThat(actual.counts().addresses())
          .as("%s of %s", period, fixture)
          .isLessThanOrEqualTo(counts.addresses());
    }
  }

  private static ActivityCounts withoutAddresses(ActivityCounts counts) {
    return new ActivityCounts(
        counts.blocks(),
        counts.transactions(),
        0,
        0,
        0,
        0,
        counts.contractCreations(),
        counts.traffic());
  }

  private static void assertEngagement(DailyActivityFixture fixture, PeriodActivity day) {
    if (!day.activity().complete()) {
      return;
    }
    long start = day.start();
    Engagement actual = day.engagement();
    Set<Integer> senders = senders(fixture, start, 0, 0);
    Set<Integer> fresh = newSenders(fixture, start);
    Set<Integer> before = senders(fixture, start, -7, -1);
    assertTrueOrAbsent(actual.weeklySenders(), senders(fixture, start, -6, 0).size(), day, fixture);
    assertTrueOrAbsent(
        actual.monthlySenders(), senders(fixture, start, -29, 0).size(), day, fixture);
    assertTrueOrAbsent(
        actual.weeklyAddresses(), addresses(fixture, start, -6, 0).size(), day, fixture);
    assertTrueOrAbsent(
        actual.monthlyAddresses(), addresses(fixture, start, -29, 0).size(), day, fixture);
    assertTrueOrAbsent(
        actual.returning(),
        senders.stream().filter(s -> !fresh.contains(s) && before.contains(s)).count(),
        day,
        fixture);
    assertTrueOrAbsent(
        actual.resurrected(),
        senders.stream().filter(s -> !fresh.contains(s) && !before.contains(s)).count(),
        day,
        fixture);
    Set<Integer> since = senders(fixture, start, -6, 0);
    assertTrueOrAbsent(
        actual.churned(),
        senders(fixture, start, -7, -7).stream().filter(s -> !since.contains(s)).count(),
        day,
        fixture);
    assertTrueOrAbsent(actual.retained1(), retained(fixture, start, 1), day, fixture);
    assertTrueOrAbsent(actual.retained7(), retained(fixture, start, 7), day, fixture);
    assertTrueOrAbsent(actual.retained30(), retained(fixture, start, 30), day, fixture);
    if (actual.returning().isPresent()) {
      assertThat(
              day.activity().counts().newSenders()
                  + actual.returning().getAsLong()
                  + actual.resurrected().getAsLong())
          .isEqualTo(day.activity().counts().senders());
    }
  }

  private static void assertTrueOrAbsent(
      OptionalLong actual, long truth, PeriodActivity day, DailyActivityFixture fixture) {
    if (actual.isPresent()) {
      assertThat(actual).as("%s of %s", day, fixture).hasValue(truth);
    }
  }

  private static long retained(DailyActivityFixture fixture, long start, int after) {
    Set<Integer> later = senders(fixture, start, after, after);
    return newSenders(fixture, start).stream().filter(later::contains).count();
  }

  private static Set<Integer> senders(
      DailyActivityFixture fixture, long start, int first, int last) {
    return ofDays(fixture, start, first, last, t -> Stream.of(t.from()));
  }

  private static Set<Integer> newSenders(DailyActivityFixture fixture, long start) {
    return ofDays(fixture, start, 0, 0, t -> t.nonce() == 0 ? Stream.of(t.from()) : Stream.empty());
  }

  private static Set<Integer> addresses(
      DailyActivityFixture fixture, long start, int first, int last) {
    return ofDays(
        fixture,
        start,
        first,
        last,
        t -> t.to() == null ? Stream.of(t.from()) : Stream.of(t.from(), t.to()));
  }

  private static Set<Integer> ofDays(
      DailyActivityFixture fixture,
      long start,
      int first,
      int last,
      Function<RawTransaction, Stream<Integer>> which) {
    return blocks(fixture, new TimeWindow(start + first * DAY, start + (last + 1) * DAY))
        .flatMap(block -> block.transactions().stream())
        .flatMap(which)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Stream<RawBlock> blocks(DailyActivityFixture fixture, TimeWindow window) {
    return fixture.blocksOfDays(window).filter(b -> BruteForce.contains(window, b.timestamp()));
  }
}
