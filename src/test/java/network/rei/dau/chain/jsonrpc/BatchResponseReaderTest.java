package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResponseReaderTest {

  private static final String GOOD = TestBlocks.json(17);

  @Test
  void shouldMatchAnswersByIdAndNotByPlace() {
    List<RpcResult> answers =
        Responses.read(
                "[" + item(2, 18) + "," + item(1, 17) + "]",
                Responses.block(17, 1),
                Responses.block(18, 2))
            .answers();
    assertThat(((BlockActivity) answers.get(0).getResult()).number()).isEqualTo(17);
    assertThat(((BlockActivity) answers.get(1).getResult()).number()).isEqualTo(18);
  }

  @Test
  void shouldTakeAnIdThatComesBackAsAString() {
    String json = item(17, 17).replace("\"id\":17", "\"id\":\"17\"");
    assertThat(json).contains("\"17\"");
    assertThat(Responses.one(json, Responses.block(17, 17)).fault()).isNull();
    assertThat(Responses.one(json, Responses.block(17, 1)).fault()).isNotNull();
  }

  @Test
  void shouldFaultOnlyTheBlockWhoseIdIsMissing() {
    List<RpcResult> answers =
        Responses.read(
                "[" + item(1, 17) + "," + item(99, 18) + "," + item(3, 19) + "]",
                Responses.block(17, 1),
                Responses.block(18, 2),
                Responses.block(19, 3))
            .answers();
    assertThat(answers.get(0).fault()).isNull();
    assertThat(answers.get(1).fault().kind()).isEqualTo(Kind.MALFORMED);
    assertThat(answers.get(1).fault().cause()).isEqualTo(Cause.ANSWER);
    assertThat(answers.get(2).fault()).isNull();
  }

  @Test
  void shouldNotTakeOneOfTwoAnswersThatIsMissingForALimitOfBatches() {
    List<RpcResult> answers =
        Responses.read(
                "[" + item(2, 17) + "," + item(99, 18) + "]",
                Responses.chainId(1),
                Responses.block(17, 2))
            .answers();
    assertThat(answers.get(0).fault().cause()).isEqualTo(Cause.CUT);
    assertThat(answers.get(1).fault()).isNull();
  }

  @Test
  void shouldBelieveNoneOfTwoAnswersUnderOneId() {
    List<RpcResult> answers =
        Responses.read(
                "[" + item(1, 17) + "," + item(1, 17) + "," + item(2, 18) + "]",
                Responses.block(17, 1),
                Responses.block(18, 2))
            .answers();
    assertThat(answers.get(0).fault().message()).contains("twice");
    assertThat(answers.get(1).fault()).isNull();
  }

  @Test
  void shouldKeepWhatWasCompleteBeforeTheAnswerBrokeOff() {
    String whole = "[" + item(1, 17) + "," + item(2, 18) + "]";
    BatchResponseReader read =
        Responses.read(
            whole.substring(0, whole.length() - 40),
            Responses.block(17, 1),
            Responses.block(18, 2));
    assertThat(read.fault().cause()).isEqualTo(Cause.CUT);
    assertThat(read.answers().get(0).fault()).isNull();
    assertThat(read.answers().get(1).fault().cause()).isEqualTo(Cause.CUT);
  }

  @Test
  void shouldBelieveNothingOfTwoAnswersRunTogether() {
    BatchResponseReader read = Responses.read(item(1, 17) + item(1, 17), Responses.block(17, 1));
    assertThat(read.fault().kind()).isEqualTo(Kind.MALFORMED);
    assertThat(read.answers().get(0).fault()).isNotNull();
  }

  @Test
  void shouldTakeAnErrorObjectInPlaceOfAListForARefusedBatch() {
    BatchResponseReader read =
        Responses.read(
            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"no batches\"},\"id\":null}",
            Responses.block(17, 1),
            Responses.block(18, 2));
    assertThat(read.fault().cause()).isEqualTo(Cause.TOO_LARGE);
    assertThat(read.fault().message()).isEqualTo("error -32000 (no batches)");
  }

  @Test
  void shouldTakeOneErrorForAllAsGethAnswersItForARefusedBatch() {
    List<RpcResult> answers =
        Responses.read(
                "[{\"id\":1,\"error\":{\"code\":-32600,\"message\":\"batch too large\"}}]",
                Responses.block(17, 1),
                Responses.block(18, 2),
                Responses.block(19, 3))
            .answers();
    assertThat(answers).allMatch(answer -> answer.fault().cause() == Cause.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"-32005, RATE_LIMITED, RATE", "-32600, REFUSED, ANSWER", "500, REFUSED, ANSWER"})
  void shouldTellErrorCodesOfOneRequestApart(int code, Kind kind, Cause cause) {
    RpcFailure fault =
        Responses.one(
                "{\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"so\"}}",
                Responses.block(17, 1))
            .fault();
    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.cause()).isEqualTo(cause);
  }

  @Test
  void shouldShortenLongMessagesAndDropControlCharacters() {
    RpcFailure fault =
        Responses.one(
                "{\"id\":1,\"error\":{\"code\":1,\"message\":\"a\\n\\u001b[31m"
                    + "b".repeat(5000)
                    + "\"}}",
                Responses.block(17, 1))
            .fault();
    assertThat(fault.message()).hasSizeLessThan(250).doesNotContain("\n", "\u001b");
  }

  @Test
  void shouldTakeAnErrorThatIsNullBesideAResultForNone() {
    String json = "{\"id\":1,\"error\":null,\"result\":" + GOOD + "}";
    assertThat(Responses.one(json, Responses.block(17, 1)).fault()).isNull();
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
  void shouldGiveATypedFaultForWhateverElseIsAnswered(String json) {
    RpcFailure fault = Responses.one(json, Responses.block(17, 1)).fault();
    assertThat(fault).isNotNull();
    assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void shouldRefuseABlockOfAnotherNumber() {
    RpcFailure fault = Responses.faultOf17(TestBlocks.json(18));
    assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(fault.message()).isEqualTo("block 18 instead");
  }

  @Test
  void shouldCallABlockHollowWhoseListIsEmptyUnderARootThatIsNot() {
    String hollow =
        TestBlocks.json(18)
            .replace(BlockParser.EMPTY_TRANSACTIONS_ROOT.toString(), "0x" + "12".repeat(32));
    RpcResult response =
        Responses.one("{\"id\":1,\"result\":" + hollow + "}", Responses.block(18, 1));
    assertThat(response.fault().kind()).isEqualTo(Kind.HOLLOW_BLOCK);
  }

  @Test
  void shouldRefuseTransactionsUnderTheRootOfNone() {
    RpcFailure fault =
        Responses.faultOf17(
            GOOD.replaceAll(
                "\"transactionsRoot\":\"[^\"]*\"",
                "\"transactionsRoot\":\"" + BlockParser.EMPTY_TRANSACTIONS_ROOT + "\""));
    assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
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
  void shouldRefuseABlockInWhichAnythingThatCountsIsNotAsItMustBe(String good, String bad) {
    assertThat(Responses.faultOf17(GOOD)).isNull();
    assertThat(GOOD).contains(good);
    RpcFailure fault =
        Responses.faultOf17(GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad));
    assertThat(fault).isNotNull();
    assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(fault.cause()).isEqualTo(Cause.ANSWER);
  }

  @Test
  void shouldReadTheItemsAfterABadOne() {
    String bad = "{\"id\":1,\"result\":" + GOOD.replace("\"0x11\"", "[[{\"a\":1}]]") + "}";
    List<RpcResult> answers =
        Responses.read(
                "[" + bad + "," + item(2, 18) + "]", Responses.block(17, 1), Responses.block(18, 2))
            .answers();
    assertThat(answers.get(0).fault()).isNotNull();
    assertThat(answers.get(1).fault()).isNull();
  }

  @Test
  void shouldEndAtNestingWithoutBottom() {
    RpcFailure fault = Responses.faultOf17("[".repeat(1_000_000));
    assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void shouldPassOverHugeFieldsThatNobodyWants() {
    String huge =
        GOOD.replace("\"uncles\":", "\"extraData\":\"" + "f".repeat(3_000_000) + "\",\"u\":");
    assertThat(Responses.faultOf17(huge)).isNull();
  }

  private static String item(long id, long number) {
    return "{\"jsonrpc\":\"2.0\",\"result\":" + TestBlocks.json(number) + ",\"id\":" + id + "}";
  }
}
