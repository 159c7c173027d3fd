package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the OpenAPI description with the tools that others use on it, and runs the programs of
 * docs/api.md against a server.
 */
class ApiToolsIT {

  private static final Path DESCRIPTION =
      Path.of("src/main/resources/openapi.yaml").toAbsolutePath();
  private static final Path CONFIGURATION = Path.of("src/test/openapi-tools").toAbsolutePath();
  private static final Path TOOLS =
      Path.of(System.getenv().getOrDefault("OPENAPI_TOOLS", "node_modules")).toAbsolutePath();

  // 45 blocks half an hour apart, up to 2026-03-05T12:00Z
  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 1800, Instant.parse("2026-03-05T12:00:00Z"));

  private static final String DAYS = "2026-03-04 %s \n2026-03-05 %s (incomplete)\n";

  private static TestServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    if (!Files.isExecutable(TOOLS.resolve(".bin/redocly"))) {
      String missing =
          "no "
              + TOOLS
              + ": set OPENAPI_TOOLS to a folder node_modules with @redocly/cli,"
              + " @stoplight/spectral-cli, openapi-typescript, openapi-fetch, typescript and"
              + " @types/node, as .ci/run does";
      if (System.getenv("CI") != null) {
        fail(missing);
      }
      System.err.println("ApiToolsIT is skipped: " + missing);
      Assumptions.abort(missing);
    }
    server = new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void shouldSatisfyRedocly() throws Exception {
    String report =
        run(
            tool("redocly"),
            "lint",
            "--config=" + CONFIGURATION.resolve("redocly.yaml"),
            "--format=json",
            DESCRIPTION.toString());

    JsonNode totals = new ObjectMapper().readTree(report.substring(report.indexOf('{')));
    assertThat(totals.at("/totals/errors").asInt(-1)).as(report).isZero();
    assertThat(totals.at("/totals/warnings").asInt(-1)).as(report).isZero();
  }

  @Test
  void shouldSatisfySpectral() throws Exception {
    assertThat(
            run(
                tool("spectral"),
                "lint",
                "--ruleset=" + CONFIGURATION.resolve("spectral.yaml"),
                "--fail-severity=hint",
                DESCRIPTION.toString()))
        .contains("No results with a severity of 'hint' or higher found!");
  }

  @Test
  void shouldCompileAndRunTheTypeScriptClientOfTheDocumentation() throws Exception {
    Path packages = Files.createSymbolicLink(folder.resolve("node_modules"), TOOLS);
    Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
    Files.writeString(folder.resolve("days.ts"), program("ts"));
    run(tool("openapi-typescript"), DESCRIPTION.toString(), "--output=api.ts");
    run(
        tool("tsc"),
        "--strict",
        "--noUncheckedIndexedAccess",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "--skipLibCheck",
        "days.ts");

    assertThat(run("node", "days.js")).isEqualTo(DAYS.formatted("20", "25"));
    Files.delete(packages);
  }

  @Test
  void shouldRunThePythonProgramOfTheDocumentation() throws Exception {
    Path file = Files.writeString(folder.resolve("days.py"), program("python"));

    assertThat(run("python3", file.toString())).isEqualTo(DAYS.formatted("20 20", "25 25"));
  }

  @Test
  void shouldRunTheJavaScriptProgramOfTheDocumentation() throws Exception {
    Path file = Files.writeString(folder.resolve("window.mjs"), program("js"));

    assertThat(run("node", file.toString())).isEqualTo("46 active addresses \nunchanged\n");
  }

  /** Returns the program in a language that docs/api.md shows. */
  private static String program(String language) throws IOException {
    Matcher matcher =
        Pattern.compile("(?s)\\n```" + language + "\\n(.*?)\\n```\\n")
            .matcher(Files.readString(Path.of("docs/api.md")));
    assertThat(matcher.find()).as(language).isTrue();
    return matcher.group(1);
  }

  private static String tool(String name) {
    return TOOLS.resolve(".bin").resolve(name).toString();
  }

  private String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("REI_DAU_URL", "http://127.0.0.1:" + server.port());
    builder.environment().put("REDOCLY_TELEMETRY", "off");
    builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    builder.environment().put("CI", "true");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
