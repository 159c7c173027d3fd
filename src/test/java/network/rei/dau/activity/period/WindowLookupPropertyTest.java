package network.rei.dau.activity.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.DailyActivityFixture;
import network.rei.dau.activity.DailyActivityHistories;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/** Compares windows over records, stored periods, both and neither with a brute force count. */
class WindowLookupPropertyTest {

  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;

  @Property(tries = 8)
  void shouldReturnTheTrueCountsOrNone(
      @ForAll(supplier = DailyActivityHistories.InMemory.class) DailyActivityFixture fixture) {
    changeAndCompare(fixture);
  }

  @Property(tries = 6)
  void shouldReturnTheTrueCountsOrNoneIfRecordsLeaveMemory(
      @ForAll(supplier = DailyActivityHistories.InLittleMemory.class)
          DailyActivityFixture fixture) {
    changeAndCompare(fixture);
  }

  private static void changeAndCompare(DailyActivityFixture fixture) {
    Random random = fixture.random();
    long chunks = fixture.lastChunk() - fixture.firstChunk() + 1;
    long newest = fixture.firstChunk() + random.nextInt((int) chunks);
    for (int step = 0; step < 24; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> fixture.prune();
        case 2 -> fixture.deleteOldAddresses();
        case 3 -> fixture.fork();
        case 4 -> {
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
      if (step % 6 == 5 && !fixture.ledger().isEmpty()) {
        for (int i = 0; i < 30; i++) {
          assertTrueOrUnknown(fixture, anyTime(fixture));
          assertTrueOrUnknown(fixture, anyBlocks(fixture));
        }
        storedDays(fixture.ledger()).forEach(days -> assertKnown(fixture, days));
      }
    }
  }

  private static TimeWindow anyTime(DailyActivityFixture fixture) {
    long one = anySecond(fixture);
    long other = anySecond(fixture);
    return new TimeWindow(Math.min(one, other), Math.max(one, other));
  }

  private static long anySecond(DailyActivityFixture fixture) {
    Random random = fixture.random();
    List<RawBlock> chain = fixture.chain();
    long around =
        random.nextInt(10) == 0
            ? fixture.ledger().last().orElseThrow().lastTimestamp()
            : chain.get(random.nextInt(chain.size())).timestamp();
    return switch (random.nextInt(8)) {
      case 0 -> around;
      case 1 -> around + random.nextInt(40) * DAY - 20 * DAY;
      case 2, 3 -> Math.floorDiv(around, HOUR) * HOUR;
      default -> Math.floorDiv(around, DAY) * DAY;
    };
  }

  private static BlockRange anyBlocks(DailyActivityFixture fixture) {
    List<RawBlock> chain = fixture.chain();
    long one = chain.get(fixture.random().nextInt(chain.size())).number();
    long other = chain.get(fixture.random().nextInt(chain.size())).number();
    return new BlockRange(Math.min(one, other), Math.max(one, other));
  }

  private static void assertTrueOrUnknown(DailyActivityFixture fixture, TimeWindow window) {
    WindowLookup lookup = new WindowLookup(fixture.ledger());
    List<RawBlock> truth =
        fixture
            .blocksOfDays(window)
            .filter(block -> BruteForce.contains(window, block.timestamp()))
            .toList();
    assertTrueOrUnknown(fixture, lookup.activity(window), truth);
    WindowActivity recorded = lookup.recorded(window);
    assertTrueOrUnknown(fixture, recorded, truth);
    assertThat(recorded.addressesKnown()).isEqualTo(recorded.availableFrom().isEmpty());
  }

  private static void assertTrueOrUnknown(DailyActivityFixture fixture, BlockRange range) {
    assertTrueOrUnknown(
        fixture,
        new WindowLookup(fixture.ledger()).activity(range),
        fixture.chain().stream()
            .filter(block -> BruteForce.contains(range, block.number()))
            .toList());
  }

  private static void assertTrueOrUnknown(
      DailyActivityFixture fixture, WindowActivity actual, List<RawBlock> truth) {
    long head = fixture.ledger().last().orElseThrow().lastBlock();
    List<RawBlock> upToHead = truth.stream().filter(block -> block.number() <= head).toList();
    String what = actual + " of " + fixture;
    if (!actual.isKnown()) {
      assertThat(actual.counts()).as(what).isEqualTo(ActivityCounts.NONE);
    }
    assertThat(actual.availableFrom().isPresent()).as(what).isEqualTo(!actual.addressesKnown());
    if (actual.isKnown()) {
      long missing = actual.missingBlocks().orElseThrow();
      long blocks = actual.counts().blocks();
      assertThat(upToHead.size()).as(what).isBetween((int) blocks, (int) (blocks + missing));
      if (missing == 0) {
        assertCounts(actual, upToHead, what);
      }
      if (actual.complete()) {
        assertThat(upToHead).as(what).hasSameSizeAs(truth);
      }
    }
  }

  private static void assertCounts(WindowActivity actual, List<RawBlock> truth, String what) {
    ActivityCounts counts = BruteForce.counts(truth);
    assertThat(actual.span()).as(what).isEqualTo(BruteForce.span(truth));
    assertThat(actual.counts())
        .as(what)
        .isEqualTo(
            actual.addressesKnown()
                ? counts
                : new ActivityCounts(
                    counts.blocks(),
                    counts.transactions(),
                    0,
                    0,
                    0,
                    0,
                    counts.contractCreations(),
                    counts.traffic()));
  }

  /** Returns windows of up to ten successive days that are stored. */
  private static Stream<TimeWindow> storedDays(Ledger ledger) {
    return ledger.history().periods(Resolution.DAY).stream()
        .map(
            first -> {
              long to = first.start();
              while (to < first.start() + 10 * DAY
                  && ledger.history().whole(Resolution.DAY, to).isPresent()) {
                to += DAY;
              }
              return new TimeWindow(first.start(), to);
            })
        .filter(window -> window.from() < window.to());
  }

  private static void assertKnown(DailyActivityFixture fixture, TimeWindow days) {
    WindowActivity actual = new WindowLookup(fixture.ledger()).activity(days);
    assertThat(actual.complete()).as("%s of %s", actual, fixture).isTrue();
    boolean inMemory =
        Resolution.DAY.in(days).stream()
            .allMatch(day -> fixture.ledger().history().sets(day.from()).isPresent());
    if (inMemory || days.to() == days.from() + DAY) {
      assertThat(actual.addressesKnown()).as("%s of %s", actual, fixture).isTrue();
    }
    assertTrueOrUnknown(fixture, days);
  }
}
