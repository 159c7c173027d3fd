package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.BatchResponseReader;
import network.rei.dau.chain.jsonrpc.Fixtures;
import network.rei.dau.chain.jsonrpc.Responses;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a real REI node, read by us and by a JSON tree. */
class RecordedAnswersTest {

  @Test
  void shouldReadEachBlockOfTheRecordedChainAsATreeDoes() {
    List<JsonNode> trees = Fixtures.blocks();
    assertThat(trees).hasSize(151);
    int transactions = 0;
    for (int i = 0; i < trees.size(); i++) {
      String answer = "{\"jsonrpc\":\"2.0\",\"result\":" + trees.get(i) + ",\"id\":7}";
      RpcResult response = Responses.one(answer, Responses.block(i, 7));
      assertThat(response.fault()).isNull();
      BlockActivity block = (BlockActivity) response.getResult();
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
    BatchResponseReader read = Responses.read(answer.toString(), requests);
    assertThat(read.fault()).isNull();
    for (int i = 0; i < trees.size(); i++) {
      assertSame((BlockActivity) read.answers().get(i).getResult(), trees.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"block_with_txs_full.json", "block_by_hash_full.json"})
  void shouldReadABlockWithCreationsAndFailedTransactions(String name) {
    RpcResult response = Responses.one(Fixtures.text(name), Responses.block(61, 1));
    BlockActivity block = (BlockActivity) response.getResult();
    assertSame(block, Fixtures.tree(Fixtures.text(name)).get("result"));
    assertThat(block.isCreation(1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"block_with_txs_hashes.json", "block_with_txs_full.json"})
  void shouldReadAHeaderWhateverItsTransactionsAre(String name) {
    String text = Fixtures.text(name);
    RpcResult response = Responses.one(text, Responses.header(61, 1));
    JsonNode tree = Fixtures.tree(text).get("result");
    BlockHeader header = (BlockHeader) response.getResult();
    assertThat(header.hash()).hasToString(tree.get("hash").textValue());
    assertThat(header.timestamp()).isEqualTo(quantity(tree.get("timestamp")));
  }

  @Test
  void shouldReadGenesisAndABlockOfAnEarlierEra() {
    assertThat(Responses.one(Fixtures.text("block_0_genesis.json"), Responses.block(0, 1)).fault())
        .isNull();
    assertThat(
            Responses.one(Fixtures.text("block_47_pre_bls_era.json"), Responses.block(47, 1))
                .fault())
        .isNull();
  }

  @Test
  void shouldReadABatchOfDifferentRequests() {
    List<RpcResult> answers =
        Responses.read(
                Fixtures.bytes("batch_3.json"),
                Responses.chainId(1),
                Responses.chainId(2),
                Responses.block(61, 3))
            .answers();
    assertThat(answers.get(0).getResult()).isEqualTo(23579L);
    assertThat(answers.get(1).getResult()).isEqualTo(61L);
    assertThat(((BlockActivity) answers.get(2).getResult()).number()).isEqualTo(61);
  }

  @Test
  void shouldNameWhatIsWrongWithEachOtherAnswer() {
    assertFault("block_past_head.json", Kind.MISSING_BLOCK);
    assertFault("block_no_params.json", Kind.REFUSED);
    assertFault("block_tag_pending.json", Kind.MALFORMED);
    assertFault("unknown_method.json", Kind.REFUSED);
    assertFault("eth_syncing.json", Kind.MALFORMED);
    assertFault("eth_chainId.json", Kind.MALFORMED);
    assertFault("empty_body.json", Kind.REFUSED);
    assertFault("batch_empty.json", Kind.MALFORMED);
    assertFault("batch_mixed.json", Kind.MALFORMED);
    assertFault("malformed_json.html", Kind.MALFORMED);
    assertFault("body_over_5mb.html", Kind.MALFORMED);
    assertFault("block_with_txs_hashes.json", Kind.MALFORMED);
  }

  private static void assertFault(String name, Kind kind) {
    RpcResult response = Responses.one(Fixtures.text(name), Responses.block(61, 1));
    assertThat(response.fault()).as(name).isNotNull();
    assertThat(response.fault().kind()).as(name).isEqualTo(kind);
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

  private static long quantity(JsonNode node) {
    return Long.decode(node.textValue());
  }
}
