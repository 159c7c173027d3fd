package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import network.rei.dau.e2e.DevelopmentNode.Program;
import network.rei.dau.e2e.DevelopmentNode.Snapshot;
import network.rei.dau.e2e.RawChain.Truth;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the packaged service against a real node, and compares its numbers with those counted by
 * brute force over the node's own answers. {@link DevelopmentNodeVariations} has further tests; all
 * of them share a node, whose chain grows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DevelopmentNodeContract {

  private static final int BLOCKS = 90;
  private static final int CHUNK = 40;
  static final Duration SOON = Duration.ofSeconds(60);

  final Program program;
  Path folder;
  DevelopmentNode node;

  DevelopmentNodeContract(Program program) {
    this.program = program;
  }

  @BeforeAll
  void startTheNode(@TempDir Path shared) throws IOException {
    if (program.binary().isEmpty()) {
      if (System.getenv("CI") != null) {
        fail(program.help());
      }
      System.err.println(getClass().getSimpleName() + " is skipped: " + program.help());
      Assumptions.abort(program.help());
    }
    folder = shared;
    node = DevelopmentNode.start(program, folder, genesis(4 * BLOCKS));
    node.mine(BLOCKS);
  }

  @AfterAll
  void stopTheNode() {
    if (node != null) {
      node.close();
    }
  }

  /** The second branch is as long as the one that it replaces, and the last one is shorter. */
  @Test
  void shouldAnswerTheNumbersOfEveryRouteExactlyAndFollowNewBlocksAndBranches() {
    try (ServiceProcess service = serve("serve")) {
      RawChain chain = RawChain.read(node);
      JsonNode day = dayAt(service, node.head());
      assertNumbers(day, chain.ofLast(86_400));
      assertThat(day.get("missingBlocks").asLong()).isZero();
      assertThat(day.get("recordCount").asLong()).isEqualTo(chunks());
      assertThat(chain.ofLast(86_400).creations()).isPositive();

      assertDays(service.get("/api/stats/7days").get("data"), chain);
      assertRecords(service.get("/api/stats/history").get("data"), chain);
      assertThat(service.get("/api/stats/records").at("/data/totalRecords").asLong())
          .isEqualTo(chunks());

      JsonNode health = service.get("/health");
      assertThat(health.get("status").asText()).isEqualTo("healthy");
      assertThat(health.get("lastProcessedBlock").asLong()).isEqualTo(node.head());
      assertThat(health.get("missingChunks")).isEmpty();

      node.mineEmpty(5);
      assertNumbers(dayAt(service, node.head()), RawChain.read(node).ofLast(86_400));
      node.mine(5);
      assertNumbers(dayAt(service, node.head()), RawChain.read(node).ofLast(86_400));

      replace(service, 1, 1);
      replace(service, 20, 3);
    }
  }

  /** Reverts the chain to a snapshot, and waits for the numbers of the new branch. */
  final void replace(ServiceProcess service, int removed, int added) {
    Snapshot snapshot = node.snapshot();
    node.mine(removed);
    RawChain before = RawChain.read(node);
    assertNumbers(dayAt(service, node.head()), before.ofLast(86_400));

    node.revert(snapshot);
    node.mine(added);

    assertThat(RawChain.read(node).head()).isNotEqualTo(before.head());
    if (removed == added) {
      Awaitility.await("the reorganisation of the same height is reported")
          .atMost(SOON)
          .until(() -> service.get("/health").get("reasons").toString().contains("being repaired"));
    }
    Awaitility.await("the numbers of the new branch")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(400))
        .ignoreException(ConditionTimeoutException.class)
        .untilAsserted(
            () -> {
              node.mineEmpty(1);
              RawChain chain = RawChain.read(node);
              assertNumbers(
                  dayAt(service, node.head(), Duration.ofSeconds(2)), chain.ofLast(86_400));
              assertRecords(service.get("/api/stats/history").get("data"), chain);
            });
  }

  /** Returns the time of a genesis block after which there is time for so many blocks. */
  static Instant genesis(int blocks) {
    return Instant.now()
        .truncatedTo(ChronoUnit.SECONDS)
        .minus(DevelopmentNode.BLOCK_TIME.multipliedBy(blocks));
  }

  private long chunks() {
    return node.head() / CHUNK + 1;
  }

  final ServiceProcess serve(String cache) {
    return ServiceProcess.start(folder, environment(cache), "serve");
  }

  final Map<String, String> environment(String cache, String... more) {
    Map<String, String> environment =
        ServiceProcess.environment(
            folder.resolve(cache),
            node.url(),
            "REI_DAU_INGEST_CHUNK_SIZE",
            String.valueOf(CHUNK),
            "REI_DAU_INGEST_FOLLOW_INTERVAL",
            "200 ms",
            "REI_DAU_HTTP_STALE_AFTER",
            "10 hours");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  static JsonNode dayAt(ServiceProcess service, long head) {
    return dayAt(service, head, SOON);
  }

  private static JsonNode dayAt(ServiceProcess service, long head, Duration atMost) {
    return service
        .getUntil(
            "/api/stats/24h",
            atMost,
            answer ->
                answer.at("/data/complete").asBoolean()
                    && answer.at("/data/blockRange/end").asLong() == head)
        .get("data");
  }

  private static void assertDays(JsonNode days, RawChain chain) {
    List<LocalDate> dates = new ArrayList<>();
    days.forEach(day -> dates.add(LocalDate.parse(day.get("date").asText())));
    assertThat(new TreeSet<>(dates)).isEqualTo(chain.days());
    days.forEach(day -> assertNumbers(day, chain.ofDay(LocalDate.parse(day.get("date").asText()))));
  }

  private void assertRecords(JsonNode records, RawChain chain) {
    assertThat(records).hasSize((int) chunks());
    for (JsonNode record : records) {
      long first = record.at("/blockRange/start").asLong();
      long last = record.at("/blockRange/end").asLong();
      assertNumbers(record.get("stats"), chain.ofRange(first, last));
      Set<String> addresses = new TreeSet<>();
      record.at("/stats/uniqueAddresses").forEach(address -> addresses.add(address.asText()));
      assertThat(addresses).isEqualTo(chain.addressesOfRange(first, last));
    }
  }

  static void assertNumbers(JsonNode stats, Truth truth) {
    assertThat(
            List.of(
                stats.get("totalBlocks").asLong(),
                stats.get("totalTransactions").asLong(),
                stats.get("uniqueAddressCount").asLong(),
                stats.get("uniqueSenders").asLong(),
                stats.get("uniqueRecipients").asLong(),
                stats.get("newSenders").asLong()))
        .isEqualTo(
            List.of(
                truth.blocks(),
                truth.transactions(),
                truth.addresses(),
                truth.senders(),
                truth.recipients(),
                truth.newSenders()));
  }
}
