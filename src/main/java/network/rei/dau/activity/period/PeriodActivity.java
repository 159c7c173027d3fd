package network.rei.dau.activity.period;

import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.WindowActivity;

/**
 * The activity of an hour, a UTC day, an ISO week or a month.
 *
 * @param activity over the period's time, as a {@link TimeWindow}
 * @param revision how often its stored numbers were set: 1 once it is whole, one more with each
 *     correction; 0 before, also where a part is stored
 * @param engagement of a day; {@link Engagement#NONE} for all others
 */
public record PeriodActivity(
    Resolution resolution, WindowActivity activity, int revision, Engagement engagement) {

  /** From its first second to after its last. */
  public TimeWindow window() {
    return (TimeWindow) activity.window();
  }

  /** Its first second, since 1970. */
  public long start() {
    return window().from();
  }

  /** A period that is not kept yet. */
  static PeriodActivity unkept(Resolution resolution, WindowActivity activity) {
    return new PeriodActivity(resolution, activity, 0, Engagement.NONE);
  }

  /** The same period, of which not all is known. */
  PeriodActivity with(WindowActivity part) {
    return new PeriodActivity(resolution, part, revision, engagement);
  }

  /** Whether these are its numbers. */
  boolean says(WindowActivity numbers) {
    return activity.complete() == numbers.complete()
        && activity.counts().equals(numbers.counts())
        && activity.span().equals(numbers.span());
  }

  /** Whether a part that was kept tells more than what the records that are left tell. */
  boolean tellsMoreThan(WindowActivity live) {
    return !live.complete() && activity.counts().blocks() > live.counts().blocks();
  }

  PeriodActivity with(Engagement known) {
    return new PeriodActivity(resolution, activity, revision, known);
  }

  /** The same period with other numbers. */
  PeriodActivity corrected(WindowActivity now) {
    return new PeriodActivity(resolution, now, revision + 1, engagement);
  }

  PeriodActivity corrected(Engagement now) {
    return new PeriodActivity(resolution, activity, revision + 1, now);
  }
}
