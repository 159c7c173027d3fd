package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.dialect.EmptyRoot;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResponseReaderTest {

  private static final String GOOD = TestBlocks.json(17);

  @Test
  void shouldMatchResultsByIdAndNotByPosition() {
    List<RpcResult> results =
        Responses.read(
                "[" + item(2, 18) + "," + item(1, 17) + "]",
                Responses.block(17, 1),
                Responses.block(18, 2))
            .results();
    assertThat(number(results.get(0))).isEqualTo(17);
    assertThat(number(results.get(1))).isEqualTo(18);
  }

  @Test
  void shouldAcceptAnIdThatIsAString() {
    String json = item(17, 17).replace("\"id\":17", "\"id\":\"17\"");
    assertThat(json).contains("\"17\"");
    assertThat(Responses.one(json, Responses.block(17, 17)).failure()).isNull();
    assertThat(Responses.one(json, Responses.block(17, 1)).failure()).isNotNull();
  }

  @Test
  void shouldFailOnlyTheBlockWhoseIdIsMissing() {
    List<RpcResult> results =
        Responses.read(
                "[" + item(1, 17) + "," + item(99, 18) + "," + item(3, 19) + "]",
                Responses.block(17, 1),
                Responses.block(18, 2),
                Responses.block(19, 3))
            .results();
    assertThat(results.get(0).failure()).isNull();
    assertThat(results.get(1).failure().kind()).isEqualTo(Kind.MALFORMED);
    assertThat(results.get(1).failure().cause()).isEqualTo(Cause.ANSWER);
    assertThat(results.get(2).failure()).isNull();
  }

  @Test
  void shouldNotConcludeFromOneMissingAnswerOfTwoThatBatchesAreLimited() {
    List<RpcResult> results =
        Responses.read(
                "[" + item(2, 17) + "," + item(99, 18) + "]",
                Responses.chainId(1),
                Responses.block(17, 2))
            .results();
    assertThat(results.get(0).failure().cause()).isEqualTo(Cause.CUT);
    assertThat(results.get(1).failure()).isNull();
  }

  @Test
  void shouldTakeAnAnswerWithOtherIdsForAFailureOfTheServer() {
    BatchResult read =
        Responses.read(
            "[" + item(98, 17) + "," + item(99, 18) + "]",
            Responses.block(17, 1),
            Responses.block(18, 2));
    assertThat(read.failure().cause()).isEqualTo(Cause.SERVER);
    assertThat(read.results()).allMatch(result -> result.failure().cause() == Cause.SERVER);
    List<RpcResult> refused =
        Responses.read(
                "[{\"id\":0,\"error\":{\"code\":-32600,\"message\":\"too large\"}}]",
                Responses.block(17, 1),
                Responses.block(18, 2))
            .results();
    assertThat(refused).allMatch(result -> result.failure().cause() == Cause.TOO_LARGE);
  }

  @Test
  void shouldAcceptNeitherOfTwoAnswersUnderOneId() {
    List<RpcResult> results =
        Responses.read(
                "[" + item(1, 17) + "," + item(1, 17) + "," + item(2, 18) + "]",
                Responses.block(17, 1),
                Responses.block(18, 2))
            .results();
    assertThat(results.get(0).failure().message()).contains("twice");
    assertThat(results.get(1).failure()).isNull();
  }

  @Test
  void shouldKeepTheResultsBeforeTheResponseBrokeOff() {
    String whole = "[" + item(1, 17) + "," + item(2, 18) + "]";
    BatchResult read =
        Responses.read(
            whole.substring(0, whole.length() - 40),
            Responses.block(17, 1),
            Responses.block(18, 2));
    assertThat(read.failure().cause()).isEqualTo(Cause.CUT);
    assertThat(read.results().get(0).failure()).isNull();
    assertThat(read.results().get(1).failure().cause()).isEqualTo(Cause.CUT);
  }

  @Test
  void shouldAcceptNothingOfTwoResponsesRunTogether() {
    BatchResult read = Responses.read(item(1, 17) + item(1, 17), Responses.block(17, 1));
    assertThat(read.failure().kind()).isEqualTo(Kind.MALFORMED);
    assertThat(read.results().get(0).failure()).isNotNull();
  }

  @Test
  void shouldReadAnErrorInPlaceOfAListAsARefusedBatch() {
    BatchResult read =
        Responses.read(
            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"no"
                + " batches\"},\"id\":null}",
            Responses.block(17, 1),
            Responses.block(18, 2));
    assertThat(read.failure().cause()).isEqualTo(Cause.TOO_LARGE);
    assertThat(read.failure().message()).isEqualTo("error -32000 (no batches)");
  }

  @Test
  void shouldReadOneErrorForAllCallsAsARefusedBatch() {
    List<RpcResult> results =
        Responses.read(
                "[{\"id\":1,\"error\":{\"code\":-32600,\"message\":\"batch too large\"}}]",
                Responses.block(17, 1),
                Responses.block(18, 2),
                Responses.block(19, 3))
            .results();
    assertThat(results).allMatch(result -> result.failure().cause() == Cause.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"-32005, RATE_LIMITED, RATE", "-32600, REFUSED, ANSWER", "500, REFUSED, ANSWER"})
  void shouldClassifyTheErrorCodesOfASingleRequest(int code, Kind kind, Cause cause) {
    RpcFailure failure =
        Responses.one(
                "{\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"so\"}}",
                Responses.block(17, 1))
            .failure();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.cause()).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "429, Your app has exceeded its compute units per second capacity.",
    "-32029, so",
    "-32007, so",
    "-32016, so",
    "-32090, so",
    "-32000, Too Many Requests",
    "-32603, daily request count exceeded",
    "-32000, You've exceeded the RPS limit available on the current plan.",
    "-32001, You've reached the usage limit for your current plan.",
    "-32012, credits limited to 6000/sec",
    "-32000, Request-Rate Exceeded",
    "-32600, Monthly capacity limit exceeded.",
    "-32000, Reached maximum qps limit",
    "-32000, 50/second request limit reached - reduce calls per second",
    "-32000, 'Too many request, try again later'",
    "-32000, Your plan: free-plan-daily total included usage has been consumed"
  })
  void shouldRecogniseARateLimitInAnItemByItsCodeOrMessage(int code, String message) {
    String limited = "{\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
    List<RpcResult> results =
        Responses.read(
                "[" + limited + "," + item(2, 18) + "]",
                Responses.block(17, 1),
                Responses.block(18, 2))
            .results();
    assertThat(results.get(0).failure().kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(results.get(0).failure().cause()).isEqualTo(Cause.RATE);
    assertThat(results.get(1).failure()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "header not found",
        "missing trie node",
        "historical state is not available",
        "query timeout exceeded",
        "the requested block is beyond the head that was reached",
        "archive requests are not part of the free plan",
        "history is limited to 128 blocks"
      })
  void shouldNotTakeAnotherRefusalForARate(String message) {
    RpcFailure failure =
        Responses.one(
                "{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"" + message + "\"}}",
                Responses.block(17, 1))
            .failure();
    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void shouldNotTakeTheSizeOfABatchForARate() {
    String refused = "{\"id\":%d,\"error\":{\"code\":-32602,\"message\":\"%s\"}}";
    String message = "too many requests in the batch";
    List<RpcResult> results =
        Responses.read(
                "[" + refused.formatted(1, message) + "," + refused.formatted(2, message) + "]",
                Responses.block(17, 1),
                Responses.block(18, 2))
            .results();
    assertThat(results).allMatch(result -> result.failure().cause() == Cause.TOO_LARGE);
  }

  @Test
  void shouldShortenLongMessagesAndDropControlCharacters() {
    RpcFailure failure =
        Responses.one(
                "{\"id\":1,\"error\":{\"code\":1,\"message\":\"a\\n\\u001b[31m"
                    + "b".repeat(5000)
                    + "\"}}",
                Responses.block(17, 1))
            .failure();
    assertThat(failure.message()).hasSizeLessThan(250).doesNotContain("\n", "\u001b");
  }

  @Test
  void shouldIgnoreANullErrorBesideAResult() {
    String json = "{\"id\":1,\"error\":null,\"result\":" + GOOD + "}";
    assertThat(Responses.one(json, Responses.block(17, 1)).failure()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1}",
        "{\"id\":1,\"result\":17}",
        "{\"id\":1,\"result\":[]}",
        "{\"id\":1,\"result\":true}",
        "{\"id\":1,\"result\":\"0x11\"}",
        "{\"id\":\"01\",\"result\":null}",
        "{\"id\":\"0x1\",\"result\":null}",
        "{\"id\":\"1000000000000000000000\",\"result\":null}",
        "{\"id\":1,\"result\":null,\"result\":null}",
        "{\"id\":99999999999999999999999999,\"result\":null}",
        "{\"id\":1e400,\"result\":null}",
        "[[]]",
        "[null]",
        "null",
        "17",
        "\"0x11\"",
        "",
        "   ",
        "{",
        "[",
        "]",
        "<html></html>"
      })
  void shouldReturnATypedFailureForAnyOtherResponse(String json) {
    RpcFailure failure = Responses.one(json, Responses.block(17, 1)).failure();
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void shouldRefuseABlockOfAnotherNumber() {
    RpcFailure failure = Responses.failureOf17(TestBlocks.json(18));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure.message()).isEqualTo("block 18 instead");
  }

  @Test
  void shouldRefuseAnEmptyListUnderTheRootOfSomeTransactions() {
    String hollow =
        TestBlocks.json(18).replace(EmptyRoot.OF_TRIE.toString(), "0x" + "12".repeat(32));
    RpcResult response =
        Responses.one("{\"id\":1,\"result\":" + hollow + "}", Responses.block(18, 1));
    assertThat(response.failure().kind()).isEqualTo(Kind.HOLLOW_BLOCK);
  }

  @Test
  void shouldRefuseTransactionsUnderTheRootOfAnEmptyList() {
    RpcFailure failure =
        Responses.failureOf17(
            GOOD.replaceAll(
                "\"transactionsRoot\":\"[^\"]*\"",
                "\"transactionsRoot\":\"" + EmptyRoot.OF_TRIE + "\""));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"number\":\"0x11\" | \"number\":17",
        "\"number\":\"0x11\" | \"number\":\"17\"",
        "\"number\":\"0x11\" | \"number\":\"0x\"",
        "\"number\":\"0x11\" | \"number\":\"-0x11\"",
        "\"number\":\"0x11\" | \"number\":null",
        "\"number\":\"0x11\" | \"number\":{\"a\":[{}]}",
        "\"number\":\"0x11\" | \"number\":\"0x11\",\"number\":\"0x11\"",
        "\"number\":\"0x11\" | \"height\":\"0x11\"",
        "\"timestamp\":\"0x41b\" | \"timestamp\":\"0xffffffffffffffff\"",
        "\"timestamp\":\"0x41b\" | \"timestamp\":\"0x8000000000000000\"",
        "\"timestamp\":\"0x41b\" | \"timestamp\":\"0x3afff44181\"",
        "\"timestamp\":\"0x41b\" | \"timestamp\":\"0x10000000000000000\"",
        "\"timestamp\":\"0x41b\" | \"timestamp\":1051",
        "\"hash\":\"0x | \"hash\":\"0x00",
        "\"hash\":\"0x | \"hash\":\"0y",
        "\"hash\":\"0x0 | \"hash\":\"0xg",
        "\"hash\":\"0x0 | \"hash\":\"0xé",
        "\"parentHash\":\"0x0 | \"parentHash\":\"0x",
        "\"transactions\": | \"transactions\":[],\"transactions\":",
        "\"transactions\":[ | \"transactions\":[\"0x12\",",
        "\"transactions\":[ | \"transactions\":[null,",
        "\"transactions\":[ | \"transactions\":[[{}],",
        "\"transactions\":[ | \"transactions\":null,\"others\":[",
        "\"from\":\"0x | \"from\":\"0x00",
        "\"from\":\" | \"sender\":\"",
        "\"from\":\"0xff | \"from\":\"0xzz",
        "\"to\":\"0x | \"to\":\"",
        "\"to\":\" | \"recipient\":\"",
        "\"to\":null | \"to\":\"\"",
        "\"to\":null | \"to\":false",
        "\"to\":null | \"to\":null,\"to\":null",
        "\"nonce\":\"0x5\" | \"nonce\":\"0x\"",
        "\"nonce\":\"0x5\" | \"nonce\":5",
        "\"nonce\":\"0x5\" | \"chainId\":\"0x5\"",
      })
  void shouldRefuseABlockWithAnyWrongField(String good, String bad) {
    assertThat(Responses.failureOf17(GOOD)).isNull();
    assertThat(GOOD).contains(good);
    RpcFailure failure =
        Responses.failureOf17(GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure.cause()).isEqualTo(Cause.ANSWER);
  }

  @Test
  void shouldReadTheItemsAfterABadOne() {
    String bad = "{\"id\":1,\"result\":" + GOOD.replace("\"0x11\"", "[[{\"a\":1}]]") + "}";
    List<RpcResult> results =
        Responses.read(
                "[" + bad + "," + item(2, 18) + "]", Responses.block(17, 1), Responses.block(18, 2))
            .results();
    assertThat(results.get(0).failure()).isNotNull();
    assertThat(results.get(1).failure()).isNull();
  }

  @Test
  void shouldStopAtEndlessNesting() {
    RpcFailure failure = Responses.failureOf17("[".repeat(1_000_000));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void shouldStopReadingBlocksThatTakeTooMuchMemory() {
    String json = "[" + item(1, 17) + "," + item(2, 18) + "," + item(3, 19) + "]";
    long twoBlocks = TestBlocks.block(17).memoryBytes() + TestBlocks.block(18).memoryBytes();
    BatchResult read = readWithin(twoBlocks - 1, json);
    assertThat(read.failure().cause()).isEqualTo(Cause.TOO_LARGE);
    assertThat(read.results().get(1).failure()).isNull();
    assertThat(read.results().get(2).failure().cause()).isEqualTo(Cause.TOO_LARGE);
    assertThat(readWithin(Long.MAX_VALUE, json).failure()).isNull();
  }

  @Test
  void shouldReadASingleBlockHoweverLargeItIs() {
    BatchResult read =
        Responses.read(
            ChainRules.of(1),
            1,
            ("[{\"id\":1,\"result\":\"0x1\"}," + item(2, 17) + "]")
                .getBytes(StandardCharsets.UTF_8),
            Responses.chainId(1),
            Responses.block(17, 2));
    assertThat(read.failure()).isNull();
    assertThat(read.results().get(1).failure()).isNull();
  }

  private static BatchResult readWithin(long maxBlockBytes, String json) {
    return Responses.read(
        ChainRules.of(1),
        maxBlockBytes,
        json.getBytes(StandardCharsets.UTF_8),
        Responses.block(17, 1),
        Responses.block(18, 2),
        Responses.block(19, 3));
  }

  @Test
  void shouldSkipHugeFieldsThatAreNotNeeded() {
    String huge =
        GOOD.replace("\"uncles\":", "\"extraData\":\"" + "f".repeat(3_000_000) + "\",\"u\":");
    assertThat(Responses.failureOf17(huge)).isNull();
  }

  private static long number(RpcResult result) {
    return ((RpcResult.Block) result).activity().number();
  }

  private static String item(long id, long number) {
    return "{\"jsonrpc\":\"2.0\",\"result\":" + TestBlocks.json(number) + ",\"id\":" + id + "}";
  }

  @ParameterizedTest
  @CsvSource({
    "314, 12, requested epoch was a null round (17), true",
    "314159, 1, requested epoch was a null round, true",
    "314, 1, requested a future epoch, false",
    "1, 12, requested epoch was a null round (17), false",
    "47805, 12, requested epoch was a null round (17), false"
  })
  void shouldReadANullRoundOnlyOfAChainThatHasThem(
      long chainId, int code, String message, boolean nullRound) {
    String json =
        "[{\"id\":1,\"error\":{\"code\":%d,\"message\":\"%s\"}},{\"id\":2,\"result\":\"0x1\"}]"
            .formatted(code, message);
    RpcResult block =
        Responses.read(
                ChainRules.of(chainId),
                json.getBytes(StandardCharsets.UTF_8),
                Responses.block(17, 1),
                Responses.chainId(2))
            .results()
            .get(0);
    assertThat(block instanceof RpcResult.NullRound).isEqualTo(nullRound);
    assertThat(block.failure() == null).isEqualTo(nullRound);
  }
}
