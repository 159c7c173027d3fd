package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.storage.MemberRegistry.Entry;
import network.rei.dau.storage.MemberRegistry.Node;

/**
 * The table {@code cluster_member} with a row for each node, and the table {@code cluster} with the
 * number of the last cluster. Only PostgreSQL, which nodes can share, is read and written.
 */
final class MemberTable {

  private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

  /** Rows of nodes that ended without removing them are deleted after this time. */
  private static final Duration KEPT = Duration.ofDays(1);

  private MemberTable() {}

  static void renew(Connection connection, Node node, long cluster) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO cluster_member (address, uid, cluster, renewed_at) VALUES (?, ?, ?, "
                + NOW
                + ") ON CONFLICT (address) DO UPDATE SET uid = excluded.uid,"
                + " cluster = excluded.cluster, renewed_at = excluded.renewed_at")) {
      upsert.setString(1, node.address());
      upsert.setLong(2, node.uid());
      upsert.setLong(3, cluster);
      upsert.executeUpdate();
    }
  }

  static void remove(Connection connection, Node node) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM cluster_member WHERE address = ? AND uid = ?")) {
      delete.setString(1, node.address());
      delete.setLong(2, node.uid());
      delete.executeUpdate();
    }
  }

  static long cluster(Connection connection) throws SQLException {
    return number(connection, "SELECT number FROM cluster WHERE id = 1");
  }

  /** Returns the number of the last cluster, and prevents that another is formed meanwhile. */
  static long lockCluster(Connection connection) throws SQLException {
    return number(connection, "SELECT number FROM cluster WHERE id = 1 FOR UPDATE");
  }

  static void setCluster(Connection connection, long number) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE cluster SET number = ? WHERE id = 1")) {
      update.setLong(1, number);
      update.executeUpdate();
    }
  }

  static void deleteOld(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM cluster_member WHERE renewed_at < " + NOW + " - ?")) {
      delete.setLong(1, KEPT.toMillis());
      delete.executeUpdate();
    }
  }

  static List<Entry> entries(Connection connection) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT address, uid, cluster, renewed_at, "
                    + NOW
                    + " - renewed_at FROM cluster_member ORDER BY address");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        entries.add(
            new Entry(
                new Node(row.getString(1), row.getLong(2)),
                row.getLong(3),
                row.getLong(4),
                // The clock of the database may have been set back.
                Duration.ofMillis(Math.max(0, row.getLong(5)))));
      }
    }
    return entries;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
