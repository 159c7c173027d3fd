package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests the demo command. */
@Isolated("it measures time")
class DemoIT {

  @TempDir Path folder;

  @Test
  void shouldServeTrueNumbersWithinSecondsAndDeleteItsFiles() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Map<String, String> environment =
        Map.of("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary, "PORT", "0");
    try (ServiceProcess demo = ServiceProcess.start(folder, environment, "demo")) {
      JsonNode day = demo.getUntil("/api/stats/24h", Duration.ofSeconds(15), this::isComplete);
      assertThat(day.at("/data/totalBlocks").asLong()).isBetween(28_799L, 28_801L);
      assertThat(day.at("/data/uniqueAddressCount").asLong()).isBetween(1_000L, 20_000L);
      JsonNode busiest = demo.get("/api/v1/addresses/top?by=received&limit=20");
      assertThat(busiest.get("addresses").findValuesAsText("group"))
          .contains("Reef Dollar", "Harbor Swap", "Tidefall", "Lantern Bridge", "Chain");
      JsonNode organic = demo.get("/api/v1/windows/24h?filter=organic");
      assertThat(organic.at("/leftOut/transactions").asLong()).isEqualTo(720);
      Matcher pages = Pattern.compile("http://[^/\\s]+(/\\S+)").matcher(demo.error());
      assertThat(pages.results().map(found -> found.group(1)))
          .contains("/api/stats/24h", "/health")
          .allMatch(path -> demo.ask("GET", path).statusCode() == 200);
      assertThat(demo.ask("GET", "/", "Accept", "text/html").body()).contains("data-explorer=\"\"");
      long end = day.at("/data/blockRange/end").asLong();
      demo.getUntil(
          "/api/stats/24h",
          Duration.ofSeconds(30),
          later -> later.at("/data/blockRange/end").asLong() > end);
      demo.terminate();
      assertThat(demo.exitCode(Duration.ofSeconds(20))).isEqualTo(143);
      assertThat(demo.error()).doesNotContain("WARN").doesNotContain("ERROR");
    }
    assertThat(temporary).isDirectoryNotContaining("glob:**rei-dau-demo*");
  }

  private boolean isComplete(JsonNode answer) {
    return answer.at("/data/complete").asBoolean() && answer.at("/data/totalBlocks").asLong() > 0;
  }
}
