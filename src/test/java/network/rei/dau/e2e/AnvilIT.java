package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import network.rei.dau.e2e.RawChain.Truth;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the packaged service against a real node. */
class AnvilIT {

  private static final int BLOCKS = 3000;
  private static final int ACCOUNTS = 120;

  @TempDir static Path folder;

  private static Anvil anvil;

  @BeforeAll
  static void startTheNode() {
    if (Anvil.binary().isEmpty()) {
      String missing = "no anvil: set ANVIL, or npm install @foundry-rs/anvil in the project";
      if (System.getenv("CI") != null) {
        fail(missing);
      }
      System.err.println("AnvilIT is skipped: " + missing);
      Assumptions.abort(missing);
    }
    anvil = Anvil.start(folder, 47805, Instant.now().getEpochSecond() - 3L * BLOCKS - 30, ACCOUNTS);
    mineAChain();
  }

  @AfterAll
  static void stopTheNode() {
    if (anvil != null) {
      anvil.close();
    }
  }

  @Test
  void shouldAnswerTheNumbersOfEveryRouteExactlyAndFollowNewBlocks() {
    Map<String, String> environment =
        ServiceProcess.environment(
            folder.resolve("serve"),
            anvil.url(),
            "REI_DAU_INGEST_FOLLOW_INTERVAL",
            "300 ms",
            "REI_DAU_HTTP_STALE_AFTER",
            "10 minutes");
    try (ServiceProcess service = ServiceProcess.start(folder, environment, "serve")) {
      RawChain chain = RawChain.read(anvil, BLOCKS);
      JsonNode day =
          service
              .getUntil(
                  "/api/stats/24h",
                  Duration.ofSeconds(30),
                  answer ->
                      answer.at("/data/complete").asBoolean()
                          && answer.at("/data/blockRange/end").asLong() == BLOCKS)
              .get("data");
      assertNumbers(day, chain.ofLast(86_400));
      assertThat(day.get("missingBlocks").asLong()).isZero();
      assertThat(day.get("recordCount").asInt()).isEqualTo(3);

      assertDays(service.get("/api/stats/7days").get("data"), chain);
      assertRecords(service.get("/api/stats/history").get("data"), chain);
      assertThat(service.get("/api/stats/records").at("/data/totalRecords").asInt()).isEqualTo(3);

      JsonNode health = service.get("/health");
      assertThat(health.get("status").asText()).isEqualTo("healthy");
      assertThat(health.get("lastProcessedBlock").asLong()).isEqualTo(BLOCKS);
      assertThat(health.get("missingChunks")).isEmpty();

      anvil.call("anvil_mine", "0x5", "0x3");
      JsonNode later =
          service
              .getUntil(
                  "/api/stats/24h",
                  Duration.ofSeconds(60),
                  answer -> answer.at("/data/blockRange/end").asLong() == BLOCKS + 5)
              .get("data");
      assertNumbers(later, RawChain.read(anvil, BLOCKS + 5).ofLast(86_400));
    }
  }

  @Test
  void shouldFetchEverythingOnceAndNothingTheSecondTime() {
    long head = Long.decode(anvil.call("eth_blockNumber").asText());
    Map<String, String> environment =
        ServiceProcess.environment(folder.resolve("once"), anvil.url());
    try (ServiceProcess first = ServiceProcess.start(folder, environment, "once")) {
      assertThat(first.exitCode(Duration.ofSeconds(60))).as(first.error()).isZero();
      JsonNode result = first.result();
      assertThat(result.get("lastProcessedBlock").asLong()).isGreaterThanOrEqualTo(head);
      assertThat(result.get("blocksFetched").asLong())
          .isEqualTo(result.get("lastProcessedBlock").asLong() + 1);
      assertThat(result.get("missingChunks")).isEmpty();
    }
    try (ServiceProcess second = ServiceProcess.start(folder, environment, "once")) {
      assertThat(second.exitCode(Duration.ofSeconds(60))).as(second.error()).isZero();
      assertThat(second.result().get("recordsSealed").asInt()).isZero();
    }
  }

  @Test
  void shouldRefuseAnotherChainAndNameBoth() {
    Map<String, String> environment =
        ServiceProcess.environment(
            folder.resolve("other"), anvil.url(), "REI_DAU_CHAIN_ID", "23579");
    try (ServiceProcess once = ServiceProcess.start(folder, environment, "once")) {
      assertThat(once.exitCode(Duration.ofSeconds(60))).isEqualTo(1);
      assertThat(once.error()).contains("47805").contains("23579");
    }
  }

  private static void assertDays(JsonNode days, RawChain chain) {
    List<LocalDate> dates = new ArrayList<>();
    days.forEach(day -> dates.add(LocalDate.parse(day.get("date").asText())));
    assertThat(new TreeSet<>(dates)).isEqualTo(chain.days());
    days.forEach(day -> assertNumbers(day, chain.ofDay(LocalDate.parse(day.get("date").asText()))));
  }

  private static void assertRecords(JsonNode records, RawChain chain) {
    assertThat(records).hasSize(3);
    for (JsonNode record : records) {
      long first = record.at("/blockRange/start").asLong();
      long last = record.at("/blockRange/end").asLong();
      assertNumbers(record.get("stats"), chain.ofRange(first, last));
      Set<String> addresses = new TreeSet<>();
      record.at("/stats/uniqueAddresses").forEach(address -> addresses.add(address.asText()));
      assertThat(addresses).isEqualTo(chain.addressesOfRange(first, last));
    }
  }

  private static void assertNumbers(JsonNode stats, Truth truth) {
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

  /**
   * Mines blocks with transactions from many accounts to others and to unused addresses, and with
   * two contract creations. Some blocks are mined after each batch of transactions; the first of
   * them contains the batch. The nonces are explicit, since anvil executes the calls of a batch
   * concurrently.
   */
  private static void mineAChain() {
    SplittableRandom random = new SplittableRandom(7);
    List<String> accounts = new ArrayList<>();
    anvil.call("eth_accounts").forEach(account -> accounts.add(account.asText()));
    Map<String, Integer> nonces = new HashMap<>();
    int mined = 0;
    for (int step = 0; mined < BLOCKS; step++) {
      List<Anvil.Call> calls = new ArrayList<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        String from = accounts.get(random.nextInt(Math.min(ACCOUNTS, 10 + mined / 20)));
        String to =
            random.nextInt(3) == 0
                ? String.format("0x%040x", random.nextLong(1, 5000))
                : accounts.get(random.nextInt(ACCOUNTS));
        calls.add(transaction(from, nonces, Map.of("to", to, "value", "0x1", "gas", "0x5208")));
      }
      if (step == 100 || step == 400) {
        calls.add(
            transaction(
                accounts.get(1),
                nonces,
                Map.of("data", "0x600a600c600039600a6000f3", "gas", "0x30d40")));
      }
      if (!calls.isEmpty()) {
        anvil.batch(calls);
      }
      int blocks = Math.min(BLOCKS - mined, 1 + random.nextInt(10));
      anvil.call("anvil_mine", "0x" + Integer.toHexString(blocks), "0x3");
      mined += blocks;
    }
  }

  /**
   * Returns a transaction with a gas price, since anvil would otherwise choose a transaction type
   * that REI does not have.
   */
  private static Anvil.Call transaction(
      String from, Map<String, Integer> nonces, Map<String, String> fields) {
    Map<String, String> transaction = new HashMap<>(fields);
    transaction.put("from", from);
    transaction.put("gasPrice", "0x77359400");
    transaction.put("nonce", "0x" + Integer.toHexString(nonces.merge(from, 1, Integer::sum) - 1));
    return new Anvil.Call("eth_sendTransaction", transaction);
  }
}
