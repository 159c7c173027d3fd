package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import network.rei.dau.e2e.Ports;

/** The packaged service during a soak; it can be paused, and restarted on the same port. */
final class SoakService implements AutoCloseable {

  private static final Duration FILL_AT_MOST = Duration.ofMinutes(15);

  private final Path launcher;
  private final Path place;
  private final int port;
  private final ObjectMapper json = new ObjectMapper();
  private Path cache;
  private Map<String, String> settings;
  private volatile ServerProcess served;

  private SoakService(Path launcher, Path place, int port) {
    this.launcher = launcher;
    this.place = place;
    this.port = port;
  }

  /** Prepares the service without starting it. */
  static SoakService on(Path project, Path place) throws IOException {
    return new SoakService(project.resolve("bin/rei-dau-stats"), place, Ports.reserve());
  }

  int port() {
    return port;
  }

  Path cache() {
    return cache;
  }

  /**
   * Terminates the service if it runs, starts it with another store and other settings, and waits
   * until it answers.
   *
   * @param once additional settings until the next start
   */
  void startOn(Path otherCache, Map<String, String> otherSettings, Map<String, String> once)
      throws IOException, InterruptedException {
    close();
    cache = otherCache;
    settings = otherSettings;
    start(once);
  }

  /** Terminates the service, and starts it again. */
  void restart() throws IOException, InterruptedException {
    close();
    start(Map.of());
  }

  private void start(Map<String, String> more) throws IOException, InterruptedException {
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

  /** Waits until all blocks up to a head are stored. */
  void awaitFill(long head) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (!isWhole(head)) {
      if (System.nanoTime() - begin > FILL_AT_MOST.toNanos()) {
        throw new IOException("the first fill did not end");
      }
      Thread.sleep(500);
    }
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
