package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Logger;
import network.rei.dau.http.connection.Listener;
import network.rei.dau.observability.log.CapturedLog;
import network.rei.dau.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class LogSettingsTest {

  @Test
  void shouldWriteOneLineForAnEventInTextFormat() throws Exception {
    List<String> lines = logged("text");

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("WARN").contains("two | lines");
    assertThat(lines.get(1)).contains("ERROR").contains("IllegalStateException: broken");
  }

  @Test
  void shouldWriteOneObjectForAnEventInJsonFormat() throws Exception {
    List<String> lines = logged("json");

    assertThat(lines).hasSize(2);
    JsonNode warning = new ObjectMapper().readTree(lines.get(0));
    assertThat(warning.get("level").asText()).isEqualTo("WARN");
    assertThat(warning.get("formattedMessage").asText())
        .isEqualTo("two\nlines of https://rpc.example/x and C:\\y/\\/z");
    assertThat(lines.get(0)).contains("https://rpc.example/x");
    assertThat(warning.get("mdc").properties()).hasSize(1);
    assertThat(warning.at("/mdc/run").asText()).isEqualTo("7\"");
    JsonNode error = new ObjectMapper().readTree(lines.get(1));
    assertThat(error.at("/throwable/message").asText()).isEqualTo("broken");
  }

  @Test
  void shouldLogWhatTheJdkLogsAndExceptionsThatEndAThread() throws Exception {
    Logger root = Logger.getLogger("");
    List<Handler> handlers = List.of(root.getHandlers());
    Thread.UncaughtExceptionHandler uncaught = Thread.getDefaultUncaughtExceptionHandler();
    try (CapturedLog jdk = CapturedLog.of("some.library", Level.INFO);
        CapturedLog threads = CapturedLog.of(LogSettings.class.getName(), Level.INFO)) {
      new LogSettings(Optional.empty(), "json").apply();
      Logger.getLogger("some.library")
          .log(java.util.logging.Level.WARNING, "{0} was leaked", "A connection");
      Thread failing =
          new Thread(
              () -> {
                throw new IllegalStateException("broken");
              },
              "worker");
      failing.start();
      failing.join();

      assertThat(jdk.lines()).containsExactly("WARN A connection was leaked");
      assertThat(threads.lines()).containsExactly("ERROR The thread worker has failed");
    } finally {
      for (Handler handler : root.getHandlers()) {
        root.removeHandler(handler);
      }
      handlers.forEach(root::addHandler);
      Thread.setDefaultUncaughtExceptionHandler(uncaught);
      System.clearProperty("rei-dau.log-format");
    }
  }

  @Test
  void shouldRefuseAnUnknownLevelOrFormat() {
    assertThatThrownBy(() -> new LogSettings(Optional.of("LOUD"), "text"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "rei-dau.log.level (REI_DAU_LOG_LEVEL) is 'LOUD': allowed are OFF, ERROR, WARN, INFO,"
                + " DEBUG");
    assertThatThrownBy(() -> new LogSettings(Optional.empty(), "xml"))
        .hasMessage("rei-dau.log.format (REI_DAU_LOG_FORMAT) is 'xml': allowed are text, json");
  }

  /**
   * Returns the output of the packaged configuration for a warning of two lines and an exception.
   */
  private static List<String> logged(String format) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    new LogSettings(Optional.of("info"), format).apply();
    try {
      context.setMDCAdapter(
          ((LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory()).getMDCAdapter());
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(LogSettingsTest.class.getResource("/logback.xml"));
      org.slf4j.MDC.put("run", "7\"");
      org.slf4j.MDC.put("akkaSource", "akka://rei-dau/user/stats-store");
      org.slf4j.MDC.put("sourceActorSystem", "rei-dau");
      context.getLogger("some.Place").warn("two\nlines of https://rpc.example/x and C:\\y/\\/z");
      context.getLogger("some.Place").error("It failed", new IllegalStateException("broken"));
      context.getLogger("some.Logger").debug("not logged");
      context.getLogger(Listener.class).warn("not logged, because clients cause it");
    } finally {
      org.slf4j.MDC.clear();
      context.stop();
      System.setErr(before);
      System.clearProperty("rei-dau.log-level");
      System.clearProperty("rei-dau.log-format");
    }
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
