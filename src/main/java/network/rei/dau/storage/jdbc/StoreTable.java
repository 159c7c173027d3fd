package network.rei.dau.storage.jdbc;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreVersion;

/** The table {@code store} with one row: the identity, version and epoch of the store. */
final class StoreTable {

  /** Lower than the version of every row. */
  static final long NO_VERSION = -1;

  private StoreTable() {}

  static void createRow(Connection connection, StoreIdentity identity, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO store"
                + " (id, version, epoch, chain_id, chunk_size, created_at, changed_at)"
                + " VALUES (1, 0, 0, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")) {
      insert.setLong(1, identity.chainId());
      insert.setInt(2, identity.chunkSize());
      insert.setLong(3, now.toEpochMilli());
      insert.setLong(4, now.toEpochMilli());
      insert.executeUpdate();
    }
  }

  /** Returns whether the store has its row, which the first start creates after the tables. */
  static boolean hasRow(Connection connection) throws SQLException {
    return number(connection, "SELECT COUNT(*) FROM store") > 0;
  }

  static StoreIdentity identity(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT chain_id, chunk_size, genesis_hash FROM store WHERE id = 1");
        ResultSet row = select.executeQuery()) {
      row.next();
      Optional<Hash> genesis =
          Optional.ofNullable(row.getBytes(3)).map(bytes -> Hash.from(ByteBuffer.wrap(bytes)));
      return new StoreIdentity(row.getLong(1), row.getInt(2), genesis);
    }
  }

  /** Stores the hash of block 0 if there is none, or if nothing was ever committed. */
  static void rememberGenesis(Connection connection, Hash genesis) throws SQLException {
    writeGenesis(connection, genesis, " AND (genesis_hash IS NULL OR version = 0)");
  }

  static void replaceGenesis(Connection connection, Hash genesis) throws SQLException {
    writeGenesis(connection, genesis, "");
  }

  private static void writeGenesis(Connection connection, Hash genesis, String condition)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE store SET genesis_hash = ? WHERE id = 1" + condition)) {
      update.setBytes(1, bytes(genesis));
      update.executeUpdate();
    }
  }

  static long version(Connection connection) throws SQLException {
    return number(connection, "SELECT version FROM store WHERE id = 1");
  }

  /** The number of earlier commits whose marks are kept; about half a day of them. */
  private static final int KEPT_MARKS = 10_000;

  static long mark(Connection connection) throws SQLException {
    return number(connection, "SELECT mark FROM store WHERE id = 1");
  }

  static StoreVersion storeVersion(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT version, mark FROM store WHERE id = 1");
        ResultSet row = select.executeQuery()) {
      row.next();
      return new StoreVersion(row.getLong(1), row.getLong(2));
    }
  }

  /**
   * Returns whether a version is that of the store, or an earlier one that the store continues.
   *
   * @param newest the version of the store
   * @param mark of the newest version
   */
  static boolean continues(Connection connection, StoreVersion version, long newest, long mark)
      throws SQLException {
    if (version.number() >= newest || version.mark().isEmpty()) {
      return version.number() < newest || version.is(newest, mark);
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT mark FROM commit_mark WHERE version = ?")) {
      select.setLong(1, version.number());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && version.is(version.number(), row.getLong(1));
      }
    }
  }

  /**
   * Writes the time and the mark of the commit in progress, and keeps the mark of the one before.
   */
  static void changed(Connection connection, Instant at, long mark) throws SQLException {
    try (PreparedStatement keep =
            connection.prepareStatement(
                "INSERT INTO commit_mark (version, mark)"
                    + " SELECT version - 1, mark FROM store WHERE id = 1"
                    + " ON CONFLICT (version) DO UPDATE SET mark = excluded.mark");
        PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM commit_mark"
                    + " WHERE version < (SELECT version FROM store WHERE id = 1) - "
                    + KEPT_MARKS);
        PreparedStatement update =
            connection.prepareStatement("UPDATE store SET changed_at = ?, mark = ? WHERE id = 1")) {
      keep.executeUpdate();
      delete.executeUpdate();
      update.setLong(1, at.toEpochMilli());
      update.setLong(2, mark);
      update.executeUpdate();
    }
  }

  /** Returns the time of the last commit. */
  static Instant changedAt(Connection connection) throws SQLException {
    return Instant.ofEpochMilli(number(connection, "SELECT changed_at FROM store WHERE id = 1"));
  }

  static long epoch(Connection connection) throws SQLException {
    return number(connection, "SELECT epoch FROM store WHERE id = 1");
  }

  static void nextEpoch(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE store SET epoch = epoch + 1 WHERE id = 1")) {
      update.executeUpdate();
    }
  }

  /** Sets the version and the epoch of a store that replaces another. */
  static void continueAt(Connection connection, long version, long epoch) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE store SET version = ?, epoch = ? WHERE id = 1")) {
      update.setLong(1, version);
      update.setLong(2, epoch);
      update.executeUpdate();
    }
  }

  /**
   * Starts a commit by locking the row, so that commits are serialised.
   *
   * @return false if {@code epoch} is not the current one
   */
  static boolean nextVersion(Connection connection, long epoch) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE store SET version = version + 1 WHERE id = 1 AND epoch = ?")) {
      update.setLong(1, epoch);
      return update.executeUpdate() == 1;
    }
  }

  static byte[] bytes(Hash hash) {
    ByteBuffer buffer = ByteBuffer.allocate(Hash.BYTES);
    hash.writeTo(buffer);
    return buffer.array();
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
