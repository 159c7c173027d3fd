package network.rei.dau.stats;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.storage.Changes;

/** Statistics that follow from the records and are written with the next commit. */
final class PendingPeriods {

  private PendingPeriods() {}

  /** Returns the pending changes without those that other nodes have written. */
  static PeriodChanges without(PeriodChanges pending, Changes changes) {
    Set<String> written = new HashSet<>();
    changes.periods().forEach(period -> written.add(key(period)));
    Set<LocalDate> writtenDays = Set.copyOf(dates(changes.days()));
    Predicate<LocalDate> unknown = date -> !writtenDays.contains(date);
    return new PeriodChanges(
        pending.periods().stream().filter(period -> !written.contains(key(period))).toList(),
        pending.addresses().stream().filter(day -> unknown.test(day.date())).toList(),
        pending.deletedAddresses().stream().filter(unknown).toList());
  }

  private static String key(PeriodActivity period) {
    return period.resolution() + " " + period.start();
  }

  static List<LocalDate> dates(List<DayAddresses> days) {
    return days.stream().map(DayAddresses::date).toList();
  }
}
