package network.rei.dau.activity.period;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import network.rei.dau.activity.DailyActivityFixture;
import network.rei.dau.activity.DailyActivityHistories;

/**
 * The properties of {@link TimelinePropertyTest} with more tries; the profile {@code nightly} runs
 * it.
 */
class TimelinePropertyNightly extends TimelinePropertyTest {

  @Override
  @Property(tries = 200)
  void shouldNeverShowAWrongCountIfRecordsLeaveMemory(
      @ForAll(supplier = DailyActivityHistories.InLittleMemory.class)
          DailyActivityFixture fixture) {
    super.shouldNeverShowAWrongCountIfRecordsLeaveMemory(fixture);
  }

  @Override
  @Property(tries = 100)
  void shouldCompleteTheSameDaysIfRecordsLeaveMemory(@ForAll("seeds") long seed) {
    super.shouldCompleteTheSameDaysIfRecordsLeaveMemory(seed);
  }

  @Override
  @Property(tries = 300)
  void shouldNeverShowAWrongCount(
      @ForAll(supplier = DailyActivityHistories.InMemory.class) DailyActivityFixture fixture) {
    super.shouldNeverShowAWrongCount(fixture);
  }

  @Override
  @Property(tries = 100)
  void shouldKnowABackfilledHistoryFromItsFirstCompleteDay(
      @ForAll(supplier = DailyActivityHistories.InMemory.class) DailyActivityFixture fixture) {
    super.shouldKnowABackfilledHistoryFromItsFirstCompleteDay(fixture);
  }
}
