package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.OrganicActivity;
import network.rei.dau.activity.rule.ChainPresets;
import network.rei.dau.activity.rule.SystemRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of known chains on blocks of these chains; see chains/README.md. */
class SystemTransactionsTest {

  private static final String ZERO = "0x" + "0".repeat(40);
  private static final String USER = "0x" + "1".repeat(40);

  /**
   * The counts of a block of Arbitrum are those of Blockscout, transactions without blocks
   * (blockscout-rs#1079), and of growthepie, transactions with a gas price above 0. Those of Base
   * are those of Blockscout, transactions without the one of the depositor account
   * (blockscout-rs#1287), and of growthepie; the block has no other deposit.
   */
  @ParameterizedTest
  @CsvSource({
    "arbitrum-one-150000000, 42161, 4, 4, 4, 8, {arbos-internal=1}",
    "arbitrum-nitro-18413839, 42161, 1, 1, 1, 2, {}",
    "base-6233518, 8453, 23, 21, 4, 25, {l1-attributes=1}",
    "zksync-era-9627753, 324, 2, 1, 1, 2, {}",
    "hyperevm-50000, 999, 1, 1, 1, 2, {}",
    "stable-13683593, 988, 0, 0, 0, 0, {system=1}",
    "stable-testnet-59083166, 2201, 1, 1, 1, 2, {system=1}",
    "tempo-17708868, 4217, 2, 2, 0, 2, {system=1}",
    "ethereum-18500000, 1, 157, 140, 99, 239, {}",
    "besu-cancun-34, 1, 1, 1, 1, 2, {}",
    "sei-45, 1329, 6, 1, 5, 6, {}",
    "cronos-11446765, 25, 6, 6, 5, 11, {}"
  })
  void shouldLeaveOutTheSystemTransactionsOfARecordedBlock(
      String name,
      long chainId,
      long transactions,
      long senders,
      long recipients,
      long addresses,
      String leftOut) {
    JsonNode block = RecordedChainsTest.recorded(name).get("block");
    OrganicActivity organic = organic(chainId, block);

    assertThat(organic.counts().orElseThrow().transactions()).isEqualTo(transactions);
    assertThat(organic.counts().orElseThrow().senders()).isEqualTo(senders);
    assertThat(organic.counts().orElseThrow().recipients()).isEqualTo(recipients);
    assertThat(organic.counts().orElseThrow().addresses()).isEqualTo(addresses);
    assertThat(leftOut(organic)).hasToString(leftOut);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0x7e, {l1-deposits=1}",
    "42161, 0x64, {l1-messages=1}",
    "42161, 0x69, {l1-messages=1}",
    "42161, 0x78, {}",
    "534352, 0x7e, {l1-messages=1}",
    "324, 0xff, {priority-operations=1}",
    "324, 0xfe, {protocol-upgrades=1}",
    "42220, 0x7b, {}",
    "42220, 0x7c, {}",
    "47805, 0x7e, {}",
    "1, 0x7e, {}"
  })
  void shouldLeaveOutTheTypesThatNoAccountSignsOnTheChain(
      long chainId, String type, String leftOut) {
    assertThat(leftOut(organic(chainId, block(1000, USER, type, "0x5")))).hasToString(leftOut);
  }

  @ParameterizedTest
  @CsvSource({
    "31056499, {}",
    "31056500, {l1-deposits=1}",
    "31056501, {l1-deposits=1}",
  })
  void shouldApplyTheRulesOfTheOpStackToCeloSinceItIsOfThatStack(long number, String leftOut) {
    assertThat(leftOut(organic(42_220, block(number, USER, "0x7e", "0x0")))).hasToString(leftOut);
  }

  @Test
  void shouldLeaveOutStateSyncOfPolygonInBothForms() {
    assertThat(leftOut(organic(137, block(50_000_000, ZERO, "0x0", "0x0"))))
        .hasToString("{state-sync=1}");
    assertThat(leftOut(organic(137, block(80_084_800, USER, "0x7f", "0x0"))))
        .hasToString("{state-sync-typed=1}");
    assertThat(leftOut(organic(137, block(80_084_799, USER, "0x7f", "0x0")))).isEmpty();
  }

  @Test
  void shouldLeaveOutWhatIsFreeOnHyperEvmOnly() {
    String bridge = "0x" + "2".repeat(40);
    assertThat(leftOut(organic(999, block(7, bridge, "0x0", "0x0")))).hasToString("{hypercore=1}");
    assertThat(leftOut(organic(999, block(7, bridge, "0x0", "0x1")))).isEmpty();
    assertThat(leftOut(organic(47_805, block(7, bridge, "0x0", "0x0")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {47_805, 23_579, 1, 56, 250, 728_126_428})
  void shouldHaveNoRulesForOtherChains(long chainId) {
    assertThat(ChainPresets.of(chainId)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 42_161, 324, 137, 534_352, 999, 988, 4217, 42_220})
  void shouldNameTheSourceOfEachRule(long chainId) {
    assertThat(ChainPresets.of(chainId))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.source()).startsWith("https://"))
        .allSatisfy(rule -> assertThat(rule.description()).endsWith("."));
  }

  /** Returns a block with one transaction. */
  private static JsonNode block(long number, String from, String type, String gasPrice) {
    ObjectNode block = (ObjectNode) RecordedChainsTest.recorded("base-6233518").get("block");
    block.put("number", "0x" + Long.toHexString(number));
    JsonNode transactions = block.get("transactions");
    ObjectNode transaction = (ObjectNode) transactions.get(1);
    transaction.put("from", from);
    transaction.put("type", type);
    transaction.put("gasPrice", gasPrice);
    transaction.put("blockNumber", "0x" + Long.toHexString(number));
    transaction.remove("maxFeePerGas");
    block.putArray("transactions").add(transaction);
    return block;
  }

  private static OrganicActivity organic(long chainId, JsonNode json) {
    BlockActivity block = ((RpcResult.Block) RecordedChainsTest.read(chainId, json)).activity();
    long number = block.header().number();
    StoredRecord record =
        new StoredRecord(ChunkRecord.of(new Chunk(number, 1), 0, List.of(block)), Instant.EPOCH);
    return Ledger.empty()
        .with(List.of(record))
        .filter(SystemRules.of(ChainPresets.of(chainId)))
        .organic(new BlockRange(number, number));
  }

  /** Returns the transactions that each rule left out, without rules that left out none. */
  private static Map<String, Long> leftOut(OrganicActivity organic) {
    Map<String, Long> transactions = new TreeMap<>();
    organic.leftOut().rules().stream()
        .filter(leftOut -> leftOut.transactions() > 0)
        .forEach(leftOut -> transactions.put(leftOut.rule().name(), leftOut.transactions()));
    return transactions;
  }
}
