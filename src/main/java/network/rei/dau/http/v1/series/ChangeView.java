package network.rei.dau.http.v1.series;

import java.util.Optional;
import java.util.Set;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;

/**
 * The relative changes of the counts of a day from those of an earlier day: 0.25 is an increase by
 * a quarter. Null unless both days are complete, and where the earlier count is 0.
 */
record ChangeView(
    Double addresses,
    Double senders,
    Double recipients,
    Double newSenders,
    Double transactions,
    Double blocks,
    Double contractCreations) {

  private static final ChangeView NONE = new ChangeView(null, null, null, null, null, null, null);

  static ChangeView of(PeriodActivity day, Optional<PeriodActivity> earlier, Set<Metric> unknown) {
    return earlier
        .map(PeriodActivity::activity)
        .filter(activity -> activity.complete() && day.activity().complete())
        .map(activity -> of(day.activity(), activity, unknown))
        .orElse(NONE);
  }

  private static ChangeView of(WindowActivity day, WindowActivity earlier, Set<Metric> unknown) {
    return new ChangeView(
        change(Metric.ADDRESSES, day, earlier),
        change(Metric.SENDERS, day, earlier),
        change(Metric.RECIPIENTS, day, earlier),
        unknown.contains(Metric.NEW_SENDERS) ? null : change(Metric.NEW_SENDERS, day, earlier),
        change(Metric.TRANSACTIONS, day, earlier),
        change(Metric.BLOCKS, day, earlier),
        change(Metric.CONTRACT_CREATIONS, day, earlier));
  }

  private static Double change(Metric metric, WindowActivity day, WindowActivity earlier) {
    double from = metric.value(earlier).orElse(0).doubleValue();
    double to = metric.value(day).orElse(0).doubleValue();
    return from == 0 ? null : (to - from) / from;
  }
}
