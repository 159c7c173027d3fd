package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a store with a damaged record. */
class DamagedStoreIT {

  @TempDir Path folder;

  @Test
  void shouldFetchOnlyADamagedRecordAgain() throws IOException, SQLException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(3, 1001).endingAt(Instant.now()));
    try (SimulatedNode node = SimulatedNode.start(chain)) {
      try (EmbeddedService service = EmbeddedService.on(folder, List.of(node), Map.of())) {
        service.run();
      }
      try (Connection store =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("stats.db"));
          Statement statement = store.createStatement()) {
        statement.executeUpdate(
            "UPDATE record SET payload = zeroblob(length(payload)) WHERE chunk_index = 2");
      }
      try (EmbeddedService service = EmbeddedService.on(folder, List.of(node), Map.of())) {
        RunOutcome done = service.run();
        assertThat(done.error()).isNull();
        assertThat(done.missingChunks()).isEmpty();
        assertThat(done.blocksFetched()).isEqualTo(200);
        assertThat(service.wrongRecords(chain)).isEmpty();
        assertThat(service.get("/api/stats/history?include=none").get("data")).hasSize(6);
      }
    }
  }
}
