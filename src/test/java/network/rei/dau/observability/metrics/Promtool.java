package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs promtool, which checks metrics and rules of Prometheus. */
final class Promtool {

  /** The exit code and the output. */
  record Result(int exitCode, String output) {}

  private Promtool() {}

  /** Returns {@code PROMTOOL}, or the first executable on the path. */
  static Optional<Path> binary() {
    Stream<String> onPath =
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
            .map(folder -> folder + "/promtool");
    return Stream.concat(Stream.ofNullable(System.getenv("PROMTOOL")), onPath)
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs promtool and waits for its end. */
  static Result run(Path folder, Path input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(binary().orElseThrow().toString()), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(input.toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  static void assertContent(Result result) {
    assertThat(result.output()).doesNotContain("FAILED");
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
