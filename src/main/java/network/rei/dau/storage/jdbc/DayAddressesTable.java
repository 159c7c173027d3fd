package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.jdbc.codec.DayAddressesCodec;
import network.rei.dau.storage.jdbc.codec.DayCallsCodec;

/** The table {@code day_addresses} with a row for each day. */
final class DayAddressesTable {

  private static final int SECONDS_A_DAY = 86_400;

  /** Rows that the driver reads ahead; a busy day takes several megabytes. */
  private static final int FETCH_ROWS = 2;

  private DayAddressesTable() {}

  static void write(Connection connection, List<DayAddresses> days, long version)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO day_addresses (start, written_version, payload, calls)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (start) DO UPDATE SET"
                + " written_version = excluded.written_version, payload = excluded.payload,"
                + " calls = excluded.calls")) {
      for (DayAddresses day : days) {
        upsert.setLong(1, start(day.date()));
        upsert.setLong(2, version);
        upsert.setBytes(3, DayAddressesCodec.encode(day));
        upsert.setBytes(4, day.calls().map(DayCallsCodec::encode).orElse(null));
        upsert.executeUpdate();
      }
    }
  }

  /** Deletes days; missing days are ignored. */
  static void delete(Connection connection, List<LocalDate> dates) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM day_addresses WHERE start = ?")) {
      for (LocalDate date : dates) {
        delete.setLong(1, start(date));
        delete.executeUpdate();
      }
    }
  }

  /** Returns all stored days. */
  static List<LocalDate> dates(Connection connection) throws SQLException {
    List<LocalDate> dates = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("SELECT start FROM day_addresses");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        dates.add(date(row.getLong(1)));
      }
    }
    return dates;
  }

  /**
   * Passes days to a consumer, the newest first.
   *
   * @param since days written after this version of the store
   * @param damaged receives the date of each damaged day and the reason
   */
  static void forEach(
      Connection connection,
      long since,
      Consumer<DayAddresses> consumer,
      BiConsumer<LocalDate, StorageException> damaged)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT start, payload, calls FROM day_addresses WHERE written_version > ?"
                + " ORDER BY start DESC")) {
      select.setFetchSize(FETCH_ROWS);
      select.setLong(1, since);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byte[] payload = row.getBytes(2);
          Optional<byte[]> calls = Optional.ofNullable(row.getBytes(3));
          read(date(row.getLong(1)), payload, calls, consumer, damaged);
        }
      }
    }
  }

  private static void read(
      LocalDate date,
      byte[] payload,
      Optional<byte[]> calls,
      Consumer<DayAddresses> consumer,
      BiConsumer<LocalDate, StorageException> damaged) {
    DayAddresses day;
    try {
      day = DayAddressesCodec.decode(date, payload, calls);
    } catch (StorageException e) {
      damaged.accept(date, e);
      return;
    }
    consumer.accept(day);
  }

  private static LocalDate date(long start) {
    return LocalDate.ofEpochDay(Math.floorDiv(start, SECONDS_A_DAY));
  }

  private static long start(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
