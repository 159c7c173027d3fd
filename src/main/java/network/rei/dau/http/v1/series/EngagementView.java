package network.rei.dau.http.v1.series;

import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;

/**
 * The metrics that compare a UTC day with other days, by their keys; null where the value cannot be
 * determined.
 */
record EngagementView(
    Number weeklyAddresses,
    Number weeklySenders,
    Number monthlyAddresses,
    Number monthlySenders,
    Number stickiness,
    Number returningSenders,
    Number resurrectedSenders,
    Number churnedSenders) {

  static EngagementView of(PeriodActivity day) {
    return new EngagementView(
        value(Metric.WEEKLY_ADDRESSES, day),
        value(Metric.WEEKLY_SENDERS, day),
        value(Metric.MONTHLY_ADDRESSES, day),
        value(Metric.MONTHLY_SENDERS, day),
        value(Metric.STICKINESS, day),
        value(Metric.RETURNING_SENDERS, day),
        value(Metric.RESURRECTED_SENDERS, day),
        value(Metric.CHURNED_SENDERS, day));
  }

  private static Number value(Metric metric, PeriodActivity day) {
    return metric.value(day).orElse(null);
  }
}
