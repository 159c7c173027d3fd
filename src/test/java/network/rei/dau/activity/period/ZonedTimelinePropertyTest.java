package network.rei.dau.activity.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.DailyActivityFixture;
import network.rei.dau.activity.DailyActivityHistories;
import network.rei.dau.activity.RandomCalendars;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * Compares the days, weeks and months of time zones with a brute force count, while blocks are
 * added, replaced and pruned: each number is the true one or unknown, and it is known where the
 * stored hours or the records show it.
 */
class ZonedTimelinePropertyTest {

  private static final List<Resolution> RESOLUTIONS =
      List.of(Resolution.DAY, Resolution.WEEK, Resolution.MONTH);

  @Property(tries = 5)
  void shouldCountThePeriodsOfTimeZones(
      @ForAll(supplier = DailyActivityHistories.InMemory.class) DailyActivityFixture fixture) {
    changeAndCompare(fixture);
  }

  @Property(tries = 4)
  void shouldCountThePeriodsOfTimeZonesIfRecordsLeaveMemory(
      @ForAll(supplier = DailyActivityHistories.InLittleMemory.class)
          DailyActivityFixture fixture) {
    changeAndCompare(fixture);
  }

  private static void changeAndCompare(DailyActivityFixture fixture) {
    Random random = fixture.random();
    long newest = fixture.firstChunk();
    for (int step = 0; step < 40; step++) {
      switch (random.nextInt(9)) {
        case 0, 1 -> fixture.prune();
        case 2 -> fixture.deleteOldAddresses();
        case 3 -> fixture.fork();
        default -> {
          for (int i = 0; i < 12 && newest < fixture.lastChunk(); i++) {
            if (random.nextInt(40) > 0) {
              fixture.enter(newest);
            }
            newest++;
          }
        }
      }
      if (step % 8 == 7 && !fixture.ledger().isEmpty()) {
        PeriodCalendar calendar = RandomCalendars.any(random);
        RESOLUTIONS.forEach(resolution -> compare(fixture, calendar, resolution));
      }
    }
    LongStream.rangeClosed(fixture.firstChunk(), newest).limit(3).forEach(fixture::enter);
    compare(fixture, RandomCalendars.any(random), Resolution.DAY);
  }

  private static void compare(
      DailyActivityFixture fixture, PeriodCalendar calendar, Resolution resolution) {
    if (calendar.isUtc()) {
      // Its days are stored, and are not sums of hours: TimelinePropertyTest compares them.
      return;
    }
    List<RawBlock> committed = fixture.committedBlocks();
    Timeline timeline = new Timeline(fixture.ledger(), calendar);
    for (PeriodActivity point :
        timeline.series(
            resolution, OptionalLong.empty(), OptionalLong.empty(), Integer.MAX_VALUE)) {
      TimeWindow window = point.window();
      String what = "%s in %s of %s".formatted(point, calendar, fixture);
      WindowActivity activity = point.activity();
      List<RawBlock> inside = inside(committed, window);
      assertThat(calendar.around(resolution, window.from())).as(what).isEqualTo(window);
      if (activity.isKnown()) {
        assertThat(activity.counts().blocks()).as(what).isLessThanOrEqualTo(inside.size());
      } else {
        assertThat(activity.counts()).as(what).isEqualTo(ActivityCounts.NONE);
      }
      if (activity.complete()) {
        assertThat(inside).as(what).isEqualTo(inside(fixture.chain(), window));
        assertComplete(point, inside, what);
      }
      if (allHoursAreStored(fixture, window)) {
        assertThat(activity.complete()).as(what).isTrue();
        assertThat(Metric.TRANSACTIONS.value(point)).as(what).isPresent();
      }
      if (fixture.ledger().during(window).complete()) {
        assertThat(Metric.SENDERS.value(point)).as(what).isPresent();
      }
      assertThat(point.revision() > 0).as(what).isEqualTo(activity.complete());
    }
  }

  private static void assertComplete(PeriodActivity point, List<RawBlock> inside, String what) {
    ActivityCounts truth = BruteForce.counts(inside);
    ActivityCounts counts = point.activity().counts();
    assertThat(counts.blocks()).as(what).isEqualTo(truth.blocks());
    assertThat(counts.transactions()).as(what).isEqualTo(truth.transactions());
    assertThat(counts.contractCreations()).as(what).isEqualTo(truth.contractCreations());
    assertThat(counts.traffic()).as(what).isEqualTo(truth.traffic());
    assertThat(point.activity().span()).as(what).isEqualTo(BruteForce.span(inside));
    if (point.activity().addressesKnown()) {
      assertThat(counts).as(what).isEqualTo(truth);
    } else {
      assertThat(Metric.SENDERS.value(point)).as(what).isEmpty();
      assertThat(Metric.ADDRESSES.value(point)).as(what).isEmpty();
      assertThat(point.activity().availableFrom()).as(what).isPresent();
    }
  }

  private static boolean allHoursAreStored(DailyActivityFixture fixture, TimeWindow window) {
    return Resolution.HOUR.in(window).stream()
        .allMatch(
            hour -> fixture.ledger().history().whole(Resolution.HOUR, hour.from()).isPresent());
  }

  private static List<RawBlock> inside(List<RawBlock> blocks, TimeWindow window) {
    return blocks.stream()
        .filter(block -> window.from() <= block.timestamp() && block.timestamp() < window.to())
        .toList();
  }
}
