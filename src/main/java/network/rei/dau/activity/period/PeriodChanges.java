package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a commit changes in what is kept of whole hours, days, weeks and months.
 *
 * @param periods to be written, in place of what is there
 * @param addresses of days, to be written in place of what is there
 * @param forgotten days whose addresses are to be deleted
 */
public record PeriodChanges(
    List<PeriodActivity> periods, List<DayAddresses> addresses, List<LocalDate> forgotten) {

  /** Nothing changes. */
  public static final PeriodChanges NONE = new PeriodChanges(List.of(), List.of(), List.of());

  public PeriodChanges {
    periods = List.copyOf(periods);
    addresses = List.copyOf(addresses);
    forgotten = List.copyOf(forgotten);
  }

  public boolean isEmpty() {
    return periods.isEmpty() && addresses.isEmpty() && forgotten.isEmpty();
  }

  /** These, and then others. */
  public PeriodChanges and(PeriodChanges later) {
    return new PeriodChanges(
        joined(periods, later.periods),
        joined(addresses, later.addresses),
        joined(forgotten, later.forgotten));
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
