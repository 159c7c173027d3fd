package network.rei.dau.activity.period;

import java.util.OptionalLong;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * The activity of an hour, a UTC day, an ISO week or a month.
 *
 * @param activity over the period's time, as a {@link TimeWindow}
 * @param revision 0 until the period is complete, 1 then, and one more with each correction
 * @param engagement of a day; {@link Engagement#NONE} for other periods
 */
public record PeriodActivity(
    Resolution resolution, WindowActivity activity, int revision, Engagement engagement) {

  /** Returns the time of the period. */
  public TimeWindow window() {
    return (TimeWindow) activity.window();
  }

  /** Returns the first second, since 1970. */
  public long start() {
    return window().from();
  }

  /** Returns a period that is not stored yet. */
  static PeriodActivity notStored(Resolution resolution, WindowActivity activity) {
    return new PeriodActivity(resolution, activity, 0, Engagement.NONE);
  }

  /** Returns this period with the counts of the part that is known. */
  PeriodActivity with(WindowActivity part) {
    return new PeriodActivity(resolution, part, revision, engagement);
  }

  /** Returns whether the counts are equal. */
  boolean hasCounts(WindowActivity other) {
    return activity.complete() == other.complete()
        && activity.counts().equals(other.counts())
        && activity.span().equals(other.span());
  }

  /** Returns whether this part covers more blocks than the records that are left. */
  boolean coversMoreThan(WindowActivity other) {
    return !other.complete() && activity.counts().blocks() > other.counts().blocks();
  }

  /**
   * Returns this period after blocks of it were replaced, if it cannot be counted again because the
   * records of its other blocks are deleted: its counts stay as a part of what is to be known.
   */
  PeriodActivity outdated() {
    return activity.complete()
        ? new PeriodActivity(
            resolution,
            new WindowActivity(
                window(),
                activity.counts(),
                activity.span(),
                activity.records(),
                OptionalLong.empty(),
                false),
            revision + 1,
            Engagement.NONE)
        : this;
  }

  PeriodActivity with(Engagement known) {
    return new PeriodActivity(resolution, activity, revision, known);
  }

  /** Returns this period with other counts. */
  PeriodActivity corrected(WindowActivity now) {
    return new PeriodActivity(resolution, now, revision + 1, engagement);
  }

  PeriodActivity corrected(Engagement now) {
    return new PeriodActivity(resolution, activity, revision + 1, now);
  }
}
