package network.rei.dau.simulator.node;

import static network.rei.dau.simulator.node.RpcProbe.batchOf;
import static network.rei.dau.simulator.node.RpcProbe.blockCall;
import static network.rei.dau.simulator.node.RpcProbe.call;
import static network.rei.dau.simulator.node.RpcProbe.fixture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.BindException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.simulator.chain.BlockJson;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.GroundTruth;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedNodeTest {

  private final SimulatedChain chain =
      SimulatedChain.of(
          ChainSpec.of(5, 300)
              .withTraffic(
                  TrafficProfile.steady().withPopulation(200, 0.7).withShares(0.05, 0.05)));
  private SimulatedNode node;
  private RpcProbe probe;

  @BeforeEach
  void start() throws IOException {
    node = SimulatedNode.start(chain);
    probe = new RpcProbe(node.uri());
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private long blockWithTransactions() {
    long number = 1;
    while (chain.block(number).transactions().isEmpty()) {
      number++;
    }
    return number;
  }

  @Test
  void shouldServeBlocksWithTheFieldsOfARealNodeInTheirOrder() throws IOException {
    JsonNode real = fixture("block_with_txs_full.json").get("result");
    JsonNode served = probe.block(blockWithTransactions());

    assertThat(keys(served)).isEqualTo(keys(real));
    assertThat(keys(served.get("transactions").get(0)))
        .isEqualTo(keys(real.get("transactions").get(0)));
    assertThat(keys(probe.block(0))).isEqualTo(keys(fixture("block_0_genesis.json").get("result")));
    for (String key : keys(real)) {
      if (real.get(key).isTextual()) {
        assertThat(served.get(key).asText()).as(key).matches("0x(0|[0-9a-f]+)");
      }
      if (real.get(key).asText().length() > 60 && !key.equals("extraData")) {
        assertThat(served.get(key).asText()).as(key).hasSameSizeAs(real.get(key).asText());
      }
    }
    assertThat(served.get("extraData").asText()).hasSizeGreaterThanOrEqualTo(2 + 2 * 260);
    for (JsonNode transaction : served.get("transactions")) {
      for (String quantity : List.of("nonce", "gas", "value", "v", "r", "s", "transactionIndex")) {
        assertThat(transaction.get(quantity).asText()).matches("0x(0|[1-9a-f][0-9a-f]*)");
      }
      assertThat(transaction.get("from").asText()).matches("0x[0-9a-f]{40}");
      assertThat(transaction.get("blockHash")).isEqualTo(served.get("hash"));
    }
  }

  @Test
  void shouldHaveTheEmptyRootOnlyWithoutTransactions() throws IOException {
    int empty = 0;
    for (JsonNode item : probe.json(batchOf(0, 299))) {
      JsonNode block = item.get("result");
      boolean emptyRoot = block.get("transactionsRoot").asText().equals(BlockJson.EMPTY_ROOT);
      assertThat(emptyRoot).isEqualTo(block.get("transactions").isEmpty());
      empty += emptyRoot ? 1 : 0;
    }
    assertThat(empty).isBetween(1, 30);
  }

  @Test
  void shouldServeTheBlocksThatTheGroundTruthCounts() throws IOException {
    List<SimBlock> served = probe.blocks(0, 299);

    for (SimBlock block : served) {
      assertThat(block).isEqualTo(chain.block(block.number()));
    }
    assertThat(GroundTruth.over(number -> served.get((int) number)).inBlocks(17, 280))
        .isEqualTo(chain.truth().inBlocks(17, 280));
  }

  @Test
  void shouldServeOnlyHashesIfFullTransactionsAreNotRequested() throws IOException {
    long number = blockWithTransactions();
    JsonNode full = probe.block(number);
    JsonNode hashes =
        probe.result("eth_getBlockByNumber", "\"0x" + Long.toHexString(number) + "\",false");

    assertThat(keys(hashes)).isEqualTo(keys(fixture("block_with_txs_hashes.json").get("result")));
    assertThat(hashes.get("transactions")).hasSameSizeAs(full.get("transactions"));
    assertThat(hashes.get("transactions").get(0))
        .isEqualTo(full.get("transactions").get(0).get("hash"));
  }

  @Test
  void shouldAnswerTagsAsAReiNodeDoes() throws IOException {
    JsonNode pending = probe.result("eth_getBlockByNumber", "\"pending\",true");
    JsonNode realPending = fixture("block_tag_pending.json").get("result");

    assertThat(probe.result("eth_getBlockByNumber", "\"latest\",true")).isEqualTo(probe.block(299));
    assertThat(probe.result("eth_getBlockByNumber", "\"earliest\",true")).isEqualTo(probe.block(0));
    assertThat(keys(pending)).isEqualTo(keys(realPending));
    for (String key : keys(realPending)) {
      assertThat(pending.get(key).isNull()).as(key).isEqualTo(realPending.get(key).isNull());
    }
    assertThat(pending.get("parentHash").asText()).isEqualTo(chain.block(299).hash());
    for (String unknown : List.of("\"safe\"", "\"finalized\"", "\"12\"", "\"0x12c\"", "\"0xzz\"")) {
      assertThat(probe.result("eth_getBlockByNumber", unknown + ",true").isNull()).isTrue();
    }
  }

  @Test
  void shouldAnswerTheOtherMethods() throws IOException {
    assertThat(probe.result("eth_chainId", "").asText()).isEqualTo("0xbabd");
    assertThat(probe.result("net_version", "").asText()).isEqualTo("47805");
    assertThat(probe.result("eth_blockNumber", "").asText()).isEqualTo("0x12b");
    assertThat(probe.json(call("eth_syncing", "", "1"))).isEqualTo(fixture("eth_syncing.json"));
    assertThat(probe.json(call("web3_clientVersion", "", "1")))
        .isEqualTo(fixture("web3_clientVersion.json"));
    assertThat(probe.json(call("nope", "", "1"))).isEqualTo(fixture("unknown_method.json"));
    assertThat(probe.json(call("eth_getBlockReceipts", "", "1")))
        .isEqualTo(fixture("eth_getBlockReceipts.json"));
    assertThat(probe.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBlockByNumber\"}"))
        .isEqualTo(fixture("block_no_params.json"));
    assertThat(probe.json("{}")).isEqualTo(fixture("empty_body.json"));
  }

  @Test
  void shouldAnswerBatchesInOrderWithTheIdsOfTheCalls() throws IOException {
    JsonNode answer =
        probe.json(
            "["
                + call("eth_blockNumber", "", "\"a\"")
                + ","
                + call("nope", "", "7")
                + ",{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"},{},"
                + call("eth_chainId", "", "null")
                + "]");

    assertThat(answer.toString())
        .isEqualTo(
            "[{\"jsonrpc\":\"2.0\",\"result\":\"0x12b\",\"id\":\"a\"},"
                + "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"Method not found"
                + " - nope\"},\"id\":7},{\"jsonrpc\":\"2.0\",\"result\":\"0xbabd\"},"
                + "{\"error\":{\"code\":-32600,\"message\":\"Invalid Request, wrong version -"
                + " undefined\"}},{\"jsonrpc\":\"2.0\",\"result\":\"0xbabd\",\"id\":null}]");
    assertThat(probe.json("[]")).isEqualTo(fixture("batch_empty.json"));
  }

  @Test
  void shouldAnswerHtmlIfABodyIsNotJsonOrTooLarge() throws IOException {
    HttpResponse<byte[]> malformed = probe.post("[{");
    HttpResponse<byte[]> large = probe.post(" ".repeat(SimulatedNode.MAX_BODY + 1));

    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(new String(large.body(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("<!DOCTYPE html>");
    assertThat(malformed.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
  }

  @Test
  void shouldServeAChainThatGrowsAndReorganises() throws IOException {
    JsonNode before = probe.block(299);
    chain.reorg(2, 4);

    assertThat(probe.result("eth_blockNumber", "").asText()).isEqualTo("0x12d");
    assertThat(probe.block(299)).isNotEqualTo(before);
    assertThat(RpcProbe.simBlock(probe.block(299))).isEqualTo(chain.block(299));
    assertThat(RpcProbe.simBlock(probe.block(297)).hash())
        .isEqualTo(RpcProbe.simBlock(probe.block(298)).parentHash());
  }

  /** Waits for the end of a request, which is counted after its response is sent. */
  private static void awaitEndOfRequests(NodeCounters counters) {
    Awaitility.await().pollDelay(Duration.ZERO).until(() -> counters.inFlight() == 0);
  }

  @Test
  void shouldCountRequests() throws IOException {
    NodeCounters counters = node.counters();
    probe.json(batchOf(10, 12));
    awaitEndOfRequests(counters);
    probe.json(blockCall(11));
    awaitEndOfRequests(counters);
    probe.result("eth_blockNumber", "");
    awaitEndOfRequests(counters);

    assertThat(counters.requests()).isEqualTo(3);
    assertThat(counters.batches()).isEqualTo(1);
    assertThat(counters.calls()).isEqualTo(5);
    assertThat(counters.largestBatch()).isEqualTo(3);
    assertThat(counters.requested())
        .containsOnly(
            java.util.Map.entry(10L, 1), java.util.Map.entry(11L, 2), java.util.Map.entry(12L, 1));
    assertThat(counters.served()).isEqualTo(counters.requested());
    assertThat(counters.bytesSent()).isGreaterThan(4 * 2000);
    assertThat(counters.maxInFlight()).isEqualTo(1);

    counters.reset();
    assertThat(counters.requests()).isZero();
    assertThat(counters.timesRequested(11)).isZero();
  }

  @Test
  void shouldBeAboutAsLargeAsARealDayOfBlocks() throws IOException {
    SimulatedChain day = SimulatedChain.of(ChainSpec.of(1, 28_801));
    BlockRangeCounts counts = day.truth().inBlocks(0, 28_800);
    long bytes = 0;
    for (long number = 0; number <= 28_800; number += 10) {
      bytes += BlockJson.render(day.view(), number, true).length;
    }

    assertThat(counts.transactions()).isBetween(143_500L, 146_500L);
    assertThat(bytes / 2881.0).isBetween(4_500.0, 4_850.0);
  }

  @Test
  void shouldServeTheSameBytesWithAndWithoutACache() throws IOException {
    try (SimulatedNode warm = SimulatedNode.start(chain, NodeOptions.forBenchmarks());
        SimulatedNode bounded =
            SimulatedNode.start(chain, NodeOptions.defaults().withRendered(20_000, true))) {
      byte[] expected = probe.post(batchOf(0, 299)).body();

      assertThat(new RpcProbe(warm.uri()).post(batchOf(0, 299)).body()).isEqualTo(expected);
      assertThat(new RpcProbe(bounded.uri()).post(batchOf(0, 299)).body()).isEqualTo(expected);
    }
  }

  @Test
  void shouldRejectAPortThatIsInUse() {
    assertThatThrownBy(
            () -> SimulatedNode.start(chain, NodeOptions.defaults().withPort(node.port())))
        .isInstanceOf(BindException.class);
  }
}
