package network.rei.dau.storage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;

/**
 * What leads from the data of one version of a store to that of a later one, all of it as it was at
 * one moment.
 *
 * @param version that it leads to
 * @param changedAt when that was committed
 * @param fromNothing whether it is all that the store holds, and nothing held before is to be kept:
 *     the version asked about was none of this store, which was put back to an earlier state
 * @param records written since, by index
 * @param damaged records written since that cannot be read: why, by index
 * @param present the indexes of all records that there are; all others are gone
 * @param periods written since
 * @param days whose addresses were written since
 * @param presentDays all days whose addresses there are, damaged ones left out
 * @param damagedDays why the addresses of some days written since cannot be read, a sentence each
 */
public record Changes(
    long version,
    Instant changedAt,
    boolean fromNothing,
    List<StoredRecord> records,
    Map<Long, String> damaged,
    Set<Long> present,
    List<PeriodActivity> periods,
    List<DayAddresses> days,
    Set<LocalDate> presentDays,
    List<String> damagedDays) {

  public Changes {
    records = List.copyOf(records);
    damaged = Map.copyOf(damaged);
    present = Set.copyOf(present);
    periods = List.copyOf(periods);
    days = List.copyOf(days);
    presentDays = Set.copyOf(presentDays);
    damagedDays = List.copyOf(damagedDays);
  }
}
