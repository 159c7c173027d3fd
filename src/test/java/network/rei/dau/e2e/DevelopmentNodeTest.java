package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentNodeTest {

  @TempDir Path folder;

  @Test
  void shouldFailWithTheLogOfAProcessThatEndsBeforeItAnswers() throws IOException {
    Path log = folder.resolve("node.log");
    Process process = process(log, "echo the port is in use; exit 3");

    assertThatThrownBy(() -> DevelopmentNode.awaitStart(process, log, () -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("ended with code 3", "the port is in use");
  }

  @Test
  void shouldNotTakeTheAnswerOfAnotherServerForThatOfAProcessThatHasEnded()
      throws IOException, InterruptedException {
    Path log = folder.resolve("node.log");
    Process process = process(log, "echo the port is in use; exit 3");
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> DevelopmentNode.awaitStart(process, log, () -> true))
        .hasMessageContaining("the port is in use");
  }

  @Test
  void shouldWaitUntilTheProcessAnswers() throws IOException {
    Path log = folder.resolve("node.log");
    Process process = process(log, "read end");
    try {
      DevelopmentNode.awaitStart(process, log, () -> Files.exists(log));
    } finally {
      process.destroy();
    }
  }

  private static Process process(Path log, String script) throws IOException {
    return new ProcessBuilder("sh", "-c", script)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
