package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of a commit to the stored statistics of hours, days, weeks and months.
 *
 * @param periods to write, replacing stored ones
 * @param addresses of days to write, replacing stored ones
 * @param deletedAddresses days whose addresses are deleted
 */
public record PeriodChanges(
    List<PeriodActivity> periods, List<DayAddresses> addresses, List<LocalDate> deletedAddresses) {

  /** Changes nothing. */
  public static final PeriodChanges NONE = new PeriodChanges(List.of(), List.of(), List.of());

  public PeriodChanges {
    periods = List.copyOf(periods);
    addresses = List.copyOf(addresses);
    deletedAddresses = List.copyOf(deletedAddresses);
  }

  public boolean isEmpty() {
    return periods.isEmpty() && addresses.isEmpty() && deletedAddresses.isEmpty();
  }

  /** Returns these changes followed by others. */
  public PeriodChanges and(PeriodChanges later) {
    return new PeriodChanges(
        joined(periods, later.periods),
        joined(addresses, later.addresses),
        joined(deletedAddresses, later.deletedAddresses));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
