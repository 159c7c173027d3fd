package network.rei.dau.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.DemoChain;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.RpcProbe;
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
            Map.of("block-null", 1.0));
    try (SimulatorServer server = SimulatorServer.start(options)) {
      RpcProbe probe = new RpcProbe(server.uri());
      assertThat(RpcProbe.quantity(probe.result("eth_blockNumber", ""))).isGreaterThanOrEqualTo(59);
      assertThat(probe.block(3).isNull()).isTrue();
    }
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
                    Map.of("fire", 0.5)))
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
