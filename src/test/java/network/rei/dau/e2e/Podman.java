package network.rei.dau.e2e;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs podman with the storage and the base images that {@code .ci/containers} creates. The
 * variables {@code CONTAINERS_CONF} and {@code CONTAINERS_STORAGE_CONF} name its configuration.
 */
final class Podman {

  /** The name that {@code deploy/compose.yaml} gives to the image of the service. */
  static final String IMAGE = "rei-dau-stats:1.0.0";

  private static final Duration BUILD = Duration.ofMinutes(8);
  private static final Duration COMMAND = Duration.ofMinutes(2);

  private static boolean built;

  private final List<String> prefix;
  private final Map<String, String> environment;

  /** A command that ended. */
  record Ended(int code, String output, String error) {}

  /**
   * Prepares commands without running one.
   *
   * @param prefix the prefix of commands, for example one that selects a network namespace
   * @param environment variables that are added to those of the tests
   */
  Podman(List<String> prefix, Map<String, String> environment) {
    this.prefix = prefix;
    this.environment = environment;
  }

  /**
   * Builds the image of the service, unless this process has built it. Without a storage of podman,
   * the test is skipped with a line. If the variable {@code CI} is set, it fails then, unless
   * {@code CONTAINERS_REFUSED} says why this machine does not let containers run.
   */
  static synchronized Podman withImage(Path folder) throws IOException {
    if (System.getenv("CONTAINERS_STORAGE_CONF") == null) {
      String refused = System.getenv("CONTAINERS_REFUSED");
      String reason =
          refused == null ? "CONTAINERS_STORAGE_CONF is not set; see .ci/containers" : refused;
      if (refused == null && System.getenv("CI") != null) {
        fail(reason);
      }
      System.err.println("A test of containers is skipped: " + reason);
      return Assumptions.abort(reason);
    }
    Podman podman = new Podman(List.of(), Map.of());
    if (!built) {
      podman.build(IMAGE, "--build-context", "build=" + packaged(folder));
      built = true;
    }
    return podman;
  }

  /** Returns a folder with the files that the stage {@code build} of the Dockerfile creates. */
  private static Path packaged(Path folder) throws IOException {
    Path stage = folder.resolve("stage");
    Path launcher = Path.of(System.getProperty("rei-dau.launcher"));
    Path jar = Path.of(System.getProperty("rei-dau.jar"));
    Files.createDirectories(stage.resolve("src/bin"));
    Files.createDirectories(stage.resolve("src/target"));
    Files.copy(
        launcher, stage.resolve("src/bin").resolve(launcher.getFileName()), REPLACE_EXISTING);
    Files.copy(jar, stage.resolve("src/target").resolve(jar.getFileName()), REPLACE_EXISTING);
    return stage;
  }

  /** Builds an image from {@code deploy/Dockerfile}. */
  void build(String image, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "podman",
                "build",
                "--quiet",
                "--pull=never",
                "--format=docker",
                "--isolation=chroot",
                "--network=host",
                "--layers",
                "-f",
                "deploy/Dockerfile",
                "-t",
                image));
    command.addAll(List.of(options));
    command.add(".");
    succeeded(command, execute(BUILD, command));
    // The image that had the name before has none, and would stay. One of the last minutes may be
    // part of a build of another process.
    run("image", "prune", "--force", "--filter=until=10m");
  }

  /** Returns the output of a command of podman, which must succeed. */
  String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("podman"));
    command.addAll(List.of(arguments));
    return succeeded(command, execute(COMMAND, command));
  }

  /** Returns the output of a program, which must succeed. */
  String program(String... command) {
    return succeeded(List.of(command), execute(COMMAND, List.of(command)));
  }

  /** Returns how a command of podman ended. */
  Ended ended(String... arguments) {
    List<String> command = new ArrayList<>(List.of("podman"));
    command.addAll(List.of(arguments));
    return execute(COMMAND, command);
  }

  /** Returns what podman reports about a container, for example {@code .State.ExitCode}. */
  String inspect(String container, String field) {
    return run("inspect", container, "--format", "{{" + field + "}}");
  }

  /** Returns both outputs of a container. */
  String logs(String container) {
    Ended ended = ended("logs", container);
    return ended.output() + ended.error();
  }

  private static String succeeded(List<String> command, Ended ended) {
    assertThat(ended.code())
        .as("%s%n%s%s", String.join(" ", command), ended.output(), ended.error())
        .isZero();
    return ended.output().strip();
  }

  private Ended execute(Duration atMost, List<String> command) {
    try {
      List<String> words = new ArrayList<>(prefix);
      words.addAll(command);
      Path out = Files.createTempFile("podman", ".out");
      Path err = Files.createTempFile("podman", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "still running after " + atMost + ": " + String.join(" ", command) + read(err));
        }
        return new Ended(process.exitValue(), read(out), read(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
