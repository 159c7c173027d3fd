package network.rei.dau.bench.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import network.rei.dau.postgres.PostgresServer;

/** The database of the cluster, its faults and its sizes. */
final class Database implements AutoCloseable {

  /** Fewer than the default of 100, so that all of them can be taken quickly. */
  private static final int MAX_CONNECTIONS = 40;

  private static final String TAKEN = "soak-taken";
  private static final String OTHERS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s' AND"
          + " application_name <> '"
          + TAKEN
          + "'";

  private final PostgresServer server;
  private final PostgresServer.Database database;
  private final List<Connection> taken = new ArrayList<>();
  private Connection lock;
  private Background taking;

  Database() {
    server = PostgresServer.own();
    server.execute("ALTER SYSTEM SET max_connections = " + MAX_CONNECTIONS);
    restart();
    database = server.newDatabase();
  }

  PostgresServer.Database settings() {
    return database;
  }

  int port() {
    String url = database.url();
    return Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
  }

  void stop() {
    server.stop();
  }

  void start() {
    server.start();
  }

  void restart() {
    server.stop();
    server.start();
  }

  void cutConnections() {
    server.cutConnections(database);
  }

  /** Takes all connections, also those that the nodes have, until {@link #free}. */
  void take() {
    taking =
        Background.start(
            "taking-connections",
            () -> {
              while (!Thread.interrupted()) {
                takeOne();
              }
            });
    server.execute(OTHERS.formatted(PostgresServer.USER));
  }

  private void takeOne() throws InterruptedException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", TAKEN);
    try {
      taken.add(DriverManager.getConnection(database.url(), properties));
    } catch (SQLException e) {
      Thread.sleep(20); // All are taken.
    }
  }

  /** Ends {@link #take}. */
  void free() throws SQLException {
    taking.close();
    for (Connection connection : taken) {
      connection.close();
    }
    taken.clear();
  }

  /** Locks the table of records until {@link #unlock}. */
  void lock() throws SQLException {
    lock = connect();
    lock.setAutoCommit(false);
    try (Statement statement = lock.createStatement()) {
      statement.execute("LOCK TABLE record IN ACCESS EXCLUSIVE MODE");
    }
  }

  void unlock() throws SQLException {
    lock.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  /** Returns the first column of the first row of a query. */
  long number(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Returns the first column of all rows of a query. */
  Set<String> texts(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      Set<String> texts = new HashSet<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  /** Returns the number of connections of the nodes. */
  long connections() throws SQLException {
    return number(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '"
            + database.name()
            + "' AND pid <> pg_backend_pid() AND application_name = 'rei-dau-stats'");
  }

  /** Returns the size of each table with its indexes in KiB. */
  Map<String, Long> kibibytesByTable() throws SQLException {
    Map<String, Long> sizes = new LinkedHashMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT relname, pg_total_relation_size(relid) / 1024 FROM pg_stat_user_tables"
                    + " WHERE relname NOT LIKE 'flyway%' ORDER BY relname")) {
      while (rows.next()) {
        sizes.put(rows.getString(1), rows.getLong(2));
      }
    }
    return sizes;
  }

  @Override
  public void close() {
    server.close();
  }
}
