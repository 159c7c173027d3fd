package network.rei.dau.simulator.fault;

import static network.rei.dau.simulator.node.RpcProbe.batchOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.simulator.chain.BlockJson;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.RpcProbe;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests when faults fire, and the defects of blocks and batches in valid responses. */
class FaultInjectorTest {

  private static final long BUSY = 20;

  private final SimulatedChain chain =
      SimulatedChain.of(
          ChainSpec.of(11, 100).withTraffic(TrafficProfile.steady().withTransactionsPerBlock(12)));
  private SimulatedNode node;
  private FaultInjector faults;
  private RpcProbe probe;

  @BeforeEach
  void start() throws IOException {
    node = SimulatedNode.start(chain);
    faults = node.faults();
    probe = new RpcProbe(node.uri());
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  private List<String> ids(String batch) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : probe.json(batch)) {
      ids.add(item.path("id").asText("none"));
    }
    return ids;
  }

  private void assertValidAgain() throws IOException {
    faults.clear();
    assertThat(probe.blocks(BUSY, BUSY)).containsExactly(chain.block(BUSY));
  }

  @Test
  void shouldAffectAboutTheGivenShareOfBlocks() throws IOException {
    ActiveFault nulls =
        faults.add(
            new Fault.DefectiveBlock(Fault.BlockDefect.NULL), FaultTrigger.withProbability(0.3));
    int missing = 0;
    for (JsonNode item : probe.json(batchOf(0, 99))) {
      missing += item.get("result").isNull() ? 1 : 0;
    }

    assertThat(missing).isBetween(15, 45);
    assertThat(nulls.fired()).isEqualTo(missing);
    assertThat(node.counters().served()).hasSize(100 - missing);
  }

  @Test
  void shouldAffectSelectedBlocksPermanentlyOrTransiently() throws IOException {
    faults.add(
        new Fault.DefectiveBlock(Fault.BlockDefect.NULL), FaultTrigger.onBlocks(n -> n == 7));
    faults.add(
        new Fault.DefectiveBlock(Fault.BlockDefect.NULL),
        FaultTrigger.onBlocks(n -> n == 8 || n == 9).atMostPerBlock(2));

    for (int round = 0; round < 4; round++) {
      assertThat(probe.block(6).isNull()).isFalse();
      assertThat(probe.block(7).isNull()).isTrue();
      assertThat(probe.block(8).isNull()).isEqualTo(round < 2);
      assertThat(probe.block(9).isNull()).isEqualTo(round < 2);
    }
  }

  @Test
  void shouldAffectRequestsForSelectedBlocks() throws IOException {
    faults.add(new Fault.HttpError(502, null), FaultTrigger.onBlocks(n -> n == 30));

    assertThat(probe.post(batchOf(25, 35)).statusCode()).isEqualTo(502);
    assertThat(probe.post(batchOf(31, 35)).statusCode()).isEqualTo(200);
    assertThat(probe.result("eth_blockNumber", "").asText()).isEqualTo("0x63");
  }

  @Test
  void shouldAnswerAnErrorForACallForAMethodOrForTheWholeBatch() throws IOException {
    faults.add(new Fault.CallError(-32005, "limit exceeded"), FaultTrigger.onBlocks(n -> n == 5));
    JsonNode items = probe.json(batchOf(4, 6));
    assertThat(items.get(0).has("result")).isTrue();
    assertThat(items.get(1).at("/error/code").asInt()).isEqualTo(-32005);
    assertThat(items.get(1).get("id").asInt()).isEqualTo(5);

    faults.methodFails("eth_blockNumber", 500, "boom");
    assertThat(probe.json(RpcProbe.call("eth_blockNumber", "", "1")).at("/error/code").asInt())
        .isEqualTo(500);
    assertThat(probe.result("eth_chainId", "").asText()).isEqualTo("0xbabd");

    faults.add(new Fault.ErrorObject(-32005, "limit exceeded"));
    JsonNode whole = probe.json(batchOf(4, 6));
    assertThat(whole.isObject()).isTrue();
    assertThat(whole.at("/error/code").asInt()).isEqualTo(-32005);
    assertValidAgain();
  }

  @ParameterizedTest
  @EnumSource(Fault.BlockDefect.class)
  void shouldServeABlockWithADefect(Fault.BlockDefect defect) throws IOException {
    JsonNode valid = probe.block(BUSY);
    faults.add(new Fault.DefectiveBlock(defect), FaultTrigger.nextTimes(1));
    JsonNode defective = probe.block(BUSY);
    SimBlock truth = chain.block(BUSY);

    switch (defect) {
      case NULL -> assertThat(defective.isNull()).isTrue();
      case HOLLOW -> {
        assertThat(defective.get("transactions")).isEmpty();
        assertThat(defective.get("transactionsRoot")).isEqualTo(valid.get("transactionsRoot"));
        assertThat(defective.get("uncles")).isNotNull();
      }
      case LEFT_OUT_TRANSACTION ->
          assertThat(defective.get("transactions")).hasSize(valid.get("transactions").size() - 1);
      case WRONG_NUMBER -> assertThat(defective.get("number").asText()).isEqualTo("0x15");
      case OTHER_BLOCK -> assertThat(RpcProbe.simBlock(defective)).isEqualTo(chain.block(BUSY - 1));
      case UNLINKED ->
          assertThat(defective.get("parentHash").asText())
              .hasSize(66)
              .isNotEqualTo(truth.parentHash());
      case NO_TIMESTAMP -> assertThat(defective.has("timestamp")).isFalse();
      case NO_HASH -> assertThat(defective.has("hash")).isFalse();
      case NO_TRANSACTIONS -> {
        assertThat(defective.has("transactions")).isFalse();
        assertThat(defective.has("uncles")).isTrue();
      }
      case NO_SENDER -> assertThat(defective.at("/transactions/0").has("from")).isFalse();
      case SHORT_ADDRESS -> assertThat(defective.at("/transactions/0/from").asText()).hasSize(40);
      case NUMBER_NOT_HEX -> assertThat(defective.get("number").asText()).isEqualTo("number 20");
    }
    assertThat(probe.block(BUSY)).isEqualTo(valid);
    assertThat(node.counters().timesRequested(BUSY)).isEqualTo(3);
    assertThat(node.counters().timesServed(BUSY)).isEqualTo(2);
  }

  @Test
  void shouldServeAHollowBlockAlsoIfTheValidOneIsEmpty() throws IOException {
    faults.add(new Fault.DefectiveBlock(Fault.BlockDefect.HOLLOW));

    assertThat(probe.block(0).get("transactionsRoot").asText()).isNotEqualTo(BlockJson.EMPTY_ROOT);
  }

  @Test
  void shouldCorruptTheRepliesToABatch() throws IOException {
    faults.add(new Fault.DefectiveBatch(Fault.BatchDefect.OUT_OF_ORDER), FaultTrigger.nextTimes(1));
    assertThat(ids(batchOf(1, 4))).containsExactly("4", "3", "2", "1");
    faults.add(new Fault.DefectiveBatch(Fault.BatchDefect.MISSING_IDS), FaultTrigger.nextTimes(1));
    assertThat(ids(batchOf(1, 4))).containsExactly("none", "2", "3", "none");
    faults.add(new Fault.DefectiveBatch(Fault.BatchDefect.FOREIGN_IDS), FaultTrigger.nextTimes(1));
    assertThat(ids(batchOf(1, 4))).containsExactly("987654321", "2", "3", "987654321");
    faults.add(new Fault.DefectiveBatch(Fault.BatchDefect.OTHER_IDS), FaultTrigger.nextTimes(1));
    assertThat(ids(batchOf(1, 2))).containsExactly("987654321", "987654321");
    faults.add(
        new Fault.DefectiveBatch(Fault.BatchDefect.DUPLICATED_IDS), FaultTrigger.nextTimes(1));
    assertThat(ids(batchOf(1, 4))).containsExactly("1", "1", "3", "3");
    faults.add(
        new Fault.DefectiveBatch(Fault.BatchDefect.MISSING_ITEMS), FaultTrigger.nextTimes(1));
    assertThat(ids(batchOf(1, 4))).containsExactly("2", "3");
    assertThat(ids(batchOf(1, 4))).containsExactly("1", "2", "3", "4");
    assertThat(node.counters().timesServed(2)).isEqualTo(2);
  }

  @Test
  void shouldLagBehindTheHead() throws IOException {
    faults.add(new Fault.Lag(10));

    assertThat(probe.result("eth_blockNumber", "").asText()).isEqualTo("0x59");
    assertThat(probe.block(90).isNull()).isTrue();
    assertThat(RpcProbe.simBlock(probe.block(89))).isEqualTo(chain.block(89));
  }

  @Test
  void shouldAnswerAtRandomFromALaggingAndAnUpToDateNode() throws IOException {
    faults.loadBalanced(10);
    List<String> heads = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      heads.add(probe.result("eth_blockNumber", "").asText());
    }

    assertThat(heads).contains("0x63", "0x59").containsOnly("0x63", "0x59");
  }

  @Test
  void shouldReportTheIdOfAnotherChain() throws IOException {
    faults.add(new Fault.WrongChainId(1));

    assertThat(probe.result("eth_chainId", "").asText()).isEqualTo("0x1");
    assertThat(probe.result("net_version", "").asText()).isEqualTo("1");
  }

  @Test
  void shouldAffectTheSameRequestsWithTheSameSeed() throws IOException {
    assertThat(statuses(3)).isEqualTo(statuses(3)).contains(502).contains(200);
    assertThat(statuses(3)).isNotEqualTo(statuses(4));
  }

  private List<Integer> statuses(long seed) throws IOException {
    try (SimulatedNode seeded =
        SimulatedNode.start(chain, NodeOptions.defaults().withFaultSeed(seed))) {
      seeded.faults().add(new Fault.HttpError(502, null), FaultTrigger.withProbability(0.5));
      RpcProbe seededProbe = new RpcProbe(seeded.uri());
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        statuses.add(seededProbe.post("[]").statusCode());
      }
      return statuses;
    }
  }
}
