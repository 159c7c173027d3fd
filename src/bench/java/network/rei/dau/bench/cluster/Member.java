package network.rei.dau.bench.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.e2e.Ports;
import network.rei.dau.e2e.ServiceEnvironment;
import network.rei.dau.e2e.TcpRelay;

/**
 * A node: the packaged service in a process of its own, at an address of its own. It is started
 * again a second after it ended, as by systemd, unless it is held. Thread-safe.
 */
final class Member implements AutoCloseable {

  private static final long RESTART_NANOS = 1_000_000_000L;

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final int index;
  private final String host;
  private final List<String> prefix;
  private final Path folder;
  private final Map<String, String> settings;
  private final Outages outages;
  private final int port = Ports.reserve();
  private final int clusterPort = Ports.reserve();
  private final TcpRelay store;
  private final TcpRelay endpoint;
  private final Map<Integer, Integer> exits = new TreeMap<>();
  private Path project;
  private Path running;
  private Process process;
  private Path log;
  private boolean held;
  private boolean expected;
  private long endedAt;
  private int starts;

  /**
   * Prepares a node.
   *
   * @param prefix of commands that run in the network of the node
   * @param project the folder of the version that it runs
   * @param folder for its cache and its logs
   */
  Member(
      int index,
      String host,
      List<String> prefix,
      Path project,
      Path folder,
      TcpRelay store,
      TcpRelay endpoint,
      Map<String, String> settings,
      Outages outages)
      throws IOException {
    this.index = index;
    this.host = host;
    this.prefix = prefix;
    this.project = project;
    this.folder = folder;
    this.store = store;
    this.endpoint = endpoint;
    this.settings = new TreeMap<>(settings);
    this.outages = outages;
  }

  int index() {
    return index;
  }

  /** Returns the address of the node in the cluster. */
  String address() {
    return host + ":" + clusterPort;
  }

  /** Returns the address of its HTTP server. */
  String authority() {
    return host + ":" + port;
  }

  /**
   * Requests a path.
   *
   * @param timeout of the whole answer
   */
  HttpResponse<String> get(String path, Duration timeout) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://" + authority() + path)).timeout(timeout).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  TcpRelay store() {
    return store;
  }

  TcpRelay endpoint() {
    return endpoint;
  }

  /** Returns the folder of the version that runs. */
  synchronized Path running() {
    return running;
  }

  /** Sets the folder of the version that the next start uses. */
  synchronized void project(Path folderOfVersion) {
    project = folderOfVersion;
  }

  /** Sets the nodes through which this one joins, before the first start. */
  synchronized void seeds(List<Member> seeds) {
    settings.put(
        "REI_DAU_CLUSTER_SEED_NODES",
        seeds.stream().map(Member::address).collect(Collectors.joining(",")));
  }

  synchronized long pid() {
    return process.pid();
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Returns how often its process ended by itself, by exit code. */
  synchronized Map<Integer, Integer> exits() {
    return new TreeMap<>(exits);
  }

  synchronized int starts() {
    return starts;
  }

  synchronized void start() throws IOException {
    held = false;
    expected = false;
    endedAt = 0;
    starts++;
    running = project;
    List<String> command = new ArrayList<>(prefix);
    command.add(project.resolve("bin/rei-dau-stats").toString());
    command.add("serve");
    log = folder.resolve("node-" + index + "-" + starts + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    ServiceEnvironment.reset(builder);
    builder.environment().putAll(settings);
    builder.environment().put("CACHE_DIR", folder.resolve("cache-" + index).toString());
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("REI_DAU_HTTP_HOST", host);
    builder.environment().put("REI_DAU_CLUSTER_HOST", host);
    builder.environment().put("REI_DAU_CLUSTER_PORT", Integer.toString(clusterPort));
    process = builder.start();
    outages.allow(index);
  }

  /**
   * Starts the process again if it ended.
   *
   * @return the exit code of a process that ended by itself, or null
   */
  synchronized Integer supervise() throws IOException {
    if (process == null || process.isAlive()) {
      return null;
    }
    Integer ended = null;
    if (endedAt == 0) {
      endedAt = System.nanoTime();
      if (!expected) {
        outages.ended(index);
        ended = process.exitValue();
        exits.merge(ended, 1, Integer::sum);
      }
    }
    if (!held && System.nanoTime() - endedAt >= RESTART_NANOS) {
      start();
    }
    return ended;
  }

  /** Kills the process and keeps it down until {@link #release}. */
  void kill() {
    end().destroyForcibly();
  }

  /** Sends SIGTERM and keeps the node down until {@link #release}. */
  void terminate() {
    end().destroy();
  }

  private synchronized Process end() {
    outages.begin(index);
    held = true;
    expected = true;
    return process;
  }

  /** Lets a node that was killed or terminated be started as soon as its process has ended. */
  synchronized void release() {
    held = false;
  }

  /** Suspends the process. */
  void pause() throws IOException, InterruptedException {
    outages.begin(index);
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
    outages.allow(index);
  }

  private void signal(String which) throws IOException, InterruptedException {
    new ProcessBuilder("kill", which, Long.toString(pid())).start().waitFor();
  }

  /** Returns the last lines of its log that report a problem. */
  synchronized List<String> problems(int count) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> found =
          lines.filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")).toList();
      return found.subList(Math.max(0, found.size() - count), found.size());
    }
  }

  @Override
  public void close() {
    Process last;
    synchronized (this) {
      held = true;
      expected = true;
      last = process;
    }
    if (last != null) {
      last.destroyForcibly();
      try {
        last.waitFor(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    store.close();
    endpoint.close();
  }
}
