package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests nodes that communicate over TLS and are restarted one after the other while requests and
 * new blocks arrive.
 */
@Execution(ExecutionMode.CONCURRENT)
class ClusterRollingNightly {

  private static final int CHUNK = 200;
  private static final int SIGTERM = 143;

  @TempDir private Path folder;

  @Test
  void shouldAnswerAllRequestsAtTheOtherNodesDuringARestartNodeByNode() throws Exception {
    try (SimulatedNode chain = SimulatedNodes.node(10 * CHUNK);
        ClusterNodes nodes =
            new ClusterNodes(folder, 4, chain, PostgresServer.shared().newDatabase(), settings())) {
      nodes.startAll(3, chain);

      for (int restarted = 0; restarted < 3; restarted++) {
        int leaving = restarted;
        List<StatsPoller> others =
            IntStream.range(0, 3)
                .filter(node -> node != leaving)
                .mapToObj(node -> StatsPoller.of(nodes.node(node), chain.chain()))
                .toList();
        chain.chain().advance(5 * CHUNK);

        nodes.node(leaving).terminate();
        assertThat(nodes.node(leaving).exitCode(Duration.ofSeconds(30))).isEqualTo(SIGTERM);
        nodes.start(leaving);
        nodes.awaitUp(0, 1, 2);

        nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
        nodes.assertSameAndTrue(chain, 0, 1, 2);
        for (StatsPoller poller : others) {
          poller.close();
          assertThat(poller.failures()).isEmpty();
          assertThat(poller.wrong()).isEmpty();
          assertThat(poller.answers()).isPositive();
        }
      }
      assertThatAForeignNodeCannotJoin(nodes);
    }
  }

  /** Starts a node with a certificate of another authority. */
  private void assertThatAForeignNodeCannotJoin(ClusterNodes nodes) throws Exception {
    Map<String, String> own = new Certificates(folder.resolve("foreign")).settings("foreign");
    ServiceProcess foreign =
        nodes.start(
            3,
            own.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new));
    Awaitility.await("handshakes that fail")
        .atMost(ClusterNodes.LONG)
        .until(() -> foreign.error().split("SSLHandshakeException", -1).length > 2);
    nodes.awaitUp(0, 1, 2);
    assertThat(nodes.cluster(3).get("members"))
        .noneMatch(member -> member.get("status").asText().equals("up"));
  }

  private Map<String, String> settings() throws Exception {
    Map<String, String> settings =
        new HashMap<>(new Certificates(folder.resolve("certificates")).settings("node"));
    settings.put("REI_DAU_INGEST_CHUNK_SIZE", String.valueOf(CHUNK));
    settings.put("REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s");
    return settings;
  }
}
