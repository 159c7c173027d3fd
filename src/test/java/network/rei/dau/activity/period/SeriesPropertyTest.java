package network.rei.dau.activity.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.RandomCalendars;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * Tests that each point of a series has the counts of its blocks, and that each block belongs to a
 * point, except a genesis block long before its child.
 */
class SeriesPropertyTest {

  private static final long LONG = 45 * 86_400L;

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Provide
  Arbitrary<PeriodCalendar> calendars() {
    return Arbitraries.randomValue(RandomCalendars::any);
  }

  @Property
  void shouldCountEveryPointOfASeries(
      @ForAll("ended") RandomCommits scenario, @ForAll("calendars") PeriodCalendar calendar) {
    BruteForce expected = scenario.bruteForce();
    for (Resolution resolution : Resolution.values()) {
      List<PeriodActivity> points = all(scenario, calendar, resolution);
      for (PeriodActivity point : points) {
        WindowActivity counted = expected.during(point.window());
        assertThat(point.activity().counts()).isEqualTo(counted.counts());
        assertThat(point.activity().span()).isEqualTo(counted.span());
        assertThat(point.activity().complete()).isEqualTo(counted.complete());
        if (resolution == Resolution.HOUR || (resolution == Resolution.DAY && calendar.isUtc())) {
          assertThat(point.activity()).isEqualTo(counted);
        }
      }
      assertThat(points.stream().mapToLong(point -> point.activity().counts().blocks()).sum())
          .isEqualTo(stored(expected).size());
    }
  }

  private static List<RawBlock> stored(BruteForce expected) {
    List<RawBlock> stored = expected.stored();
    boolean genesisIsApart =
        stored.size() > 1
            && stored.get(1).number() == 1
            && stored.get(1).timestamp() - stored.get(0).timestamp() > LONG;
    return genesisIsApart ? stored.subList(1, stored.size()) : stored;
  }

  private static List<PeriodActivity> all(
      RandomCommits scenario, PeriodCalendar calendar, Resolution resolution) {
    return new Timeline(scenario.ledger(), calendar)
        .series(resolution, OptionalLong.empty(), OptionalLong.empty(), Integer.MAX_VALUE);
  }

  @Property
  void shouldReturnThePointsWithinTheRequestedTime(
      @ForAll("ended") RandomCommits scenario, @ForAll("calendars") PeriodCalendar calendar) {
    ZoneId zone = calendar.zone();
    BruteForce expected = scenario.bruteForce();
    for (Resolution resolution : Resolution.values()) {
      for (TimeWindow window : scenario.windows(5)) {
        TreeSet<Long> starts = new TreeSet<>();
        if (!expected.stored().isEmpty()) {
          long first = stored(expected).get(0).timestamp();
          long last = expected.stored().get(expected.stored().size() - 1).timestamp();
          for (long start = startOf(resolution, first, zone);
              start <= last;
              start = next(resolution, start, zone)) {
            long from = Math.max(Math.max(start, window.from()), first);
            long to = Math.min(Math.min(next(resolution, start, zone), window.to()), last + 1);
            if (from < to) {
              starts.add(start);
            }
          }
        }
        assertThat(
                new Timeline(scenario.ledger(), calendar)
                    .series(
                        resolution,
                        OptionalLong.of(window.from()),
                        OptionalLong.of(window.to()),
                        Integer.MAX_VALUE))
            .extracting(PeriodActivity::start)
            .containsExactlyElementsOf(starts);
      }
    }
  }

  private static long startOf(Resolution resolution, long timestamp, ZoneId zone) {
    ZonedDateTime time = Instant.ofEpochSecond(timestamp).atZone(zone);
    LocalDate day = time.toLocalDate();
    return switch (resolution) {
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS).toEpochSecond();
      case DAY -> midnight(day, zone);
      case WEEK -> midnight(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), zone);
      case MONTH -> midnight(day.with(TemporalAdjusters.firstDayOfMonth()), zone);
    };
  }

  private static long next(Resolution resolution, long start, ZoneId zone) {
    LocalDate day = Instant.ofEpochSecond(start).atZone(zone).toLocalDate();
    return switch (resolution) {
      case HOUR -> start + 3_600;
      case DAY -> midnight(day.plusDays(1), zone);
      case WEEK -> midnight(day.plusWeeks(1), zone);
      case MONTH -> midnight(day.plusMonths(1), zone);
    };
  }

  /** Returns the first second of a date, by going through the hours around it. */
  private static long midnight(LocalDate day, ZoneId zone) {
    long utc = day.toEpochDay() * 86_400;
    return LongStream.rangeClosed(-26, 26)
        .map(hour -> utc + hour * 3_600)
        .filter(hour -> !Instant.ofEpochSecond(hour).atZone(zone).toLocalDate().isBefore(day))
        .min()
        .orElseThrow();
  }

  private static void assertTraffic(WindowActivity activity, List<RawBlock> inside) {
    int blocks = inside.size();
    assertRate(
        activity.averageBaseFee(), inside, block -> block.traffic().baseFee(), sum -> sum / blocks);
    assertRate(
        activity.averageBlockSize(), inside, block -> block.traffic().size(), sum -> sum / blocks);
    assertRate(
        activity.gasUtilisation(),
        inside,
        block -> block.traffic().gasUsed(),
        sum -> sum / (blocks * 30e6));
    if (blocks > 1 && activity.averageBlockTime().orElseThrow() > 0) {
      RawBlock last = inside.get(blocks - 1);
      double seconds =
          (double) (last.timestamp() - inside.get(0).timestamp())
              / (last.number() - inside.get(0).number())
              * blocks;
      assertThat(activity.transactionsPerSecond().orElseThrow())
          .isCloseTo(
              inside.stream().mapToLong(block -> block.transactions().size()).sum() / seconds,
              within(1e-9));
    } else {
      assertThat(activity.transactionsPerSecond()).isEmpty();
    }
    if (!inside.isEmpty()) {
      assertThat(Metric.EMPTY_BLOCKS.value(activity))
          .contains(inside.stream().filter(block -> block.transactions().isEmpty()).count());
    }
  }

  private static void assertRate(
      OptionalDouble actual,
      List<RawBlock> blocks,
      Function<RawBlock, Long> value,
      DoubleUnaryOperator rate) {
    if (blocks.isEmpty() || blocks.stream().map(value).anyMatch(Objects::isNull)) {
      assertThat(actual).isEmpty();
    } else {
      double sum = blocks.stream().map(value).mapToDouble(Long::doubleValue).sum();
      assertThat(actual.orElseThrow()).isCloseTo(rate.applyAsDouble(sum), withinPercentage(1e-9));
    }
  }

  @Property
  void shouldComputeRatesFromTheBlocks(@ForAll("ended") RandomCommits scenario) {
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
      assertTraffic(activity, inside);
      boolean known = activity.complete() || !inside.isEmpty();
      if (!known) {
        for (Metric metric : Metric.values()) {
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
