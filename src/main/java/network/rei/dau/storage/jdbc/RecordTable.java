package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.jdbc.codec.RecordCodec;

/** The table {@code record} with a row for each record. */
final class RecordTable {

  /** Rows that the driver reads ahead; a record takes about 200 kB. */
  private static final int FETCH_ROWS = 8;

  // The last condition is that of ChunkRecord.supersedes.
  private static final String UPSERT =
      "INSERT INTO record (chunk_index, generation, first_block, last_block, sealed,"
          + " first_timestamp, last_timestamp, transactions, addresses, parent_hash, last_hash,"
          + " stored_at, written_version, payload)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (chunk_index) DO UPDATE SET"
          + " generation = excluded.generation, first_block = excluded.first_block,"
          + " last_block = excluded.last_block, sealed = excluded.sealed,"
          + " first_timestamp = excluded.first_timestamp,"
          + " last_timestamp = excluded.last_timestamp,"
          + " transactions = excluded.transactions, addresses = excluded.addresses,"
          + " parent_hash = excluded.parent_hash, last_hash = excluded.last_hash,"
          + " stored_at = excluded.stored_at, written_version = excluded.written_version,"
          + " payload = excluded.payload"
          + " WHERE (excluded.generation, excluded.last_block)"
          + " > (record.generation, record.last_block)";

  private static final String SELECT = "SELECT chunk_index, stored_at, payload FROM record";

  private RecordTable() {}

  /** Deletes records; missing records are ignored. */
  static void delete(Connection connection, List<Long> indexes) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM record WHERE chunk_index = ?")) {
      for (long index : indexes) {
        delete.setLong(1, index);
        delete.executeUpdate();
      }
    }
  }

  /** Writes records, and returns those that are new or supersede a stored one. */
  static List<StoredRecord> write(
      Connection connection, List<ChunkRecord> records, Instant at, long version)
      throws SQLException {
    List<StoredRecord> written = new ArrayList<>(records.size());
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (ChunkRecord record : records) {
        bind(upsert, record, at, version);
        if (upsert.executeUpdate() == 1) {
          written.add(new StoredRecord(record, at));
        }
      }
    }
    return written;
  }

  private static void bind(PreparedStatement upsert, ChunkRecord record, Instant at, long version)
      throws SQLException {
    upsert.setLong(1, record.index());
    upsert.setInt(2, record.generation());
    upsert.setLong(3, record.blocks().first());
    upsert.setLong(4, record.lastBlock());
    upsert.setInt(5, record.sealed() ? 1 : 0);
    upsert.setLong(6, record.firstTimestamp());
    upsert.setLong(7, record.lastTimestamp());
    upsert.setInt(8, record.transactionCount());
    upsert.setInt(9, record.addressCount());
    upsert.setBytes(10, StoreTable.bytes(record.parentHash()));
    upsert.setBytes(11, StoreTable.bytes(record.lastHash()));
    upsert.setLong(12, at.toEpochMilli());
    upsert.setLong(13, version);
    upsert.setBytes(14, RecordCodec.encode(record));
  }

  static Optional<StoredRecord> find(Connection connection, long index) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + " WHERE chunk_index = ?")) {
      select.setLong(1, index);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    }
  }

  /** Returns the indexes of all records. */
  static List<Long> indexes(Connection connection) throws SQLException {
    List<Long> indexes = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("SELECT chunk_index FROM record");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        indexes.add(row.getLong(1));
      }
    }
    return indexes;
  }

  /** The order of the indexes in which records are read. */
  enum Order {
    FROM_OLDEST("ASC"),
    FROM_NEWEST("DESC");

    private final String sql;

    Order(String sql) {
      this.sql = sql;
    }
  }

  /**
   * Passes records to a consumer.
   *
   * @param since records written after this version of the store
   * @param damaged receives the index of each damaged record and the reason
   */
  static void forEach(
      Connection connection,
      long since,
      Order order,
      Consumer<StoredRecord> consumer,
      Damaged damaged)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            SELECT + " WHERE written_version > ? ORDER BY chunk_index " + order.sql)) {
      select.setFetchSize(FETCH_ROWS);
      select.setLong(1, since);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Optional<StoredRecord> record = Optional.empty();
          try {
            record = Optional.of(read(row));
          } catch (StorageException e) {
            damaged.record(row.getLong(1), e);
          }
          record.ifPresent(consumer);
        }
      }
    }
  }

  /** Receives records that cannot be read. */
  @FunctionalInterface
  interface Damaged {
    void record(long index, StorageException why);
  }

  private static StoredRecord read(ResultSet row) throws SQLException {
    return new StoredRecord(
        RecordCodec.decode(row.getLong(1), row.getBytes(3)), Instant.ofEpochMilli(row.getLong(2)));
  }
}
