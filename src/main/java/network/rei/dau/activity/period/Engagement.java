package network.rei.dau.activity.period;

import java.util.OptionalLong;

/**
 * How the active addresses of a UTC day D relate to those of other days. All values except {@code
 * weeklyAddresses} and {@code monthlyAddresses} count distinct senders. A value is empty until
 * every day that it depends on is complete.
 *
 * <p>New, returning and resurrected senders of D add up to its senders. The terms are those of
 * product analytics: rolling active users, retention by cohort of the first day (Amplitude, "N-day
 * retention"), and the states new, returning, resurrected and churned of growth accounting.
 *
 * @param weeklyAddresses active on D-6 to D
 * @param weeklySenders sent on D-6 to D
 * @param monthlyAddresses active on D-29 to D
 * @param monthlySenders sent on D-29 to D
 * @param returning not new, and sent on one of D-7 to D-1
 * @param resurrected not new, and sent on none of D-7 to D-1
 * @param churned sent on D-7 and on none of D-6 to D; empty until D is over
 * @param retained1 new senders of D who sent on D+1
 * @param retained7 new senders of D who sent on D+7
 * @param retained30 new senders of D who sent on D+30
 */
public record Engagement(
    OptionalLong weeklyAddresses,
    OptionalLong weeklySenders,
    OptionalLong monthlyAddresses,
    OptionalLong monthlySenders,
    OptionalLong returning,
    OptionalLong resurrected,
    OptionalLong churned,
    OptionalLong retained1,
    OptionalLong retained7,
    OptionalLong retained30) {

  /** The days of the window of weekly active addresses. */
  public static final int WEEK = 7;

  /** The days of the window of monthly active addresses. */
  public static final int MONTH = 30;

  /** The last day of retention, in days after the first. */
  public static final int LAST_RETENTION = 30;

  private static final OptionalLong UNKNOWN = OptionalLong.empty();

  /** The engagement of which nothing is known. */
  public static final Engagement NONE =
      new Engagement(
          UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

  /** Returns whether a value that is known here differs in {@code other}. */
  public boolean contradicts(Engagement other) {
    return differ(weeklyAddresses, other.weeklyAddresses)
        || differ(weeklySenders, other.weeklySenders)
        || differ(monthlyAddresses, other.monthlyAddresses)
        || differ(monthlySenders, other.monthlySenders)
        || differ(returning, other.returning)
        || differ(resurrected, other.resurrected)
        || differ(churned, other.churned)
        || differ(retained1, other.retained1)
        || differ(retained7, other.retained7)
        || differ(retained30, other.retained30);
  }

  private static boolean differ(OptionalLong held, OptionalLong other) {
    return held.isPresent() && !held.equals(other);
  }
}
