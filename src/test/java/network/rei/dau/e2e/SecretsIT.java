package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that keys and passwords in URLs of endpoints appear in no log line and in no answer. */
class SecretsIT {

  private static final String KEY = "Zk3yVal0fSomeb0dyS3cret";
  private static final String PASSWORD = "hunter2hunter2";

  @TempDir Path folder;

  @Test
  void shouldNotShowAKeyInTheLogAtAnyLevelNorInAnAnswer() throws IOException {
    try (SimulatedNode node = SimulatedNodes.node(500)) {
      node.faults().add(new Fault.HttpError(502, null), FaultTrigger.nextTimes(5));
      String address = node.uri().getAuthority();
      String urls =
          "http://user:"
              + PASSWORD
              + "@"
              + address
              + "/v3/"
              + KEY
              + "?apikey="
              + KEY
              // This port refuses connections.
              + ",http://127.0.0.1:1/v3/"
              + KEY
              + "?apikey="
              + KEY;
      Map<String, String> environment =
          ServiceProcess.environment(
              folder.resolve("cache"),
              urls,
              "REI_DAU_LOG_LEVEL",
              "DEBUG",
              "REI_DAU_LOG_FORMAT",
              "json");
      try (ServiceProcess serve = ServiceProcess.start(folder, environment, "serve")) {
        serve.getUntil(
            "/api/stats/24h",
            Duration.ofSeconds(60),
            answer -> answer.at("/data/complete").asBoolean());
        for (String path : List.of("/health", "/api/v1/status", "/", "/api/v1/windows/24h")) {
          assertTellsNothing(serve.ask("GET", path).body());
        }
        serve.terminate();
        serve.exitCode(Duration.ofSeconds(30));

        List<String> lines =
            serve.error().lines().filter(line -> !line.contains("listens on")).toList();
        assertThat(lines).hasSizeGreaterThan(2);
        for (String line : lines) {
          JsonNode event = ServiceProcess.parse(line);
          assertThat(event.has("level")).isTrue();
        }
        assertThat(lines).anyMatch(line -> line.contains("\"run\""));
        assertTellsNothing(serve.error());
      }
    }
  }

  @Test
  void shouldNotShowAKeyOfAnInvalidUrl() {
    Map<String, String> environment =
        ServiceProcess.environment(folder.resolve("cache"), "htp://example.org/" + KEY);
    try (ServiceProcess serve = ServiceProcess.start(folder, environment, "serve")) {
      assertThat(serve.exitCode(Duration.ofSeconds(30))).isEqualTo(2);
      assertTellsNothing(serve.error());
    }
  }

  private static void assertTellsNothing(String text) {
    assertThat(text).doesNotContain(KEY).doesNotContain(PASSWORD);
  }
}
