package network.rei.dau.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The packaged service in a separate process, started by {@code bin/rei-dau-stats}. It runs without
 * the optimising compiler unless a test sets {@code JAVA_OPTS}.
 */
final class ServiceProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern NOTE =
      Pattern.compile("^waiting for the chain|^[0-9,]+ of [0-9,]+| INFO .* starts as process ");
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
  private static final Pattern LISTENS = Pattern.compile("listens on (http://[^\\s\"]+)");

  /** The processes end within a minute, before the optimising compiler would pay off. */
  static final String JAVA_OPTS = "-XX:TieredStopAtLevel=1";

  private final Process process;
  private final Path out;
  private final Path err;

  private ServiceProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command.
   *
   * @param folder the working folder, which receives its output too
   * @param environment variables that are added to an environment without variables of the service
   */
  static ServiceProcess start(Path folder, Map<String, String> environment, String... arguments) {
    return start(folder, environment, List.of(System.getProperty("rei-dau.launcher")), arguments);
  }

  /** Starts a command with a prefix, for example one that selects a network namespace. */
  static ServiceProcess startAt(
      List<String> prefix, Path folder, Map<String, String> environment, String... arguments) {
    List<String> program = new ArrayList<>(prefix);
    program.add(System.getProperty("rei-dau.launcher"));
    return start(folder, environment, program, arguments);
  }

  /** Starts a command with {@code java -jar}, without the launcher. */
  static ServiceProcess startJar(
      Path folder, Map<String, String> environment, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = System.getProperty("rei-dau.jar");
    return start(folder, environment, List.of(java, "-jar", jar), arguments);
  }

  private static ServiceProcess start(
      Path folder, Map<String, String> environment, List<String> program, String... arguments) {
    try {
      List<String> command = new ArrayList<>(program);
      command.addAll(List.of(arguments));
      Path out = Files.createTempFile(folder, "stdout", ".txt");
      Path err = Files.createTempFile(folder, "stderr", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      ServiceEnvironment.reset(builder);
      builder.environment().put("JAVA_OPTS", JAVA_OPTS);
      builder.environment().putAll(environment);
      return new ServiceProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an environment with a cache folder, an endpoint, and any free port. */
  static Map<String, String> environment(Path cache, String rpcUrl, String... more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "CACHE_DIR", cache.toString(),
                "REI_RPC_URL", rpcUrl,
                "PORT", "0",
                "REI_DAU_HTTP_HOST", "127.0.0.1",
                "REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "0"));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  /** Waits for the end of the process and returns its exit code. */
  int exitCode(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + atMost + "\n" + error());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the last line of standard output, parsed as JSON. */
  JsonNode result() {
    List<String> lines = output().lines().toList();
    return parse(lines.get(lines.size() - 1));
  }

  String output() {
    return read(out);
  }

  String error() {
    return read(err);
  }

  /** Returns the lines of standard error without those that report the start and progress. */
  List<String> complaints() {
    return error().lines().filter(line -> !NOTE.matcher(line).find()).toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGKILL, and waits for the end of the process. */
  void kill() {
    process.destroyForcibly();
    exitCode(Duration.ofSeconds(30));
  }

  /** Suspends the process until {@link #resume}. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Returns the size of the used heap after a garbage collection. */
  long heapKibAfterCollection() {
    jcmd("GC.run");
    return HEAP_USED
        .matcher(jcmd("GC.heap_info").replaceAll("(?s)Metaspace.*", ""))
        .results()
        .mapToLong(used -> Long.parseLong(used.group(1)))
        .sum();
  }

  /** Waits until the process has a number of open files, including connections. */
  void awaitOpenFiles(int count) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::openFiles, open -> open >= count);
  }

  private long openFiles() {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String jcmd(String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process asked =
          new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
              .redirectErrorStream(true)
              .start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the URL that the service logs when it listens. The limit is for a start beside many
   * other processes; a process that ends is noticed at once.
   */
  String url() {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              Matcher said = LISTENS.matcher(error());
              if (!said.find() && !process.isAlive()) {
                throw new AssertionError("it ended: " + error());
              }
              said.reset();
              return said.find() ? said.group(1) : null;
            },
            url -> url != null);
  }

  JsonNode get(String path) {
    return parse(ask("GET", path).body());
  }

  /** Returns the response to a request. */
  HttpResponse<String> ask(String method, String path, String... headers) {
    return send(method, URI.create(url() + path), headers);
  }

  /** Returns the response of any server. */
  static HttpResponse<String> send(String method, URI uri, String... headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
      if (headers.length > 0) {
        request.headers(headers);
      }
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Repeats a request until its answer fulfils a condition. */
  JsonNode getUntil(String path, Duration atMost, Predicate<JsonNode> right) {
    return Awaitility.await()
        .atMost(atMost)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> get(path), right);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
