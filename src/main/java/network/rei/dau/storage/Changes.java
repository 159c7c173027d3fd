package network.rei.dau.storage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeFloor;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;

/**
 * The changes between two versions of a store, read from one snapshot.
 *
 * @param version the later version
 * @param mark of the commit that made the later version; see {@link StoreVersion}
 * @param changedAt when the later version was committed
 * @param replaced whether the store does not continue the earlier version, because it was put back
 *     to an earlier state: the reader has to read everything again, and nothing else is set
 * @param records written since the earlier version, in the order of their indexes
 * @param damaged records written since the earlier version that cannot be read: index and reason
 * @param present the indexes of all stored records; all other records were deleted
 * @param timeFloors all that are stored
 * @param periods written since the earlier version
 * @param days whose addresses were written since the earlier version
 * @param presentDays all days whose addresses are stored, without damaged ones
 * @param damagedDays why the addresses of some days cannot be read, a sentence for each
 */
public record Changes(
    long version,
    long mark,
    Instant changedAt,
    boolean replaced,
    List<StoredRecord> records,
    Map<Long, String> damaged,
    Set<Long> present,
    List<TimeFloor> timeFloors,
    List<PeriodActivity> periods,
    List<DayAddresses> days,
    Set<LocalDate> presentDays,
    List<String> damagedDays) {

  /** Returns the changes of a store that does not continue the version of the reader. */
  public static Changes ofReplacedStore(long version, long mark, Instant changedAt) {
    return new Changes(
        version, mark, changedAt, true, List.of(), Map.of(), Set.of(), List.of(), List.of(),
        List.of(), Set.of(), List.of());
  }

  public Changes {
    records = List.copyOf(records);
    damaged = Map.copyOf(damaged);
    present = Set.copyOf(present);
    timeFloors = List.copyOf(timeFloors);
    periods = List.copyOf(periods);
    days = List.copyOf(days);
    presentDays = Set.copyOf(presentDays);
    damagedDays = List.copyOf(damagedDays);
  }
}
