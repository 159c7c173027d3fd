package network.rei.dau.http.v1.series;

import java.util.Optional;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;

/**
 * By which part counts rose over those of an earlier day: 0.25 is a quarter more. Null unless both
 * days are complete, and where the earlier day has none.
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

  static ChangeView of(PeriodActivity day, Optional<PeriodActivity> before) {
    return before
        .map(PeriodActivity::activity)
        .filter(then -> then.complete() && day.activity().complete())
        .map(then -> of(day.activity(), then))
        .orElse(NONE);
  }

  private static ChangeView of(WindowActivity day, WindowActivity before) {
    return new ChangeView(
        change(Metric.ADDRESSES, day, before),
        change(Metric.SENDERS, day, before),
        change(Metric.RECIPIENTS, day, before),
        change(Metric.NEW_SENDERS, day, before),
        change(Metric.TRANSACTIONS, day, before),
        change(Metric.BLOCKS, day, before),
        change(Metric.CONTRACT_CREATIONS, day, before));
  }

  private static Double change(Metric metric, WindowActivity day, WindowActivity before) {
    double then = metric.value(before).orElse(0).doubleValue();
    double now = metric.value(day).orElse(0).doubleValue();
    return then == 0 ? null : (now - then) / then;
  }
}
