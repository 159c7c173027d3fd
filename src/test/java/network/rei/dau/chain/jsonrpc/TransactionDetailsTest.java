package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.chain.proof.ProofLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of transactions for their details and of blocks for their traffic. */
class TransactionDetailsTest {

  private static final long ANY_CHAIN = 987_654_321;

  private final ObjectNode transaction = JsonNodeFactory.instance.objectNode();
  private final ObjectNode block = JsonNodeFactory.instance.objectNode();

  TransactionDetailsTest() {
    transaction
        .put("from", "0x" + "1".repeat(40))
        .put("to", "0x" + "2".repeat(40))
        .put("nonce", "0x7")
        .put("gasPrice", "0x3b9aca00")
        .put("value", "0x0")
        .put("input", "0x");
    block
        .put("number", "0x7")
        .put("hash", "0x" + "a".repeat(64))
        .put("parentHash", "0x" + "b".repeat(64))
        .put("timestamp", "0x65000000")
        .put("transactionsRoot", "0x" + "c".repeat(64));
    block.set("transactions", JsonNodeFactory.instance.arrayNode().add(transaction));
  }

  private BlockActivity read() {
    return read(ProofLevel.NONE);
  }

  private BlockActivity read(ProofLevel level) {
    RpcResult result = Responses.block(ANY_CHAIN, level, 7, block.toString());
    assertThat(result.failure()).isNull();
    return ((RpcResult.Block) result).activity();
  }

  private TransactionKind kind() {
    return read().kind(0).orElseThrow();
  }

  @Test
  void shouldReadAPlainTransfer() {
    transaction.put("value", "0xde0b6b3a7640000");
    assertThat(kind()).isEqualTo(new TransactionKind(false, true, false, 0, false, 0));
  }

  @Test
  void shouldReadTheSelectorOfACall() {
    transaction.put("input", "0xA9059cbb" + "0".repeat(128)).put("type", "0x2");
    assertThat(kind()).isEqualTo(new TransactionKind(true, false, false, 2, true, 0xa9059cbb));
  }

  @ParameterizedTest
  @EnumSource(ProofLevel.class)
  void shouldReadTheSameWhateverIsProven(ProofLevel level) {
    transaction.put("input", "0x" + "00".repeat(600_000)).put("value", "0x1").put("type", "0x7e");
    if (level != ProofLevel.SENDERS) {
      assertThat(read(level).kind(0))
          .contains(new TransactionKind(true, true, false, 0x7e, true, 0));
    }
  }

  @Test
  void shouldReadInputThatIsCutForItsLength() {
    transaction.put("input", "0x12345678" + "0".repeat(5_000_000));
    assertThat(kind().selector()).isEqualTo(0x12345678);
  }

  @ParameterizedTest
  @CsvSource({"0x1, true", "0x123456, true", "0x1234567, true", "0x, false", "0X, false"})
  void shouldReadNoSelectorOfFewerThanFourBytes(String input, boolean hasInput) {
    transaction.put("input", input);
    assertThat(kind()).isEqualTo(new TransactionKind(hasInput, false, false, 0, false, 0));
  }

  @Test
  void shouldReadNoSelectorOfACreation() {
    transaction.put("input", "0x608060405234").putNull("to");
    assertThat(kind()).isEqualTo(new TransactionKind(true, false, false, 0, false, 0));
  }

  @Test
  void shouldReadDataWhereThereIsNoInput() {
    transaction.put("data", "0x11111111");
    assertThat(kind().hasInput()).isFalse();
    transaction.remove("input");
    assertThat(kind().selector()).isEqualTo(0x11111111);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, , true",
    "0x00, , true",
    "0x1, , false",
    ", 0x0, true",
    ", 0x1, false",
    "0x0, 0x0, true",
    "0x0, 0x1, false",
    "0x1, 0x0, false",
    "none, , false",
    ", , false"
  })
  void shouldBeFreeIfItNamesNoPriceAbove0(String gasPrice, String maxFee, boolean free) {
    transaction.put("gasPrice", gasPrice).put("maxFeePerGas", maxFee);
    assertThat(kind().free()).isEqualTo(free);
  }

  @ParameterizedTest
  @CsvSource({"0x0, 0", "0x7e, 126", "0xff, 255", "0x100, -1", "Legacy, -1", ", 0"})
  void shouldReadTheTypeOrSayThatItIsUnknown(String type, int expected) {
    transaction.put("type", type);
    assertThat(kind().type()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"input", "value"})
  void shouldKnowNoDetailsOfABlockWithATransactionThatLacksOne(String field) {
    ObjectNode lacking = transaction.deepCopy();
    lacking.remove(field);
    ((ArrayNode) block.get("transactions")).add(lacking);
    assertThat(read().transactionCount()).isEqualTo(2);
    assertThat(read().isDetailed()).isFalse();
    assertThat(read().kind(0)).isEmpty();
  }

  @Test
  void shouldRefuseNoBlockForAnyValueOfTheseFields() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    List<JsonNode> values =
        List.of(
            json.nullNode(),
            json.booleanNode(true),
            json.numberNode(-1),
            json.textNode(""),
            json.textNode("0"),
            json.textNode("0x"),
            json.textNode("0xg0000000000"),
            json.textNode("é".repeat(9)),
            json.textNode("0x" + "f".repeat(64)),
            json.textNode("0x" + "f".repeat(3_000_000)),
            json.arrayNode().add(json.objectNode().put("input", "0x1")),
            json.objectNode().put("value", "0x1"));
    for (JsonNode value : values) {
      for (String field : List.of("input", "data", "value", "gasPrice", "maxFeePerGas")) {
        JsonNode before = transaction.get(field);
        transaction.set(field, value);
        assertThat(read().transactionCount()).isEqualTo(1);
        assertThat(read(ProofLevel.ROOTS).transactionCount()).isEqualTo(1);
        transaction.set(field, before);
      }
      for (String field : List.of("gasUsed", "gasLimit", "baseFeePerGas", "size")) {
        block.set(field, value);
        assertThat(read().traffic()).isEqualTo(BlockTraffic.Entry.NOTHING);
        block.remove(field);
      }
    }
  }

  @Test
  void shouldReadTheTrafficOfABlock() {
    block
        .put("gasUsed", "0x5208")
        .put("gasLimit", "0x1c9c380")
        .put("baseFeePerGas", "0x0")
        .put("size", "0x28f");
    assertThat(read().traffic()).isEqualTo(new BlockTraffic.Entry(21_000, 30_000_000, 0, 655));
  }

  @ParameterizedTest
  @CsvSource({
    "gasLimit, 0xffffffffff, 1099511627775",
    "gasLimit, 0x10000000000, -1",
    "gasLimit, 0x4000000000000, -1",
    "gasUsed, 0xffffffffff, 1099511627775",
    "gasUsed, 0x10000000000, -1",
    "baseFeePerGas, 0x7fffffffffffffff, 9223372036854775807",
    "baseFeePerGas, 0x8000000000000000, -1",
    "size, 0xffffffff, 4294967295",
    "size, 0x100000000, -1",
    "size, 0x0, -1"
  })
  void shouldKnowNoTrafficThatIsNotPlausible(String field, String value, long expected) {
    block.put(field, value);
    BlockTraffic.Entry traffic = read().traffic();
    assertThat(
            switch (field) {
              case "gasUsed" -> traffic.gasUsed();
              case "gasLimit" -> traffic.gasLimit();
              case "baseFeePerGas" -> traffic.baseFee();
              default -> traffic.size();
            })
        .isEqualTo(expected);
  }
}
