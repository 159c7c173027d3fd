package network.rei.dau.storage.jdbc;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TimeFloor;

/** The table {@code time_floor} with a few rows: the times that pruned records have left behind. */
final class TimeFloorTable {

  private TimeFloorTable() {}

  /** Returns all rows in the order of their chunks. */
  static List<TimeFloor> all(Connection connection) throws SQLException {
    List<TimeFloor> floors = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT chunk_index, time, parent_hash FROM time_floor ORDER BY chunk_index");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Optional<Hash> parent =
            Optional.ofNullable(row.getBytes(3)).map(bytes -> Hash.from(ByteBuffer.wrap(bytes)));
        floors.add(new TimeFloor(row.getLong(1), row.getLong(2), parent));
      }
    }
    return floors;
  }

  /** Writes rows in place of the present ones. */
  static void replace(Connection connection, List<TimeFloor> floors) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM time_floor");
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO time_floor (chunk_index, time, parent_hash) VALUES (?, ?, ?)")) {
      delete.executeUpdate();
      for (TimeFloor floor : floors) {
        insert.setLong(1, floor.chunkIndex());
        insert.setLong(2, floor.time());
        insert.setBytes(3, floor.parentHash().map(StoreTable::bytes).orElse(null));
        insert.executeUpdate();
      }
    }
  }
}
