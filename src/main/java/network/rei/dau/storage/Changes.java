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
 * The changes between two versions of a store, read from one snapshot.
 *
 * @param version the later version
 * @param changedAt when the later version was committed
 * @param fromNothing whether these are the whole content of the store, which replaces everything
 *     that the reader holds: the reader's version is later than that of the store, because the
 *     store was put back to an earlier state
 * @param records written since the earlier version, in the order of their indexes
 * @param damaged records written since the earlier version that cannot be read: index and reason
 * @param present the indexes of all stored records; all other records were deleted
 * @param periods written since the earlier version
 * @param days whose addresses were written since the earlier version
 * @param presentDays all days whose addresses are stored, without damaged ones
 * @param damagedDays why the addresses of some days cannot be read, a sentence for each
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
