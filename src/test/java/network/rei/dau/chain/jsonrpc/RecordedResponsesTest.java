package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of a real REI node, compared with a JSON tree of them. */
class RecordedResponsesTest {

  @Test
  void shouldReadEachRecordedBlockLikeATree() {
    List<JsonNode> trees = Fixtures.blocks();
    assertThat(trees).hasSize(151);
    int transactions = 0;
    for (int i = 0; i < trees.size(); i++) {
      String answer = "{\"jsonrpc\":\"2.0\",\"result\":" + trees.get(i) + ",\"id\":7}";
      RpcResult response = Responses.one(answer, Responses.block(i, 7));
      assertThat(response.failure()).isNull();
      BlockActivity block = block(response);
      assertSame(block, trees.get(i));
      transactions += block.transactionCount();
    }
    assertThat(transactions).isEqualTo(406);
  }

  @Test
  void shouldReadTheWholeRecordedChainAsOneBatchInAnyOrder() {
    List<JsonNode> trees = Fixtures.blocks();
    StringBuilder answer = new StringBuilder("[");
    RpcCall[] requests = new RpcCall[trees.size()];
    for (int i = trees.size() - 1; i >= 0; i--) {
      requests[i] = Responses.block(i, 1000 + i);
      answer.append("{\"id\":").append(1000 + i).append(",\"result\":").append(trees.get(i));
      answer.append(i == 0 ? "}]" : "},");
    }
    BatchResult read = Responses.read(answer.toString(), requests);
    assertThat(read.failure()).isNull();
    for (int i = 0; i < trees.size(); i++) {
      assertSame(block(read.results().get(i)), trees.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"block_with_txs_full.json", "block_by_hash_full.json"})
  void shouldReadABlockWithCreationsAndFailedTransactions(String name) {
    RpcResult response = Responses.one(Fixtures.text(name), Responses.block(61, 1));
    BlockActivity block = block(response);
    assertSame(block, Fixtures.tree(Fixtures.text(name)).get("result"));
    assertThat(block.isCreation(1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"block_with_txs_hashes.json", "block_with_txs_full.json"})
  void shouldReadAHeaderWithAnyTransactions(String name) {
    String text = Fixtures.text(name);
    RpcResult response = Responses.one(text, Responses.header(61, 1));
    JsonNode tree = Fixtures.tree(text).get("result");
    BlockHeader header = ((RpcResult.Header) response).header();
    assertThat(header.hash()).hasToString(tree.get("hash").textValue());
    assertThat(header.timestamp()).isEqualTo(quantity(tree.get("timestamp")));
  }

  @Test
  void shouldReadGenesisAndABlockOfAnEarlierEra() {
    assertThat(
            Responses.one(Fixtures.text("block_0_genesis.json"), Responses.block(0, 1)).failure())
        .isNull();
    assertThat(
            Responses.one(Fixtures.text("block_47_pre_bls_era.json"), Responses.block(47, 1))
                .failure())
        .isNull();
  }

  @Test
  void shouldReadABatchOfDifferentRequests() {
    List<RpcResult> results =
        Responses.read(
                Fixtures.bytes("batch_3.json"),
                Responses.chainId(1),
                Responses.chainId(2),
                Responses.block(61, 3))
            .results();
    assertThat(results.get(0)).isEqualTo(new RpcResult.Quantity(23579));
    assertThat(results.get(1)).isEqualTo(new RpcResult.Quantity(61));
    assertThat(block(results.get(2)).number()).isEqualTo(61);
  }

  @Test
  void shouldClassifyEachOtherResponse() {
    assertFailure("block_past_head.json", Kind.MISSING_BLOCK);
    assertFailure("block_no_params.json", Kind.REFUSED);
    assertFailure("block_tag_pending.json", Kind.MALFORMED);
    assertFailure("unknown_method.json", Kind.REFUSED);
    assertFailure("eth_syncing.json", Kind.MALFORMED);
    assertFailure("eth_chainId.json", Kind.MALFORMED);
    assertFailure("empty_body.json", Kind.REFUSED);
    assertFailure("batch_empty.json", Kind.MALFORMED);
    assertFailure("batch_mixed.json", Kind.MALFORMED);
    assertFailure("malformed_json.html", Kind.MALFORMED);
    assertFailure("body_over_5mb.html", Kind.MALFORMED);
    assertFailure("block_with_txs_hashes.json", Kind.MALFORMED);
  }

  private static void assertFailure(String name, Kind kind) {
    RpcResult response = Responses.one(Fixtures.text(name), Responses.block(61, 1));
    assertThat(response.failure()).as(name).isNotNull();
    assertThat(response.failure().kind()).as(name).isEqualTo(kind);
  }

  private static void assertSame(BlockActivity block, JsonNode tree) {
    assertThat(block.number()).isEqualTo(quantity(tree.get("number")));
    assertThat(block.hash()).hasToString(tree.get("hash").textValue());
    assertThat(block.parentHash()).hasToString(tree.get("parentHash").textValue());
    assertThat(block.timestamp()).isEqualTo(quantity(tree.get("timestamp")));
    JsonNode transactions = tree.get("transactions");
    assertThat(block.transactionCount()).isEqualTo(transactions.size());
    for (int i = 0; i < transactions.size(); i++) {
      JsonNode transaction = transactions.get(i);
      assertThat(block.sender(i)).hasToString(transaction.get("from").textValue());
      assertThat(block.isNonceZero(i)).isEqualTo(quantity(transaction.get("nonce")) == 0);
      assertThat(block.isCreation(i)).isEqualTo(transaction.get("to").isNull());
      if (!block.isCreation(i)) {
        assertThat(block.recipient(i)).hasToString(transaction.get("to").textValue());
      }
    }
  }

  private static BlockActivity block(RpcResult result) {
    return ((RpcResult.Block) result).activity();
  }

  private static long quantity(JsonNode node) {
    return Long.decode(node.textValue());
  }
}
