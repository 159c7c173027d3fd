package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.proof.BlockProof;
import network.rei.dau.chain.proof.ProofLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that real blocks are proven, and that no change of one of their transactions is. */
class ProvenBlocksTest {

  private static final long REI = 47_805;
  private static final long UNKNOWN_CHAIN = 987_654_321;
  private static final String OTHER_ADDRESS = "0x00000000000000000000000000000000000000ff";

  private static final List<JsonNode> WITH_TRANSACTIONS =
      Fixtures.blocks().stream().filter(block -> !block.get("transactions").isEmpty()).toList();

  /** A change of a transaction, or of the list at its place. */
  private enum Change {
    LEFT_OUT {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        transactions.remove(at);
      }
    },
    ADDED {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        transactions.insert(at, other.deepCopy());
      }
    },
    REPEATED {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        transactions.insert(at, transactions.get(at).deepCopy());
      }
    },
    REPLACED {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        transactions.set(at, other.deepCopy());
      }
    },
    SWAPPED {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        int last = transactions.size() - 1;
        if (at == last) {
          transactions.add(other.deepCopy());
        } else {
          transactions.insert(last, transactions.remove(at));
        }
      }
    },
    RECIPIENT {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        set(transactions, at, "to", OTHER_ADDRESS);
      }
    },
    CREATION {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        ObjectNode transaction = (ObjectNode) transactions.get(at);
        transaction.put("to", transaction.get("to").isNull() ? OTHER_ADDRESS : null);
      }
    },
    VALUE {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        increment(transactions, at, "value");
      }
    },
    NONCE {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        increment(transactions, at, "nonce");
      }
    },
    GAS {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        increment(transactions, at, "gas");
      }
    },
    SIGNATURE {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        increment(transactions, at, "v");
      }
    },
    INPUT {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        set(transactions, at, "input", transactions.get(at).get("input").textValue() + "00");
      }
    },
    NO_SIGNATURE {
      @Override
      void apply(ArrayNode transactions, int at, JsonNode other) {
        ((ObjectNode) transactions.get(at)).remove("r");
      }
    };

    abstract void apply(ArrayNode transactions, int at, JsonNode other);

    private static void set(ArrayNode transactions, int at, String field, String value) {
      ((ObjectNode) transactions.get(at)).put(field, value);
    }

    private static void increment(ArrayNode transactions, int at, String field) {
      long value = Long.decode(transactions.get(at).get(field).textValue().substring(0, 3));
      set(transactions, at, field, "0x" + Long.toHexString(value + 1));
    }
  }

  private record Changed(ObjectNode block, int at) {}

  /** A block of the recorded chain with one change, at the place of a transaction. */
  @Provide
  Arbitrary<Changed> changed() {
    return Combinators.combine(
            Arbitraries.of(WITH_TRANSACTIONS),
            Arbitraries.of(Change.class),
            Arbitraries.of(WITH_TRANSACTIONS),
            Arbitraries.integers().between(0, 1_000))
        .as(
            (block, change, other, place) -> {
              ObjectNode copy = block.deepCopy();
              ArrayNode transactions = (ArrayNode) copy.get("transactions");
              int at = place % transactions.size();
              change.apply(transactions, at, otherThan(block, other).get("transactions").get(0));
              return new Changed(copy, at);
            });
  }

  private static JsonNode otherThan(JsonNode block, JsonNode other) {
    return other.equals(block)
        ? WITH_TRANSACTIONS.get((WITH_TRANSACTIONS.indexOf(block) + 1) % WITH_TRANSACTIONS.size())
        : other;
  }

  @Test
  void shouldProveTheRecordedChainToTheLastSender() {
    int transactions = 0;
    for (JsonNode block : Fixtures.blocks()) {
      RpcResult result = read(REI, ProofLevel.SENDERS, block);
      assertThat(result.failure()).as("block %s", block.get("number")).isNull();
      assertThat(((RpcResult.Block) result).verified()).isTrue();
      transactions += ((RpcResult.Block) result).activity().transactionCount();
    }
    assertThat(transactions).isGreaterThan(100);
  }

  @Property(tries = 300)
  void shouldRefuseEachChangeOfATransactionByTheRoot(@ForAll("changed") Changed changed) {
    RpcFailure failure = read(REI, ProofLevel.ROOTS, changed.block).failure();
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isIn(Kind.MALFORMED, Kind.HOLLOW_BLOCK);
    assertThat(failure.cause()).isEqualTo(RpcFailure.Cause.ANSWER);
  }

  @Property(tries = 30)
  void shouldRefuseAnotherSenderByTheSignatureOnly(
      @ForAll("changed") Changed changed, @ForAll boolean toRecipient) {
    ObjectNode block = original(changed).deepCopy();
    ObjectNode transaction = (ObjectNode) block.get("transactions").get(changed.at);
    JsonNode sender = transaction.get("from");
    boolean creation = transaction.get("to").isNull();
    transaction.put(
        "from", toRecipient && !creation ? transaction.get("to").asText() : OTHER_ADDRESS);
    assertThat(read(REI, ProofLevel.ROOTS, block).failure()).isNull();
    assertThat(read(REI, ProofLevel.SENDERS, block).failure() == null)
        .isEqualTo(transaction.get("from").equals(sender));
  }

  private static JsonNode original(Changed changed) {
    return WITH_TRANSACTIONS.stream()
        .filter(block -> block.get("number").equals(changed.block.get("number")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldAcceptAChangedRootWithoutAProof() {
    ObjectNode block = WITH_TRANSACTIONS.get(0).deepCopy();
    block.put("transactionsRoot", "0x" + "12".repeat(32));
    assertThat(read(REI, ProofLevel.NONE, block).failure()).isNull();
    assertThat(read(REI, ProofLevel.ROOTS, block).failure().message())
        .isEqualTo("the transactions are not those of transactionsRoot");
  }

  @ParameterizedTest
  @CsvSource({
    "arbitrum-nitro-18413839, 42161, false, false",
    "arbitrum-one-150000000, 42161, true, false",
    "base-6233518, 8453, true, true",
    "besu-cancun-34, 1, true, true",
    "conflux-espace-0, 1030, false, false",
    "cronos-10000, 25, false, false",
    "cronos-11446765, 25, false, false",
    "ethereum-363366, 1, true, true",
    "ethereum-1000000, 1, true, true",
    "ethereum-18500000, 1, true, true",
    "fantom-2, 250, true, true",
    "hyperevm-50000, 999, true, true",
    "kaia-7783, 8217, true, true",
    "sei-45, 1329, true, true",
    "stable-testnet-59083166, 2201, false, false",
    "tempo-17708868, 4217, false, false",
    "zksync-era-9627753, 324, false, false"
  })
  void shouldProveEachBlockThatFollowsTheRulesOfEthereumAndRefuseNone(
      String name, long chainId, boolean root, boolean senders) {
    RpcResult roots = read(chainId, ProofLevel.ROOTS, recorded(name));
    assertThat(roots.failure()).as(name).isNull();
    assertThat(((RpcResult.Block) roots).verified()).as("root").isEqualTo(root);
    RpcResult signed = read(chainId, ProofLevel.SENDERS, recorded(name));
    assertThat(signed.failure()).as(name).isNull();
    assertThat(((RpcResult.Block) signed).verified()).as("senders").isEqualTo(senders);
  }

  @ParameterizedTest
  @CsvSource({
    "from, \"0x00000000000000000000000000000000000000ff\"",
    "to, null",
    "mint, \"0x1\"",
    "value, \"0x1\"",
    "gas, \"0x1\"",
    "isSystemTx, true",
    "input, \"0x\"",
    "sourceHash, null"
  })
  void shouldRefuseEachChangeOfADepositByTheRoot(String field, String value) throws IOException {
    ObjectNode block = recorded("base-6233518").deepCopy();
    ((ObjectNode) block.get("transactions").get(0)).set(field, Fixtures.MAPPER.readTree(value));
    assertThat(read(8453, ProofLevel.ROOTS, block).failure().kind()).isEqualTo(Kind.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({"mint, null", "isSystemTx, false", "nonce, null", "v, null"})
  void shouldProveADepositAsEachNodeWritesIt(String field, String value) throws IOException {
    ObjectNode block = recorded("base-6233518").deepCopy();
    ((ObjectNode) block.get("transactions").get(0)).set(field, Fixtures.MAPPER.readTree(value));
    RpcResult result = read(8453, ProofLevel.SENDERS, block);
    assertThat(((RpcResult.Block) result).verified()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {5_000, 204, 252, 81_457})
  void shouldNotProveDepositsWhereTheyMayBeEncodedInAnotherWay(long chainId) {
    ObjectNode block = recorded("base-6233518").deepCopy();
    block.put("transactionsRoot", "0x" + "12".repeat(32));
    RpcResult result = read(chainId, ProofLevel.ROOTS, block);
    assertThat(((RpcResult.Block) result).verified()).isFalse();
  }

  @Test
  void shouldNotProveTheSenderOfATransactionThatNoAccountSigned() {
    JsonNode block = recorded("stable-13683593");
    RpcResult roots = read(988, ProofLevel.ROOTS, block);
    RpcResult senders = read(988, ProofLevel.SENDERS, block);
    assertThat(((RpcResult.Block) roots).verified()).isTrue();
    assertThat(((RpcResult.Block) senders).verified()).isFalse();
    assertThat(read(1, ProofLevel.SENDERS, block).failure()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ethereum-18500000", "besu-cancun-34", "sei-45", "fantom-2"})
  void shouldFindAnotherSenderOfEachType(String name) {
    JsonNode block = recorded(name);
    for (int i = 0; i < Math.min(8, block.get("transactions").size()); i++) {
      ObjectNode changed = block.deepCopy();
      ((ObjectNode) changed.get("transactions").get(i)).put("from", OTHER_ADDRESS);
      RpcResult result = read(1, ProofLevel.SENDERS, changed);
      assertThat(result.failure().message())
          .isEqualTo("the sender of a transaction did not sign it");
      RpcResult tolerated = read(UNKNOWN_CHAIN, ProofLevel.SENDERS, changed);
      assertThat(((RpcResult.Block) tolerated).verified()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accessList",
        "maxFeePerGas",
        "maxPriorityFeePerGas",
        "chainId",
        "maxFeePerBlobGas",
        "blobVersionedHashes"
      })
  void shouldRefuseATransactionThatLacksAFieldOfItsRoot(String field) {
    JsonNode block = recorded(field.contains("lob") ? "besu-cancun-34" : "sei-45");
    ObjectNode changed = block.deepCopy();
    int removed = 0;
    for (JsonNode transaction : changed.get("transactions")) {
      boolean empty = transaction.path(field).isEmpty() && field.equals("accessList");
      removed += transaction.has(field) && !empty ? 1 : 0;
      ((ObjectNode) transaction).remove(field);
    }
    RpcResult result = read(1, ProofLevel.ROOTS, changed);
    assertThat(result.failure() != null).isEqualTo(removed > 0);
    assertThat(((RpcResult.Block) read(UNKNOWN_CHAIN, ProofLevel.ROOTS, changed)).verified())
        .isEqualTo(removed == 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = ProofLevel.class,
      names = {"ROOTS", "SENDERS"})
  void shouldNotProveAnInputThatIsTooLongAndReadTheBlocksAfterIt(ProofLevel level) {
    ObjectNode block = WITH_TRANSACTIONS.get(0).deepCopy();
    JsonNode next = WITH_TRANSACTIONS.get(1);
    for (int length : List.of(BlockProof.MAX_TEXT, 5 * BlockProof.MAX_TEXT, 1_000)) {
      ((ObjectNode) block.get("transactions").get(0)).put("input", "0x" + "ab".repeat(length / 2));
      String response =
          "[{\"id\":1,\"result\":%s},{\"id\":2,\"result\":%s}]".formatted(block, next);
      BatchResult result =
          Responses.read(
              ChainRules.of(REI),
              level,
              Long.MAX_VALUE,
              response.getBytes(StandardCharsets.UTF_8),
              Responses.block(number(block), 1),
              Responses.block(number(next), 2));
      assertThat(result.failure()).isNull();
      if (length == 1_000) {
        assertThat(result.results().get(0).failure()).isNotNull();
      } else {
        assertThat(((RpcResult.Block) result.results().get(0)).verified()).isFalse();
      }
      assertThat(((RpcResult.Block) result.results().get(1)).verified()).isTrue();
    }
  }

  @Test
  void shouldRecoverSendersIfACallRequestsItWhateverTheSettingIs() {
    ObjectNode block = WITH_TRANSACTIONS.get(0).deepCopy();
    ((ObjectNode) block.get("transactions").get(0)).put("from", OTHER_ADDRESS);
    byte[] response = ("{\"id\":1,\"result\":" + block + "}").getBytes(StandardCharsets.UTF_8);
    RpcCall call = Responses.block(number(block), 1);
    assertThat(Responses.read(response, call).results().get(0).failure()).isNull();
    assertThat(
            Responses.read(response, call.atLeast(ProofLevel.SENDERS)).results().get(0).failure())
        .isNotNull();
  }

  @Test
  void shouldRecoverOnlyTheSendersThatACallRequests() {
    List<JsonNode> blocks = WITH_TRANSACTIONS.subList(0, 2);
    String items = "";
    for (JsonNode block : blocks) {
      ObjectNode forged = block.deepCopy();
      ((ObjectNode) forged.get("transactions").get(0)).put("from", OTHER_ADDRESS);
      items += ",{\"id\":" + number(block) + ",\"result\":" + forged + "}";
    }
    long first = number(blocks.get(0));
    long second = number(blocks.get(1));
    BatchResult result =
        Responses.read(
            "[" + items.substring(1) + "]",
            Responses.block(first, first),
            Responses.block(second, second).atLeast(ProofLevel.SENDERS));
    assertThat(result.results().get(0).failure()).isNull();
    assertThat(result.results().get(1).failure()).isNotNull();
    assertThat(result.signatureBytes()).isPositive();
    assertThat(result.needsSenders()).as("they are recovered").isFalse();
  }

  private static RpcResult read(long chainId, ProofLevel level, JsonNode block) {
    return Responses.block(chainId, level, number(block), block.toString());
  }

  private static long number(JsonNode block) {
    return Long.decode(block.get("number").textValue());
  }

  private static JsonNode recorded(String name) {
    try (InputStream file =
        ProvenBlocksTest.class.getResourceAsStream("/chains/" + name + ".json")) {
      return Fixtures.MAPPER.readTree(file).get("block");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
