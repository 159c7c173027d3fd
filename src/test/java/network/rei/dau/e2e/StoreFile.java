package network.rei.dau.e2e;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the database of a cache folder, which another process may be writing. */
final class StoreFile {

  private final Path file;

  StoreFile(Path cacheFolder) {
    this.file = cacheFolder.resolve("stats.db");
  }

  /** Returns the sealed records: their chunk indexes and contents. */
  SortedMap<Long, ByteBuffer> sealed() {
    return records("WHERE sealed = 1");
  }

  /** Returns all records: their chunk indexes and contents. */
  SortedMap<Long, ByteBuffer> records() {
    return records("");
  }

  /** Returns the number of sealed records; 0 as long as there is no store. */
  int sealedCount() {
    return count("record WHERE sealed = 1");
  }

  /** Returns the number of complete UTC days; 0 as long as there is no store. */
  int wholeDays() {
    return count("period WHERE resolution = 'day' AND complete = 1");
  }

  private int count(String rowsOf) {
    if (!Files.exists(file)) {
      return 0;
    }
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + rowsOf)) {
      return rows.getInt(1);
    } catch (SQLException e) {
      return 0; // it is just being made
    }
  }

  private SortedMap<Long, ByteBuffer> records(String where) {
    SortedMap<Long, ByteBuffer> records = new TreeMap<>();
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT chunk_index, payload FROM record " + where)) {
      while (rows.next()) {
        records.put(rows.getLong(1), ByteBuffer.wrap(rows.getBytes(2)));
      }
      return records;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Connection open() throws SQLException {
    Properties readOnly = new Properties();
    readOnly.putAll(Map.of("open_mode", "1", "busy_timeout", "2000"));
    return DriverManager.getConnection("jdbc:sqlite:" + file, readOnly);
  }
}
