package network.rei.dau.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import network.rei.dau.e2e.Ports;
import network.rei.dau.postgres.PostgresFiles.UnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL server on 127.0.0.1, from a Maven artifact. It ends and its files are deleted
 * when the process of the tests ends, even if that is killed.
 */
public final class PostgresServer implements AutoCloseable {

  /** A database, and its owner, which is not a superuser. */
  public record Database(String url, String name, String user, String password) {}

  /** The user of the databases. */
  public static final String USER = "dau";

  /** The password of all users. */
  public static final String PASSWORD = "not for the logs";

  private static final String SUPERUSER = "postgres";

  /** Ends the server when a line arrives or the standard input ends, as it does with the tests. */
  private static final String WATCHED =
      """
      folder=$1; shift
      "$@" </dev/null >"$folder/log" 2>&1 &
      read -r request
      kill -INT $!
      wait $!
      [ "$request" = keep ] || rm -rf "$folder"
      """;

  private static PostgresServer shared;

  private final AtomicInteger databases = new AtomicInteger();
  private final PostgresFiles files;
  private final int port;
  private Process process;

  private PostgresServer(PostgresFiles files) throws IOException {
    this.files = files;
    this.port = Ports.reserve();
    start();
    execute("CREATE USER " + USER + " PASSWORD '" + PASSWORD + "'");
  }

  /**
   * Returns the server that all tests of this process share; they must not stop it. If no server
   * can be started, the test is skipped, or fails if the environment has {@code CI=true}.
   */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = own();
    }
    return shared;
  }

  /** Starts a server that only one test uses and may stop; see {@link #shared}. */
  public static PostgresServer own() {
    try {
      return new PostgresServer(PostgresFiles.create(SUPERUSER, PASSWORD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnavailableException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(e);
      }
      return Assumptions.abort("Skipped, since it needs PostgreSQL: " + e.getMessage());
    }
  }

  /** Creates an empty database. */
  public Database newDatabase() {
    String name = "test_" + databases.incrementAndGet();
    execute("CREATE DATABASE " + name + " OWNER " + USER);
    return new Database(url(name), name, USER, PASSWORD);
  }

  /** Executes a statement as the superuser. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Waits until a query returns true. */
  public void await(String condition) {
    Awaitility.await()
        .until(
            () -> {
              try (Connection connection = connect();
                  Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery(condition)) {
                return row.next() && row.getBoolean(1);
              }
            });
  }

  /** Closes all connections to a database. */
  public void cutConnections(Database database) {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database.name()
            + "'");
  }

  /** Starts the server again on the same port after {@link #stop}. */
  public void start() {
    try {
      process =
          files.start(
              "sh",
              "-c",
              WATCHED,
              "sh",
              files.folder().toString(),
              files.program("postgres"),
              "-D",
              files.data().toString(),
              "-p",
              String.valueOf(port),
              "-c",
              "listen_addresses=127.0.0.1",
              "-c",
              "unix_socket_directories=",
              "-c",
              "shared_buffers=32MB",
              "-F");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              connect().close();
              return true;
            });
  }

  /** Stops the server and closes all connections. */
  public void stop() {
    end("keep\n");
  }

  @Override
  public void close() {
    end("forget\n");
  }

  private void end(String how) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(how.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.onExit().join();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url("postgres"), SUPERUSER, PASSWORD);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }
}
