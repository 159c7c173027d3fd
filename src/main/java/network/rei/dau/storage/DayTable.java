package network.rei.dau.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import network.rei.dau.activity.DayAddresses;

/** The table {@code day_addresses}: a row a day. */
final class DayTable {

  private static final int SECONDS_A_DAY = 86_400;

  private DayTable() {}

  static void write(Connection connection, List<DayAddresses> days, long version)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO day_addresses (start, written_version, payload) VALUES (?, ?, ?)"
                + " ON CONFLICT (start) DO UPDATE SET"
                + " written_version = excluded.written_version, payload = excluded.payload")) {
      for (DayAddresses day : days) {
        upsert.setLong(1, start(day.date()));
        upsert.setLong(2, version);
        upsert.setBytes(3, DayCodec.encode(day));
        upsert.executeUpdate();
      }
    }
  }

  /** Deletes days; one that is not there is no error. */
  static void delete(Connection connection, List<LocalDate> dates) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM day_addresses WHERE start = ?")) {
      for (LocalDate date : dates) {
        delete.setLong(1, start(date));
        delete.executeUpdate();
      }
    }
  }

  /**
   * Hands over all sound days by date.
   *
   * @param damaged hears of each one that is not
   */
  static void forEach(
      Connection connection, Consumer<DayAddresses> consumer, Consumer<StorageException> damaged)
      throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT start, payload FROM day_addresses ORDER BY start");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(row.getLong(1), SECONDS_A_DAY));
        try {
          consumer.accept(DayCodec.decode(date, row.getBytes(2)));
        } catch (StorageException e) {
          damaged.accept(e);
        }
      }
    }
  }

  private static long start(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
