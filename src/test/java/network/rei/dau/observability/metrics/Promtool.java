package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Prometheus's own judge of metrics and rules. */
final class Promtool {

  /** How it ended, and all that it said. */
  record Verdict(int exitCode, String said) {}

  private Promtool() {}

  /** {@code PROMTOOL}, or the first on the path. */
  static Optional<Path> binary() {
    Stream<String> onPath =
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
            .map(folder -> folder + "/promtool");
    return Stream.concat(Stream.ofNullable(System.getenv("PROMTOOL")), onPath)
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs it to its end. */
  static Verdict run(Path folder, Path input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(binary().orElseThrow().toString()), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(input.toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(process.waitFor(), said);
  }

  static void assertContent(Verdict verdict) {
    assertThat(verdict.said()).doesNotContain("FAILED");
    assertThat(verdict.exitCode()).as(verdict.said()).isZero();
  }
}
