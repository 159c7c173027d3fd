package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the service on a full disk of 2 MB. Only root can mount such a disk, so the tests are
 * skipped for other users unless the environment has {@code CI=true}.
 */
class FullDiskIT {

  private static final int BLOCKS = 6_000;
  private static final int MEGABYTES = 2;

  @TempDir Path folder;

  private MountedDisk disk;

  @BeforeEach
  void mount() throws Exception {
    Optional<MountedDisk> mounted = MountedDisk.mount(folder.resolve("disk"), MEGABYTES);
    if (!"true".equals(System.getenv("CI"))) {
      assumeThat(mounted).as("a small disk, which only root can mount").isPresent();
    }
    assertThat(mounted).as("a small disk").isPresent();
    disk = mounted.orElseThrow();
  }

  @AfterEach
  void unmount() throws IOException {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void shouldReportAFullDiskKeepAllRecordsAndContinueOnceThereIsSpace() throws Exception {
    SimulatedChain chain =
        SimulatedChain.of(
            SimulatedNodes.spec(BLOCKS)
                .withTraffic(
                    TrafficProfile.steady()
                        .withTransactionsPerBlock(30)
                        .withPopulation(60_000, 0.1)));
    try (SimulatedNode node = SimulatedNodes.start(chain, 0);
        ServiceProcess serve = ServiceProcess.start(folder, environment(node), "serve")) {
      JsonNode health =
          serve.getUntil(
              "/health",
              Duration.ofSeconds(60),
              now -> now.get("reasons").toString().contains("the disk of the store"));
      assertThat(health.get("status").asText()).isEqualTo("degraded");
      assertThat(health.get("reasons").toString()).contains("full");
      assertThat(serve.ask("GET", "/api/stats/24h").statusCode()).isEqualTo(200);
      assertThat(serve.error()).contains("The store cannot be written: the disk of the store");
      assertThat(metric(serve, "rei_dau_disk_free_bytes")).isLessThan(100_000);
      assertThat(metric(serve, "rei_dau_disk_size_bytes")).isEqualTo(MEGABYTES << 20);
      assertThat(metric(serve, "rei_dau_store_up")).isZero();
      SortedMap<Long, ByteBuffer> kept = new StoreFile(disk.folder()).sealed();

      disk.remount("size=64m");

      JsonNode day =
          serve.getUntil(
              "/api/stats/24h",
              Duration.ofSeconds(60),
              answer ->
                  answer.at("/data/complete").asBoolean()
                      && answer.at("/data/blockRange/end").asLong() == BLOCKS - 1);
      SimulatedNodes.assertTrue(
          day.get("data"), chain, day.at("/data/blockRange/start").asLong(), BLOCKS - 1);
      assertThat(new StoreFile(disk.folder()).sealed()).containsAllEntriesOf(kept);
      assertThat(serve.error()).contains("The store can be written again");
      assertThat(metric(serve, "rei_dau_disk_free_bytes")).isGreaterThan(10_000_000);
      assertThat(metric(serve, "rei_dau_disk_size_bytes")).isEqualTo(64 << 20);
      assertThat(metric(serve, "rei_dau_store_up")).isEqualTo(1);
    }
  }

  @Test
  void shouldReportAReadOnlyDisk() throws Exception {
    disk.remount("ro");
    try (SimulatedNode node = SimulatedNodes.node(300);
        ServiceProcess serve = ServiceProcess.start(folder, environment(node), "serve")) {
      assertThat(serve.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
      assertThat(serve.complaints())
          .singleElement()
          .asString()
          .contains(disk.folder().toString())
          .containsIgnoringCase("read-only file system");
    }
  }

  private static double metric(ServiceProcess serve, String name) {
    return serve
        .ask("GET", "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, String> environment(SimulatedNode node) {
    return ServiceProcess.environment(
        disk.folder(),
        node.uri().toString(),
        "REI_DAU_INGEST_CHUNK_SIZE",
        "300",
        "REI_DAU_INGEST_INTERVAL",
        "2 s",
        "REI_DAU_INGEST_FOLLOW_INTERVAL",
        "1 s");
  }
}
