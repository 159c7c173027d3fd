package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.storage.Changes;
import network.rei.dau.storage.StoreVersion;

/** Reads {@link Changes} within a transaction of which all statements see one snapshot. */
final class ChangesReader {

  private final Connection connection;

  ChangesReader(Connection connection) {
    this.connection = connection;
  }

  /**
   * Reads the changes between two versions.
   *
   * @param since the version of the reader's data
   * @param version the newest version to include
   * @param mark the mark of the newest version
   * @param changedAt the time of the newest version
   */
  Changes read(StoreVersion since, long version, long mark, Instant changedAt) throws SQLException {
    if (!StoreTable.continues(connection, since, version, mark)) {
      return Changes.ofReplacedStore(version, mark, changedAt);
    }
    long from = since.number();
    List<StoredRecord> records = new ArrayList<>();
    Map<Long, String> damaged = new HashMap<>();
    RecordTable.forEach(
        connection,
        from,
        RecordTable.Order.FROM_OLDEST,
        records::add,
        (index, why) -> damaged.put(index, why.getMessage()));
    List<PeriodActivity> periods = new ArrayList<>();
    PeriodTable.forEach(connection, from, periods::add);
    List<DayAddresses> days = new ArrayList<>();
    List<String> damagedDays = new ArrayList<>();
    Set<LocalDate> presentDays = new HashSet<>(DayAddressesTable.dates(connection));
    DayAddressesTable.forEach(
        connection,
        from,
        days::add,
        (date, why) -> {
          presentDays.remove(date);
          damagedDays.add(why.getMessage());
        });
    return new Changes(
        version,
        mark,
        changedAt,
        false,
        records,
        damaged,
        Set.copyOf(RecordTable.indexes(connection)),
        TimeFloorTable.all(connection),
        periods,
        days,
        presentDays,
        damagedDays);
  }
}
