package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import network.rei.dau.e2e.Ports;

/** The packaged service during a soak; it can be paused, and restarted on the same port. */
final class SoakService implements AutoCloseable {

  private final Path launcher;
  private final Path place;
  private final Path cache;
  private final Map<String, String> settings;
  private final int port;
  private final ObjectMapper json = new ObjectMapper();
  private volatile ServerProcess served;

  private SoakService(
      Path launcher, Path place, Path cache, Map<String, String> settings, int port) {
    this.launcher = launcher;
    this.place = place;
    this.cache = cache;
    this.settings = settings;
    this.port = port;
  }

  /** Prepares the service without starting it. */
  static SoakService on(Path project, Path place, Path cache, Map<String, String> settings)
      throws IOException {
    return new SoakService(
        project.resolve("bin/rei-dau-stats"), place, cache, settings, Ports.reserve());
  }

  int port() {
    return port;
  }

  Path cache() {
    return cache;
  }

  /** Starts the service, and waits until it answers. */
  void start() throws IOException, InterruptedException {
    start(Map.of());
  }

  /** Starts the service with additional settings for this process, and waits until it answers. */
  void start(Map<String, String> more) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "serve").directory(place.toFile());
    builder.environment().putAll(settings);
    builder.environment().putAll(more);
    builder.environment().put("CACHE_DIR", cache.toString());
    builder.environment().put("REI_DAU_HTTP_HOST", "127.0.0.1");
    builder.environment().put("PORT", Integer.toString(port));
    served = ServerProcess.start(builder, port, place.resolve("log-" + System.nanoTime()));
    served.awaitOk("/health");
  }

  /** Terminates the service, and starts it again. */
  void restart() throws IOException, InterruptedException {
    served.close();
    start();
  }

  /** Suspends the process, whose connections remain open. */
  void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String which) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", which, Long.toString(pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill " + which + " failed");
    }
  }

  long pid() {
    return served.pid();
  }

  String url(String path) {
    return served.url(path);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json.readTree(served.get(path));
  }

  /** Returns whether all served blocks up to a head are stored, and no run is in progress. */
  boolean isWhole(long head) throws IOException, InterruptedException {
    JsonNode status = get("/api/v1/status");
    return status.path("asOfBlock").asLong(-1) >= head
        && status.get("gaps").isEmpty()
        && !status.get("processing").asBoolean();
  }

  /** Truncates the write-ahead log, whose space could be used even on a full disk. */
  void emptyLog() throws IOException {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + cache.resolve("stats.db"));
        Statement statement = store.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    if (served != null) {
      served.close();
    }
  }
}
