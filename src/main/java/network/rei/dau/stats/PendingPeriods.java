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

/** What records tell of periods and is to be written with the next commit. */
final class PendingPeriods {

  private PendingPeriods() {}

  /** What is left of it once others have written, who knew better. */
  static PeriodChanges without(PeriodChanges unwritten, Changes changes) {
    Set<String> written = new HashSet<>();
    changes.periods().forEach(period -> written.add(key(period)));
    Set<LocalDate> told = Set.copyOf(dates(changes.days()));
    Predicate<LocalDate> unknown = date -> !told.contains(date);
    return new PeriodChanges(
        unwritten.periods().stream().filter(period -> !written.contains(key(period))).toList(),
        unwritten.addresses().stream().filter(day -> unknown.test(day.date())).toList(),
        unwritten.forgotten().stream().filter(unknown).toList());
  }

  private static String key(PeriodActivity period) {
    return period.resolution() + " " + period.start();
  }

  static List<LocalDate> dates(List<DayAddresses> days) {
    return days.stream().map(DayAddresses::date).toList();
  }
}
