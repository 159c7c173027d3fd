package network.rei.dau.http.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.stats.answer.PublishedDocuments;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shapes of the answers of the Node.js version: every key exists in the answers of this service
 * too, with a value of the same type, so that consumers can switch.
 */
class NodeJsShapesTest {

  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3, Instant.parse("2026-03-05T12:00:00Z"));

  private static TestServer server;

  private final ObjectMapper mapper = new ObjectMapper();

  @BeforeAll
  static void start() {
    server = new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/stats/history, history.json",
    "/api/stats/records, records.json",
    "/health, health.json",
    "/, root.json",
    "/nothing, error.json"
  })
  void everyKeyAndItsTypeIsInOurAnswer(String path, String example) throws IOException {
    assertThat(types(server.json(path))).containsAllEntriesOf(types(example(example)));
  }

  /**
   * The one exception: the list of all addresses of a day, which no consumer reads every minute.
   */
  @Test
  void the24HourAnswerHasEveryKeyButTheListOfAddresses() throws IOException {
    Map<String, String> theirs = types(example("24h.json"));
    assertThat(theirs.remove("/data/uniqueAddresses")).isEqualTo("array");
    assertThat(theirs.remove("/data/uniqueAddresses/*")).isEqualTo("string");

    assertThat(types(server.json("/api/stats/24h"))).containsAllEntriesOf(theirs);
  }

  @Test
  void statisticsJsonHasEveryKeyForWhoReadsTheFile() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PublishedDocuments.writeStatistics(LEDGER, TestServer.NOW, true, file);

    assertThat(types(mapper.readTree(file.toByteArray())))
        .containsAllEntriesOf(types(example("statistics-file.json")));
  }

  private JsonNode example(String name) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/nodejs/" + name)) {
      return mapper.readTree(in);
    }
  }

  /** For each path of keys the type of its value; array elements are {@code *}. */
  private static Map<String, String> types(JsonNode node) {
    Map<String, String> types = new TreeMap<>();
    collect("", node, types);
    return types;
  }

  private static void collect(String path, JsonNode node, Map<String, String> types) {
    types.put(path, node.getNodeType().name().toLowerCase(Locale.ROOT));
    node.fields()
        .forEachRemaining(field -> collect(path + "/" + field.getKey(), field.getValue(), types));
    if (node.isArray()) {
      node.forEach(element -> collect(path + "/*", element, types));
    }
  }
}
