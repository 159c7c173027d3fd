package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.dialect.EmptyRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of real chains, each with the numbers that are right for it; see chains/README.md. */
class RecordedChainsTest {

  private static final long UNKNOWN_CHAIN = 987_654_321;
  private static final String OTHER_ROOT = "0x" + "12".repeat(32);
  private static final String NO_ROOT = "0x" + "00".repeat(32);
  private static final String KAIA_ROOT =
      "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

  @ParameterizedTest
  @CsvSource({
    "arbitrum-nitro-18413839, 42161, true",
    "arbitrum-one-150000000, 42161, true",
    "base-6233518, 8453, true",
    "besu-cancun-34, 1, true",
    "conflux-espace-0, 1030, false",
    "cronos-10000, 25, true",
    "cronos-11446765, 25, true",
    "ethereum-363366, 1, true",
    "ethereum-1000000, 1, true",
    "ethereum-18500000, 1, true",
    "fantom-2, 250, true",
    "hyperevm-50000, 999, true",
    "kaia-7783, 8217, true",
    "sei-45, 1329, true",
    "stable-13683593, 988, true",
    "stable-testnet-59083166, 2201, true",
    "tempo-17708868, 4217, true",
    "zksync-era-9627753, 324, true"
  })
  void shouldReadEachBlockWithTheRulesOfItsChain(String name, long chainId, boolean verified) {
    assertCounts(name, chainId, verified);
  }

  @ParameterizedTest
  @CsvSource({
    "arbitrum-nitro-18413839, true",
    "base-6233518, true",
    "conflux-espace-0, false",
    "cronos-10000, true",
    "ethereum-18500000, true",
    "kaia-7783, true",
    "sei-45, true",
    "tempo-17708868, true",
    "zksync-era-9627753, true"
  })
  void shouldReadEachBlockWithTheRulesOfAnUnknownChain(String name, boolean verified) {
    assertCounts(name, UNKNOWN_CHAIN, verified);
  }

  private static void assertCounts(String name, long chainId, boolean verified) {
    JsonNode recorded = recorded(name);
    RpcResult result = read(chainId, recorded.get("block"));
    assertThat(result.failure()).as(name).isNull();
    BlockActivity block = ((RpcResult.Block) result).activity();
    Set<Address> senders = new HashSet<>();
    Set<Address> recipients = new HashSet<>();
    Set<Address> first = new HashSet<>();
    for (int i = 0; i < block.transactionCount(); i++) {
      senders.add(block.sender(i));
      if (block.isNonceZero(i)) {
        first.add(block.sender(i));
      }
      if (!block.isCreation(i)) {
        recipients.add(block.recipient(i));
      }
    }
    Set<Address> addresses = new HashSet<>(senders);
    addresses.addAll(recipients);
    JsonNode expected = recorded.get("expected");
    assertThat(block.transactionCount()).isEqualTo(expected.get("tx").intValue());
    assertThat(senders).hasSize(expected.get("senders").intValue());
    assertThat(recipients).hasSize(expected.get("recipients").intValue());
    assertThat(addresses).hasSize(expected.get("addresses").intValue());
    assertThat(first).hasSize(expected.get("nonceZeroSenders").intValue());
    assertThat(((RpcResult.Block) result).verified()).isEqualTo(verified);
    assertThat(block.isDetailed()).isEqualTo(!name.startsWith("tempo"));
    assertThat(block.traffic().gasUsed())
        .isEqualTo(Long.decode(recorded.get("block").get("gasUsed").textValue()));
  }

  /** Types and selectors as the recorded JSON has them. */
  @ParameterizedTest
  @CsvSource({
    "arbitrum-one-150000000, 0, 106, true, 6bf6a42d",
    "base-6233518, 0, 126, true, 015d8eb9",
    "cronos-10000, 0, 0, false, 095ea7b3",
    "ethereum-18500000, 2, 2, false, 3593564c"
  })
  void shouldReadTheDetailsOfRecordedTransactions(
      String name, int transaction, int type, boolean free, String selector) {
    RpcResult.Block result = (RpcResult.Block) read(UNKNOWN_CHAIN, recorded(name).get("block"));
    TransactionKind kind = result.activity().kind(transaction).orElseThrow();
    assertThat(kind.type()).isEqualTo(type);
    assertThat(kind.free()).isEqualTo(free);
    assertThat(HexFormat.of().toHexDigits(kind.selector())).isEqualTo(selector);
  }

  @ParameterizedTest
  @ValueSource(longs = {47_805, 23_579, 1, 10, 8453, 56, 42_161, 137, 8217, 250})
  void shouldRefuseAnEmptyListUnderAnotherRootWhereTheRootProvesIt(long chainId) {
    assertThat(read(chainId, block("ethereum-1000000", OTHER_ROOT, true)).failure().kind())
        .isEqualTo(Kind.HOLLOW_BLOCK);
  }

  @ParameterizedTest
  @ValueSource(longs = {4689, 361, 1_666_600_000, 25, 324, 1030, UNKNOWN_CHAIN})
  void shouldNotVerifyAnEmptyListUnderAnotherRootWhereTheRootProvesNothing(long chainId) {
    assertUnverified(read(chainId, block("ethereum-1000000", OTHER_ROOT, true)));
    assertUnverified(read(chainId, block("ethereum-1000000", NO_ROOT, true)));
  }

  @ParameterizedTest
  @CsvSource({"0x0, true", "0x1, false", "0x00ffffffffffffffffffff, false", "5, true"})
  void shouldNotVerifyAnEmptyListOfABlockThatUsedGas(String gasUsed, boolean verified) {
    ObjectNode block = block("ethereum-1000000", EmptyRoot.OF_TRIE.toString(), true);
    block.put("gasUsed", gasUsed);
    RpcResult result = read(UNKNOWN_CHAIN, block);
    assertThat(((RpcResult.Block) result).verified()).isEqualTo(verified);
  }

  @Test
  void shouldKnowTheRootOfNoTransactionsOfKaiaOnKaiaAndOnUnknownChainsOnly() {
    ObjectNode empty = block("kaia-7783", KAIA_ROOT, true);
    assertThat(read(8217, empty).failure()).isNull();
    assertThat(read(UNKNOWN_CHAIN, empty).failure()).isNull();
    assertThat(read(1, empty).failure().kind()).isEqualTo(Kind.HOLLOW_BLOCK);
    ObjectNode surplus = block("ethereum-1000000", KAIA_ROOT, false);
    assertThat(read(8217, surplus).failure().kind()).isEqualTo(Kind.MALFORMED);
    assertUnverified(read(UNKNOWN_CHAIN, surplus));
  }

  @Test
  void shouldAcceptTheTransactionOfBorUnderTheRootOfNone() {
    ObjectNode block = block("stable-13683593", EmptyRoot.OF_TRIE.toString(), false);
    ObjectNode transaction = (ObjectNode) block.get("transactions").get(0);
    assertThat(read(137, block).failure().kind()).isEqualTo(Kind.MALFORMED);
    transaction.put("from", "0x" + "0".repeat(40)).put("to", "0x" + "0".repeat(40));
    RpcResult.Block read = (RpcResult.Block) read(137, block);
    assertThat(read.activity().transactionCount()).isEqualTo(1);
    assertThat(read.verified()).isTrue();
    assertThat(read(1, block).failure().kind()).isEqualTo(Kind.MALFORMED);
    assertUnverified(read(UNKNOWN_CHAIN, block));
  }

  @Test
  void shouldAcceptADepositWithoutToAndNonceOnTheOpStack() {
    ObjectNode block = (ObjectNode) recorded("base-6233518").get("block");
    ObjectNode deposit = (ObjectNode) block.get("transactions").get(0);
    deposit.remove("to");
    deposit.remove("nonce");
    RpcResult.Block read = (RpcResult.Block) read(8453, block);
    assertThat(read.activity().isCreation(0)).isTrue();
    assertThat(read.activity().isNonceZero(0)).isFalse();
    assertThat(read.verified()).isTrue();
    assertThat(read(1, block).failure().kind()).isEqualTo(Kind.MALFORMED);
    deposit.put("type", "0x2");
    assertThat(read(8453, block).failure().kind()).isEqualTo(Kind.MALFORMED);
    assertUnverified(read(UNKNOWN_CHAIN, block));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 8453, UNKNOWN_CHAIN})
  void shouldRefuseATransactionWithoutFrom(long chainId) {
    ObjectNode block = block("ethereum-1000000", OTHER_ROOT, false);
    ((ObjectNode) block.get("transactions").get(1)).remove("from");
    assertThat(read(chainId, block).failure().kind()).isEqualTo(Kind.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({"0xffffffffffffffff, false", "0x8000000000000001, false", "0x0000000000000000, true"})
  void shouldReadANonceOf64Bits(String nonce, boolean zero) {
    ObjectNode block = block("ethereum-1000000", OTHER_ROOT, false);
    ((ObjectNode) block.get("transactions").get(1)).put("nonce", nonce);
    RpcResult result = read(1, block);
    assertThat(((RpcResult.Block) result).activity().isNonceZero(1)).isEqualTo(zero);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x10000000000000000", "0x", "17", "0x-1"})
  void shouldRefuseANonceThatIsNoneOnAnyChain(String nonce) {
    ObjectNode block = block("ethereum-1000000", OTHER_ROOT, false);
    ((ObjectNode) block.get("transactions").get(1)).put("nonce", nonce);
    assertThat(read(UNKNOWN_CHAIN, block).failure().kind()).isEqualTo(Kind.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "parentHash", "timestamp", "transactionsRoot"})
  void shouldRefuseAMissingFieldAndAWrongTypeOnAnyChain(String field) {
    ObjectNode block = block("ethereum-1000000", OTHER_ROOT, false);
    block.put(field, true);
    assertThat(read(UNKNOWN_CHAIN, block).failure().kind()).isEqualTo(Kind.MALFORMED);
    block.remove(field);
    assertThat(read(UNKNOWN_CHAIN, block).failure().kind()).isEqualTo(Kind.MALFORMED);
  }

  private static void assertUnverified(RpcResult result) {
    assertThat(result.failure()).isNull();
    assertThat(((RpcResult.Block) result).verified()).isFalse();
  }

  private static ObjectNode block(String name, String root, boolean empty) {
    ObjectNode block = (ObjectNode) recorded(name).get("block");
    block.put("transactionsRoot", root);
    if (empty) {
      block.putArray("transactions");
    }
    return block;
  }

  static RpcResult read(long chainId, JsonNode block) {
    return Responses.block(chainId, Long.decode(block.get("number").textValue()), block.toString());
  }

  static JsonNode recorded(String name) {
    try (InputStream file =
        RecordedChainsTest.class.getResourceAsStream("/chains/" + name + ".json")) {
      return Fixtures.MAPPER.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
