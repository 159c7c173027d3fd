package network.rei.dau.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import network.rei.dau.LogSettings;
import network.rei.dau.observability.log.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class TerminalTest {

  @AfterEach
  void reset() {
    System.clearProperty("rei-dau.log-format");
    System.clearProperty("rei-dau.terminal");
  }

  @Test
  void shouldLogEveryLineInJsonInsteadOfPrintingIt() {
    List<String> printed;
    List<String> logged;
    try (CapturedLog log = CapturedLog.of(Terminal.class.getName(), Level.INFO)) {
      printed = printed("json");
      logged = log.lines();
    }

    assertThat(printed).isEmpty();
    assertThat(logged)
        .containsExactly(
            "INFO it listens",
            "ERROR it failed",
            "ERROR unexpected failure: java.lang.IllegalStateException: broken");
  }

  @Test
  void shouldPrintTheLinesInTextFormat() {
    assertThat(printed("text"))
        .startsWith("it listens", "rei-dau-stats: it failed")
        .contains("rei-dau-stats: unexpected failure: java.lang.IllegalStateException: broken");
  }

  @Test
  void shouldNotDrawAProgressBarBetweenLinesOfJson() {
    System.setProperty("rei-dau.terminal", "true");
    assertThat(Terminal.isInteractive()).isTrue();
    System.setProperty("rei-dau.log-format", "json");
    assertThat(Terminal.isInteractive()).isFalse();
  }

  private static List<String> printed(String format) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      new LogSettings(Optional.empty(), format).apply();
      Terminal.note("it listens");
      Terminal.error("it failed");
      Terminal.unexpected(new IllegalStateException("broken"));
    } finally {
      System.setErr(before);
    }
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
