package network.rei.dau.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.DemoChain;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.ActiveFault;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.RpcProbe;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.Test;

class SimulatorServerTest {

  private static final SimulatorOptions PLAIN =
      SimulatorOptions.of(ChainSpec.of(1, 50), NodeOptions.defaults());

  @Test
  void shouldServeUntilItIsClosed() throws Exception {
    SimulatorServer server = SimulatorServer.start(PLAIN);
    RpcProbe probe = new RpcProbe(server.uri());
    assertThat(probe.result("eth_blockNumber", "").asText()).isEqualTo("0x31");
    server.close();
    server.awaitClose();
    assertThatThrownBy(() -> probe.result("eth_blockNumber", "")).isInstanceOf(IOException.class);
  }

  @Test
  void shouldGrowWithTheSystemClockAndInjectFaultsByRatio() throws IOException {
    SimulatorOptions options =
        new SimulatorOptions(
            NodeOptions.defaults(),
            ChainSpec.of(1, 50).endingAt(Instant.now().minusSeconds(30)),
            true,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Map.of("block-null", 1.0),
            List.of());
    try (SimulatorServer server = SimulatorServer.start(options)) {
      RpcProbe probe = new RpcProbe(server.uri());
      assertThat(RpcProbe.quantity(probe.result("eth_blockNumber", ""))).isGreaterThanOrEqualTo(59);
      assertThat(probe.block(3).isNull()).isTrue();
    }
  }

  @Test
  void shouldAnswerCallsAboveALimitWithAnErrorEach() throws IOException {
    SimulatorOptions options =
        new SimulatorOptions(
            NodeOptions.defaults(),
            ChainSpec.of(1, 50),
            false,
            Duration.ZERO,
            Duration.ZERO,
            Map.of(),
            List.of(new Fault.CallRate(0.001)));
    try (SimulatorServer server = SimulatorServer.start(options)) {
      String replies =
          new String(new RpcProbe(server.uri()).post(RpcProbe.batchOf(1, 3)).body(), US_ASCII);

      assertThat(replies.split("-32005", -1)).as("the first call passes").hasSize(3);
      assertThat(replies).contains("\"number\":\"0x1\"");
    }
  }

  @Test
  void shouldStandStillAndReportAWrongHead() throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(1, 50));
    try (SimulatedNode node = SimulatedNode.start(chain)) {
      RpcProbe probe = new RpcProbe(node.uri());
      ActiveFault still = node.faults().add(FaultNames.fault("head-stands-still"));
      probe.result("eth_blockNumber", "");
      chain.advance(3);
      assertThat(probe.result("eth_blockNumber", "").asText()).isEqualTo("0x31");
      assertThat(probe.block(50).isNull()).isTrue();

      node.faults().remove(still);
      node.faults().add(FaultNames.fault("head-wrong"));
      assertThat(probe.result("eth_blockNumber", "").asText()).isEqualTo("0x3b9aca00");
      assertThat(probe.result("eth_getBlockByNumber", "\"latest\",false").path("number").asText())
          .isEqualTo("0x3b9aca00");
      assertThat(probe.block(50).path("number").asText()).isEqualTo("0x32");
    }
  }

  @Test
  void shouldNameTheNumberOfBlocksThatFitIntoTheHeap() {
    ChainSpec chain = ChainSpec.of(1, 300_000);

    assertThat(chain.requireFitting(192L << 20)).isSameAs(chain);
    assertThatThrownBy(() -> chain.requireFitting(64L << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "blocks is 300000, but must be at most 137625 with 5.018 transactions a block and a"
                + " heap of 64 MB");
  }

  @Test
  void shouldNameAllFaults() {
    assertThat(FaultNames.all()).contains("http-502", "block-hollow", "connection-hang");
    assertThatThrownBy(
            () ->
                new SimulatorOptions(
                    PLAIN.node(),
                    PLAIN.chain(),
                    false,
                    Duration.ZERO,
                    Duration.ZERO,
                    Map.of("fire", 0.5),
                    List.of()))
        .hasMessageContaining("no fault is named fire")
        .hasMessageContaining("http-502");
  }

  @Test
  void shouldEndTheChainOfTheDemoNow() {
    Instant now = Instant.parse("2025-06-15T12:00:00Z");
    SimulatedChain chain = DemoChain.following(Clock.fixed(now, java.time.ZoneOffset.UTC));

    assertThat(chain.view().timestamp(chain.head())).isEqualTo(now.getEpochSecond());
    assertThat(chain.head()).isEqualTo(40 * 28_800);
  }
}
