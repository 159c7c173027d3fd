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

/** The database of a cache folder, looked at from outside while a process may be writing it. */
final class StoreFile {

  private final Path file;

  StoreFile(Path cacheFolder) {
    this.file = cacheFolder.resolve("stats.db");
  }

  /** Chunk indexes of the sealed records, and the whole contents of each. */
  SortedMap<Long, ByteBuffer> sealed() {
    return records("WHERE sealed = 1");
  }

  /** The same of all records. */
  SortedMap<Long, ByteBuffer> records() {
    return records("");
  }

  /** How many records are sealed; 0 as long as there is no store. */
  int sealedCount() {
    return count("record WHERE sealed = 1");
  }

  /** How many UTC days are wholly known; 0 as long as there is no store. */
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
