package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the image of {@code deploy/Dockerfile} as operators do: with a root file system that is
 * read-only, without capabilities, and in 512 MB.
 */
@Order(1)
class ContainerIT {

  private static final int CHUNK = 200;
  private static final int BLOCKS = 3 * CHUNK + 60;
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String CACHE = "/var/lib/rei-dau-stats";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String NAME = "rei-dau-" + ProcessHandle.current().pid();

  @TempDir private static Path folder;

  private Podman podman;
  private int port;
  private int management;

  @BeforeEach
  void build() throws IOException {
    podman = Podman.withImage(folder);
    port = Ports.reserve();
    management = Ports.reserve();
  }

  @AfterEach
  void remove() {
    if (podman != null) {
      podman.run("rm", "--force", "--time=0", "--volumes", "--ignore", NAME);
      podman.ended("volume", "rm", "--force", NAME);
    }
  }

  @Test
  void shouldKeepItsNumbersThroughARestartAKillAndADrain() throws Exception {
    try (SimulatedNode chain = SimulatedNodes.node(BLOCKS)) {
      start(chain, NAME + ":" + CACHE);
      awaitTrue(chain);
      assertConfined();
      assertSizedForItsMemory();
      assertThat(podman.ended("healthcheck", "run", NAME).code()).isZero();
      assertThat(
              podman
                  .ended(
                      "exec",
                      "--env=REI_DAU_MANAGEMENT_PORT=1",
                      NAME,
                      "/opt/rei-dau-stats/bin/alive")
                  .code())
          .as("a service that does not answer")
          .isNotZero();

      chain.counters().reset();
      podman.run("restart", "--time=30", NAME);
      awaitTrue(chain);
      assertThat(sealedAndFetched(chain)).as("sealed chunks that were fetched again").isEmpty();

      podman.run("kill", "--signal=KILL", NAME);
      assertThat(exitCode()).isEqualTo(137);
      chain.chain().advance(CHUNK);
      podman.run("start", NAME);
      awaitTrue(chain);
      assertThat(sealedAndFetched(chain)).as("sealed chunks that were fetched again").isEmpty();

      podman.run("kill", "--signal=TERM", NAME);
      Awaitility.await().atMost(SOON).until(() -> ask(management, "/ready").statusCode() == 503);
      assertThat(ask(port, "/api/stats/24h").statusCode())
          .as("an answer while it drains")
          .isEqualTo(200);
      assertThat(exitCode()).isEqualTo(143);
    }
  }

  /** Docker mounts a tmpfs with noexec. */
  @Test
  void shouldExplainAVolumeFromWhichNoLibraryCanBeLoaded() throws IOException {
    try (SimulatedNode chain = SimulatedNodes.node(10)) {
      start(chain, NAME + ":" + CACHE + ":noexec");

      assertThat(exitCode()).isEqualTo(1);
      assertThat(podman.logs(NAME))
          .contains("SQLite's native library cannot be loaded from " + CACHE);
    }
  }

  @Test
  void shouldExplainAFolderOfAnotherUser() throws IOException {
    Path ofRoot = Files.createDirectory(folder.resolve("of-root"));
    try (SimulatedNode chain = SimulatedNodes.node(10)) {
      start(chain, ofRoot + ":" + CACHE);

      assertThat(exitCode()).isEqualTo(1);
      assertThat(podman.logs(NAME)).contains("cannot lock " + CACHE + ": permission denied");
    }
  }

  private void start(SimulatedNode chain, String volume) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "run",
                "--detach",
                "--name=" + NAME,
                "--network=host",
                "--read-only",
                // Docker mounts nothing on /tmp.
                "--read-only-tmpfs=false",
                "--memory=512m",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--volume=" + volume));
    List.of(
            "REI_RPC_URL=" + chain.uri(),
            "REI_DAU_RPC_MAX_REQUESTS_PER_SECOND=0",
            "REI_DAU_INGEST_CHUNK_SIZE=" + CHUNK,
            "REI_DAU_HTTP_HOST=127.0.0.1",
            "REI_DAU_HTTP_DRAIN_TIME=5 s",
            "REI_DAU_MANAGEMENT_HOST=127.0.0.1",
            "REI_DAU_MANAGEMENT_PORT=" + management,
            "PORT=" + port,
            "JAVA_OPTS=" + ServiceProcess.JAVA_OPTS)
        .forEach(variable -> command.add("--env=" + variable));
    command.add(Podman.IMAGE);
    podman.run(command.toArray(String[]::new));
  }

  /** Waits until the numbers of all blocks are served, and compares them with the truth. */
  private void awaitTrue(SimulatedNode chain) {
    long head = chain.chain().head();
    Awaitility.await("all blocks up to " + head)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(IOException.class)
        .failFast(this::assertRunning)
        .until(
            () -> {
              JsonNode status = ServiceProcess.parse(ask(port, "/api/v1/status").body());
              return status.path("asOfBlock").asLong() == head
                  && !status.path("processing").asBoolean(true);
            });
    JsonNode stats = ServiceProcess.parse(answer("/api/stats/24h")).get("data");
    assertThat(stats.get("complete").asBoolean()).isTrue();
    assertThat(stats.at("/blockRange/end").asLong()).isEqualTo(head);
    SimulatedNodes.assertTrue(stats, chain.chain(), stats.at("/blockRange/start").asLong(), head);
  }

  private void assertConfined() {
    String status = podman.run("exec", NAME, "cat", "/proc/1/status");
    assertThat(status)
        .containsPattern("Uid:\\s10001\\s10001\\s10001\\s10001")
        .containsPattern("CapEff:\\s0+\n")
        .containsPattern("NoNewPrivs:\\s1");
    for (String path : List.of("/file", "/tmp/file", "/opt/rei-dau-stats/lib/file")) {
      assertThat(podman.ended("exec", NAME, "touch", path).error())
          .as(path)
          .contains("Read-only file system");
    }
    String files = podman.run("exec", NAME, "find", CACHE, "-printf", "%U %f\n");
    assertThat(files.lines()).allMatch(line -> line.startsWith("10001 "));
    assertThat(files).contains("lock", "stats.db");
    assertThat(podman.run("exec", NAME, "cat", "/proc/1/maps"))
        .as("SQLite's library, which is deleted when it is loaded")
        .contains(CACHE + "/.sqlite-library-");
  }

  /** The launcher computes the heap from the limit of the control group. */
  private void assertSizedForItsMemory() {
    assertThat(podman.run("exec", NAME, "cat", "/proc/1/cmdline").split("\0", -1))
        .contains("-Xmx288m", "-XX:SharedArchiveFile=/opt/rei-dau-stats/lib/rei-dau-stats.jsa");
  }

  private static Set<Long> sealedAndFetched(SimulatedNode chain) {
    return chain.counters().requested().keySet().stream()
        .map(block -> block / CHUNK)
        .filter(LongStream.range(0, BLOCKS / CHUNK).boxed().collect(Collectors.toSet())::contains)
        .collect(Collectors.toSet());
  }

  private void assertRunning() {
    if (!running()) {
      throw new AssertionError("it ended: " + podman.logs(NAME));
    }
  }

  private boolean running() {
    return podman.inspect(NAME, ".State.Running").equals("true");
  }

  private int exitCode() {
    Awaitility.await("its end").atMost(SOON).until(() -> !running());
    return Integer.parseInt(podman.inspect(NAME, ".State.ExitCode"));
  }

  private String answer(String path) {
    try {
      HttpResponse<String> response = ask(port, path);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> ask(int port, String path) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(10))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
