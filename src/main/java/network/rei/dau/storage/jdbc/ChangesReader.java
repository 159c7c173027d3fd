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

/** Reads {@link Changes}, within a transaction whose statements all see the same. */
final class ChangesReader {

  private final Connection connection;

  ChangesReader(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param since the version that the reader's data is of
   * @param version the newest that is to be seen
   * @param changedAt when that was made
   */
  Changes read(long since, long version, Instant changedAt) throws SQLException {
    boolean fromNothing = since > version;
    long from = fromNothing ? StoreTable.NO_VERSION : since;
    List<StoredRecord> records = new ArrayList<>();
    Map<Long, String> damaged = new HashMap<>();
    RecordTable.forEach(
        connection, from, records::add, (index, why) -> damaged.put(index, why.getMessage()));
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
        changedAt,
        fromNothing,
        records,
        damaged,
        Set.copyOf(RecordTable.indexes(connection)),
        periods,
        days,
        presentDays,
        damagedDays);
  }
}
