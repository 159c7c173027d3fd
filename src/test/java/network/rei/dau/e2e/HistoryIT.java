package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import network.rei.dau.simulator.chain.BlockTiming;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that the history of UTC days before the retention is exact, also after kills. */
@Order(14)
@Execution(ExecutionMode.CONCURRENT)
class HistoryIT {

  private static final int DAYS = 45;
  private static final int BLOCKS_A_DAY = 288;

  /** The last complete day; the chain ends at noon of the next day. */
  private static final LocalDate LAST = LocalDate.of(2025, 6, 14);

  private static final int HISTORY_DAYS = 38;
  private static final LocalDate FIRST = LAST.plusDays(1).minusDays(HISTORY_DAYS);
  private static final LocalDate ASKED_FOR = FIRST.minusDays(4);
  private static final Duration SOON = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void shouldHaveExactNumbersOfEachDayAfterAKillAndAfterABackfillOfEarlierDays()
      throws IOException {
    Path cache = folder.resolve("cache");
    SimulatedChain chain = chain();
    try (SimulatedNode node = SimulatedNodes.start(chain, 0)) {
      killInTheMiddle(node, cache);
      try (ServiceProcess serve = start(node, cache, "serve")) {
        awaitWhole(serve, HISTORY_DAYS);
        requireTrue(serve, chain, FIRST);
        serve.terminate();
        serve.exitCode(SOON);
      }

      try (ServiceProcess backfill =
          start(node, cache, "backfill", "--from", ASKED_FOR.toString())) {
        assertThat(backfill.exitCode(SOON)).as(backfill.error()).isZero();
        assertThat(backfill.result().get("missingChunks")).isEmpty();
        assertThat(backfill.result().get("lastProcessedBlock").asLong()).isEqualTo(chain.head());
        assertThat(backfill.result().get("blocksFetched").asLong())
            .as("blocks fetched: those of the earlier days, and headers to find them")
            .isBetween(4L * BLOCKS_A_DAY, 6L * BLOCKS_A_DAY);
      }
      node.counters().reset();
      try (ServiceProcess serve = start(node, cache, "serve")) {
        awaitWhole(serve, HISTORY_DAYS + 4);
        requireTrue(serve, chain, ASKED_FOR);
        assertThat(node.counters().requested()).as("nothing is fetched again").isEmpty();
      }
    }
  }

  /** Kills the service when about half of the days are stored. */
  private void killInTheMiddle(SimulatedNode node, Path cache) {
    node.faults().latency(Duration.ofMillis(20), Duration.ZERO);
    StoreFile store = new StoreFile(cache);
    try (ServiceProcess killed = start(node, cache, "serve")) {
      Awaitility.await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> store.wholeDays() >= HISTORY_DAYS / 2);
      killed.kill();
    }
    assertThat(store.wholeDays()).as("days stored at the kill").isLessThan(HISTORY_DAYS - 5);
    node.faults().clear();
  }

  private static SimulatedChain chain() {
    return SimulatedChain.of(
        SimulatedNodes.spec(DAYS * BLOCKS_A_DAY)
            .withTiming(BlockTiming.every(Duration.ofDays(1).dividedBy(BLOCKS_A_DAY)))
            .withTraffic(
                TrafficProfile.steady().withTransactionsPerBlock(2).withPopulation(6_000, 0.8)));
  }

  private ServiceProcess start(SimulatedNode node, Path cache, String... arguments) {
    return ServiceProcess.start(
        folder,
        ServiceProcess.environment(
            cache,
            node.uri().toString(),
            "REI_DAU_INGEST_CHUNK_SIZE",
            "100",
            "REI_DAU_INGEST_HISTORY_DAYS",
            String.valueOf(HISTORY_DAYS)),
        arguments);
  }

  private static void awaitWhole(ServiceProcess serve, int days) {
    serve.getUntil(
        "/api/v1/status",
        SOON,
        status -> !status.get("processing").asBoolean() && !status.get("lastRun").isNull());
    assertThat(whole(serve.get("/api/v1/days?limit=100").get("days"))).hasSize(days);
  }

  /** Asserts the numbers of all days and cohorts if the days from {@code first} on are stored. */
  private static void requireTrue(ServiceProcess serve, SimulatedChain chain, LocalDate first) {
    ExpectedDays truth = new ExpectedDays(chain, first, LAST);
    NavigableMap<LocalDate, JsonNode> days = whole(serve.get("/api/v1/days?limit=100").get("days"));
    NavigableMap<LocalDate, JsonNode> cohorts =
        whole(serve.get("/api/v1/retention?limit=100").get("cohorts"));
    assertThat(days.firstKey()).isEqualTo(first);
    assertThat(days.lastKey()).isEqualTo(LAST);
    assertThat(cohorts.keySet()).isEqualTo(days.keySet());
    for (LocalDate date : days.keySet()) {
      Map<String, Long> day = truth.day(date);
      assertThat(numbers(days.get(date), day.keySet())).as("day %s", date).isEqualTo(day);
      Map<String, Long> cohort = truth.cohort(date);
      assertThat(numbers(cohorts.get(date), cohort.keySet()))
          .as("cohort of %s", date)
          .isEqualTo(cohort);
    }
    assertThat(truth.day(LAST).get("monthlyAddresses")).isNotNull();
    assertThat(truth.cohort(first).get("day30Senders")).isPositive();
  }

  private static NavigableMap<LocalDate, JsonNode> whole(JsonNode rows) {
    NavigableMap<LocalDate, JsonNode> whole = new TreeMap<>();
    for (JsonNode row : rows) {
      if (row.get("complete").asBoolean()) {
        whole.put(LocalDate.parse(row.get("date").asText()), row);
      }
    }
    return whole;
  }

  private static Map<String, Long> numbers(JsonNode row, Set<String> fields) {
    Map<String, Long> numbers = new HashMap<>();
    for (String field : fields) {
      numbers.put(field, row.get(field).isNull() ? null : (Long) row.get(field).asLong());
    }
    return numbers;
  }
}
