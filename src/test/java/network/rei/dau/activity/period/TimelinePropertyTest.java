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
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.ActivityCounts;
import network.rei.dau.activity.ledger.WindowActivity;

/** What is kept of hours, days, weeks and months is the truth, or is said not to be known. */
class TimelinePropertyTest {

  private static final long DAY = 86_400;

  @Provide
  Arbitrary<DailyActivityFixture> lives() {
    return Arbitraries.randomValue(DailyActivityFixture::new);
  }

  @Property(tries = 150)
  void shouldNeverShowAWrongCount(@ForAll("lives") DailyActivityFixture life) {
    Random random = life.random();
    long newest =
        life.firstChunk() + random.nextInt((int) (life.lastChunk() - life.firstChunk()) + 1);
    for (int step = 0; step < 40; step++) {
      switch (random.nextInt(8)) {
        case 0 -> life.prune();
        case 1 -> life.deleteOldAddresses();
        case 2 -> life.fork();
        case 3, 4 -> {
          long from = life.firstChunk() + random.nextInt((int) (newest - life.firstChunk()) + 1);
          LongStream.rangeClosed(from, Math.min(newest, from + 30)).forEach(life::enter);
        }
        default -> {
          for (int i = 0; i < 10 && newest < life.lastChunk(); i++) {
            if (random.nextInt(30) > 0) {
              life.enter(newest);
            }
            newest++;
          }
        }
      }
      if (step % 8 == 7) {
        assertNothingWrong(life);
      }
    }
  }

  @Property(tries = 60)
  void shouldKnowABackfilledHistoryFromItsFirstCompleteDay(
      @ForAll("lives") DailyActivityFixture life) {
    long begin = life.chain().get(life.beginsWithTheChain() ? 1 : 0).timestamp();
    long end = life.chain().get(life.chain().size() - 1).timestamp();
    long start = life.chunkAt(begin + (end - begin) * 2 / 3);
    for (long chunk = start; chunk >= life.firstChunk(); chunk--) {
      life.enter(chunk);
      life.prune();
    }
    long filledFrom = life.ledger().last().orElseThrow().lastTimestamp() / DAY;
    for (long chunk = start + 1; chunk <= life.lastChunk(); chunk++) {
      life.enter(chunk);
      life.prune();
      life.deleteOldAddresses();
    }
    assertNothingWrong(life);
    Timeline timeline = new Timeline(life.ledger());
    long firstWhole = life.beginsWithTheChain() ? begin / DAY : begin / DAY + 1;
    long firstKept = Math.max(firstWhole, filledFrom - life.historyDays());
    for (long day = firstKept; day < end / DAY; day++) {
      PeriodActivity known =
          timeline.at(Resolution.DAY, new TimeWindow(day * DAY, (day + 1) * DAY));
      assertThat(known.activity().complete()).as("day %s of %s", day, life).isTrue();
      if (life.historyDays() > 31 && day >= firstKept + 29) {
        assertThat(known.engagement().monthlySenders()).as("%s of %s", day, life).isPresent();
        assertThat(known.engagement().churned()).as("%s of %s", day, life).isPresent();
      }
      if (life.historyDays() > 31 && day + 30 < end / DAY) {
        assertThat(known.engagement().retained30()).as("%s of %s", day, life).isPresent();
      }
    }
  }

  private static void assertNothingWrong(DailyActivityFixture life) {
    Timeline timeline = new Timeline(life.ledger());
    for (Resolution resolution : Resolution.values()) {
      for (PeriodActivity period :
          timeline.series(
              resolution, OptionalLong.empty(), OptionalLong.empty(), Integer.MAX_VALUE)) {
        assertTrueOrIncomplete(life, period);
      }
    }
    timeline.days().forEach(day -> assertEngagement(life, day));
  }

  private static void assertTrueOrIncomplete(DailyActivityFixture life, PeriodActivity period) {
    List<RawBlock> truth = blocks(life, period.window()).toList();
    WindowActivity told = period.activity();
    ActivityCounts counts = BruteForce.counts(truth);
    if (told.complete()) {
      assertThat(told.counts()).as("%s of %s", period, life).isEqualTo(counts);
      assertThat(told.span()).isEqualTo(BruteForce.span(truth));
    } else {
      assertThat(told.counts().blocks())
          .as("%s of %s", period, life)
          .isLessThanOrEqualTo(counts.blocks());
      assertThat(told.counts().addresses())
          .as("%s of %s", period, life)
          .isLessThanOrEqualTo(counts.addresses());
    }
  }

  private static void assertEngagement(DailyActivityFixture life, PeriodActivity day) {
    if (!day.activity().complete()) {
      return;
    }
    long start = day.start();
    Engagement told = day.engagement();
    Set<Integer> senders = senders(life, start, 0, 0);
    Set<Integer> fresh = newSenders(life, start);
    Set<Integer> before = senders(life, start, -7, -1);
    assertIs(told.weeklySenders(), senders(life, start, -6, 0).size(), day, life);
    assertIs(told.monthlySenders(), senders(life, start, -29, 0).size(), day, life);
    assertIs(told.weeklyAddresses(), addresses(life, start, -6, 0).size(), day, life);
    assertIs(told.monthlyAddresses(), addresses(life, start, -29, 0).size(), day, life);
    assertIs(
        told.returning(),
        senders.stream().filter(s -> !fresh.contains(s) && before.contains(s)).count(),
        day,
        life);
    assertIs(
        told.resurrected(),
        senders.stream().filter(s -> !fresh.contains(s) && !before.contains(s)).count(),
        day,
        life);
    Set<Integer> since = senders(life, start, -6, 0);
    assertIs(
        told.churned(),
        senders(life, start, -7, -7).stream().filter(s -> !since.contains(s)).count(),
        day,
        life);
    assertIs(told.retained1(), retained(life, start, 1), day, life);
    assertIs(told.retained7(), retained(life, start, 7), day, life);
    assertIs(told.retained30(), retained(life, start, 30), day, life);
    if (told.returning().isPresent()) {
      assertThat(
              day.activity().counts().newSenders()
                  + told.returning().getAsLong()
                  + told.resurrected().getAsLong())
          .isEqualTo(day.activity().counts().senders());
    }
  }

  private static void assertIs(
      OptionalLong told, long truth, PeriodActivity day, DailyActivityFixture life) {
    if (told.isPresent()) {
      assertThat(told).as("%s of %s", day, life).hasValue(truth);
    }
  }

  private static long retained(DailyActivityFixture life, long start, int after) {
    Set<Integer> later = senders(life, start, after, after);
    return newSenders(life, start).stream().filter(later::contains).count();
  }

  private static Set<Integer> senders(DailyActivityFixture life, long start, int first, int last) {
    return ofDays(life, start, first, last, t -> Stream.of(t.from()));
  }

  private static Set<Integer> newSenders(DailyActivityFixture life, long start) {
    return ofDays(life, start, 0, 0, t -> t.nonce() == 0 ? Stream.of(t.from()) : Stream.empty());
  }

  private static Set<Integer> addresses(
      DailyActivityFixture life, long start, int first, int last) {
    return ofDays(
        life,
        start,
        first,
        last,
        t -> t.to() == null ? Stream.of(t.from()) : Stream.of(t.from(), t.to()));
  }

  private static Set<Integer> ofDays(
      DailyActivityFixture life,
      long start,
      int first,
      int last,
      Function<RawTransaction, Stream<Integer>> which) {
    return blocks(life, new TimeWindow(start + first * DAY, start + (last + 1) * DAY))
        .flatMap(block -> block.transactions().stream())
        .flatMap(which)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Stream<RawBlock> blocks(DailyActivityFixture life, TimeWindow window) {
    return life.chain().stream().filter(block -> BruteForce.contains(window, block.timestamp()));
  }
}
