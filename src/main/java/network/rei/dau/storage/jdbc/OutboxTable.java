package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.rei.dau.storage.EventOutbox.Entry;
import network.rei.dau.storage.EventOutbox.Pending;

/** The table {@code webhook_event} with a row for each event of each webhook. */
final class OutboxTable {

  /** What became of an event, with the number that is stored. */
  enum State {
    TO_BE_SENT(0),
    SENT(1),
    GIVEN_UP(2);

    private final int stored;

    State(int stored) {
      this.stored = stored;
    }
  }

  private OutboxTable() {}

  static int add(Connection connection, List<Entry> entries, int maxPending) throws SQLException {
    int refused = 0;
    Map<String, Long> pending = new HashMap<>();
    pending(connection).forEach((webhook, of) -> pending.put(webhook, of.count()));
    for (Entry entry : entries) {
      if (!exists(connection, entry)) {
        if (pending.getOrDefault(entry.webhook(), 0L) < maxPending) {
          insert(connection, entry);
          pending.merge(entry.webhook(), 1L, Long::sum);
        } else {
          refused++;
        }
      }
    }
    return refused;
  }

  private static boolean exists(Connection connection, Entry entry) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM webhook_event WHERE webhook = ? AND event_key = ?")) {
      select.setString(1, entry.webhook());
      select.setString(2, entry.key());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void insert(Connection connection, Entry entry) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO webhook_event"
                + " (webhook, event_key, state, created_at, due_at, attempts, content)"
                + " VALUES (?, ?, ?, ?, ?, 0, ?) ON CONFLICT (webhook, event_key) DO NOTHING")) {
      insert.setString(1, entry.webhook());
      insert.setString(2, entry.key());
      insert.setInt(3, State.TO_BE_SENT.stored);
      insert.setLong(4, entry.createdAt().toEpochMilli());
      insert.setLong(5, entry.createdAt().toEpochMilli());
      insert.setString(6, entry.content());
      insert.executeUpdate();
    }
  }

  /**
   * Claims the oldest event that is due.
   *
   * @param until when it is due again
   */
  static Optional<Entry> claim(Connection connection, String webhook, Instant now, Instant until)
      throws SQLException {
    Optional<Entry> due = oldestDue(connection, webhook, now);
    if (due.isEmpty()) {
      return due;
    }
    Entry entry = due.get();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE webhook_event SET due_at = ?, attempts = attempts + 1"
                + " WHERE webhook = ? AND event_key = ? AND attempts = ? AND state = ?")) {
      update.setLong(1, until.toEpochMilli());
      update.setString(2, webhook);
      update.setString(3, entry.key());
      update.setInt(4, entry.attempts());
      update.setInt(5, State.TO_BE_SENT.stored);
      // No row if another node has claimed it after it was read.
      return update.executeUpdate() == 0
          ? Optional.empty()
          : Optional.of(
              new Entry(
                  webhook, entry.key(), entry.createdAt(), entry.attempts() + 1, entry.content()));
    }
  }

  private static Optional<Entry> oldestDue(Connection connection, String webhook, Instant now)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT event_key, created_at, attempts, content FROM webhook_event"
                + " WHERE webhook = ? AND state = ? AND due_at <= ?"
                + " ORDER BY created_at, event_key LIMIT 1")) {
      select.setString(1, webhook);
      select.setInt(2, State.TO_BE_SENT.stored);
      select.setLong(3, now.toEpochMilli());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Entry(
                    webhook,
                    row.getString(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    row.getInt(3),
                    row.getString(4)))
            : Optional.empty();
      }
    }
  }

  /** Ends an event, and removes its content. */
  static void end(Connection connection, Entry claimed, State state) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE webhook_event SET state = ?, content = '' WHERE webhook = ? AND event_key = ?"
                + " AND state = ?")) {
      update.setInt(1, state.stored);
      update.setString(2, claimed.webhook());
      update.setString(3, claimed.key());
      update.setInt(4, State.TO_BE_SENT.stored);
      update.executeUpdate();
    }
  }

  /** Sets when an event is due again, unless another node has claimed it in the meantime. */
  static void setDue(Connection connection, Entry claimed, Instant dueAt) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE webhook_event SET due_at = ?"
                + " WHERE webhook = ? AND event_key = ? AND attempts = ? AND state = ?")) {
      update.setLong(1, dueAt.toEpochMilli());
      update.setString(2, claimed.webhook());
      update.setString(3, claimed.key());
      update.setInt(4, claimed.attempts());
      update.setInt(5, State.TO_BE_SENT.stored);
      update.executeUpdate();
    }
  }

  static void deleteBefore(Connection connection, Instant time) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM webhook_event WHERE created_at < ?")) {
      delete.setLong(1, time.toEpochMilli());
      delete.executeUpdate();
    }
  }

  static Map<String, Pending> pending(Connection connection) throws SQLException {
    Map<String, Pending> pending = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT webhook, COUNT(*), MIN(created_at) FROM webhook_event WHERE state = ?"
                + " GROUP BY webhook")) {
      select.setInt(1, State.TO_BE_SENT.stored);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          pending.put(
              row.getString(1),
              new Pending(row.getLong(2), Optional.of(Instant.ofEpochMilli(row.getLong(3)))));
        }
      }
    }
    return pending;
  }
}
