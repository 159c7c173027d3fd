package network.rei.dau.activity.period;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import network.rei.dau.activity.DailyActivityFixture;

/**
 * The properties of {@link TimelinePropertyTest} with more tries; the profile {@code nightly} runs
 * it.
 */
class TimelinePropertyNightly extends TimelinePropertyTest {

  @Override
  @Property(tries = 200)
  void shouldNeverShowAWrongCountIfRecordsLeaveMemory(
      @ForAll("historiesInLittleMemory") DailyActivityFixture fixture) {
    super.shouldNeverShowAWrongCountIfRecordsLeaveMemory(fixture);
  }

  @Override
  @Property(tries = 100)
  void shouldCompleteTheSameDaysIfRecordsLeaveMemory(@ForAll("seeds") long seed) {
    super.shouldCompleteTheSameDaysIfRecordsLeaveMemory(seed);
  }

  @Override
  @Property(tries = 300)
  void shouldNeverShowAWrongCount(@ForAll("histories") DailyActivityFixture fixture) {
    super.shouldNeverShowAWrongCount(fixture);
  }

  @Override
  @Property(tries = 100)
  void shouldKnowABackfilledHistoryFromItsFirstCompleteDay(
      @ForAll("histories") DailyActivityFixture fixture) {
    super.shouldKnowABackfilledHistoryFromItsFirstCompleteDay(fixture);
  }
}
