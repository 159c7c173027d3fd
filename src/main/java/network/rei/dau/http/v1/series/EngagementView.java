package network.rei.dau.http.v1.series;

import java.util.Set;
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

  static EngagementView of(PeriodActivity day, Set<Metric> unknown) {
    return new EngagementView(
        value(Metric.WEEKLY_ADDRESSES, day, unknown),
        value(Metric.WEEKLY_SENDERS, day, unknown),
        value(Metric.MONTHLY_ADDRESSES, day, unknown),
        value(Metric.MONTHLY_SENDERS, day, unknown),
        value(Metric.STICKINESS, day, unknown),
        value(Metric.RETURNING_SENDERS, day, unknown),
        value(Metric.RESURRECTED_SENDERS, day, unknown),
        value(Metric.CHURNED_SENDERS, day, unknown));
  }

  private static Number value(Metric metric, PeriodActivity day, Set<Metric> unknown) {
    return unknown.contains(metric) ? null : metric.value(day).orElse(null);
  }
}
