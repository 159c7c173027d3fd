package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import network.rei.dau.Nightly;
import network.rei.dau.e2e.DevelopmentNode.Program;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Further tests of the packaged service against a real node. A build runs them with anvil, which
 * starts fastest; the profile {@code nightly} runs them with the other nodes, too.
 */
abstract class DevelopmentNodeVariations extends DevelopmentNodeContract {

  DevelopmentNodeVariations(Program program) {
    super(program);
  }

  @Test
  @Nightly
  void shouldFetchEverythingOnceAndNothingTheSecondTime() {
    Map<String, String> environment = environment("once");
    try (ServiceProcess first = ServiceProcess.start(folder, environment, "once")) {
      assertThat(first.exitCode(SOON)).as(first.error()).isZero();
      JsonNode result = first.result();
      assertThat(result.get("lastProcessedBlock").asLong()).isEqualTo(node.head());
      assertThat(result.get("blocksFetched").asLong()).isEqualTo(node.head() + 1);
      assertThat(result.get("missingChunks")).isEmpty();
    }
    try (ServiceProcess second = ServiceProcess.start(folder, environment, "once")) {
      assertThat(second.exitCode(SOON)).as(second.error()).isZero();
      assertThat(second.result().get("recordsSealed").asInt()).isZero();
    }
  }

  @Test
  @Nightly
  void shouldRefuseAnotherChainAndNameBoth() {
    Map<String, String> environment = environment("other", "REI_DAU_CHAIN_ID", "23579");
    try (ServiceProcess once = ServiceProcess.start(folder, environment, "once")) {
      assertThat(once.exitCode(SOON)).isEqualTo(1);
      assertThat(once.error()).contains(String.valueOf(DevelopmentNode.CHAIN_ID), "23579");
    }
  }

  /** Reverts several blocks, and blocks over a boundary of records. */
  @Test
  void shouldReplaceTheBlocksAfterSnapshotsThatAreReverted() {
    try (ServiceProcess service = serve("reverted")) {
      dayAt(service, node.head());
      replace(service, 8, 11);
      replace(service, 50, 45);
    }
  }

  @Test
  void shouldKeepTheStoredBlocksAndSaySoAfterAResetToAnotherGenesisBlock() throws IOException {
    try (DevelopmentNode first = DevelopmentNode.start(program, folder, genesis(400))) {
      first.mine(30);
      try (ServiceProcess service =
          ServiceProcess.start(folder, environment("reset", "REI_RPC_URL", first.url()), "serve")) {
        RawChain before = RawChain.read(first);
        assertNumbers(dayAt(service, first.head()), before.ofLast(86_400));

        first.stop();
        try (DevelopmentNode second =
            DevelopmentNode.start(program, folder, genesis(300), first.port())) {
          second.mine(31);
          JsonNode health =
              service.getUntil(
                  "/health", SOON, answer -> answer.get("reasons").toString().contains("genesis"));
          assertThat(health.get("status").asText()).isEqualTo("degraded");
          assertNumbers(service.get("/api/stats/24h").get("data"), before.ofLast(86_400));
        }
      }
    }
  }

  /** The chain has one block at first, so the service would look for the next one after an hour. */
  @Test
  void shouldFetchANewBlockWhenTheNodeAnnouncesIt() throws IOException {
    try (DevelopmentNode young = DevelopmentNode.start(program, folder, genesis(400));
        ServiceProcess service =
            ServiceProcess.start(
                folder,
                environment(
                    "announced",
                    "REI_RPC_URL",
                    young.url() + ",ws://127.0.0.1:" + young.port(),
                    "REI_DAU_INGEST_FOLLOW_INTERVAL",
                    "1 hour"),
                "serve")) {
      dayAt(service, 0);
      Awaitility.await().atMost(SOON).until(() -> service.error().contains("announces new heads"));

      young.mine(1);

      assertNumbers(dayAt(service, 1), RawChain.read(young).ofLast(86_400));
    }
  }
}
