package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import network.rei.dau.chain.jsonrpc.HexReader;
import network.rei.dau.chain.jsonrpc.RequestWriter;
import network.rei.dau.chain.jsonrpc.ResponseSizeLimit;
import network.rei.dau.chain.jsonrpc.Responses;
import network.rei.dau.chain.jsonrpc.RetryAfterHeader;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://rpc.rei.network | https://rpc.rei.network",
        "https://rpc.rei.network/ | https://rpc.rei.network",
        "http://localhost:8545/rpc | http://localhost:8545/rpc",
        "http://my_node:8545 | http://my_node:8545",
        "https://me:pass@host.net/x?key=1#f | https://host.net/x",
        "https://host.net/v3/0123456789abcdef0123456789abcdef | https://host.net/v3/***",
        "https://host.net/v2/aB3-xY_9012345678/eth | https://host.net/v2/***/eth"
      })
  void shouldShowAUrlWithoutItsSecrets(URI url, String shown) {
    assertThat(EndpointName.of(url)).hasToString(shown);
  }

  @Test
  void shouldScrubSecretsFromTextThatRepeatsThem() {
    EndpointName name =
        EndpointName.of(URI.create("https://me:pass%21word@h.net/v3/0123456789abcdef?k=topsecret"));
    assertThat(name.scrub("no: /v3/0123456789abcdef?k=topsecret for me:pass!word, pass%21word"))
        .doesNotContain("0123456789abcdef", "topsecret", "pass!word", "pass%21word");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "120, 120",
    "99999999999999999999, 86400",
    "'Mon, 23 Nov 2026 16:00:30 GMT', 30",
    "'Mon, 23 Nov 2026 15:00:00 GMT', 0"
  })
  void shouldReadRetryAfter(String header, long seconds) {
    assertThat(RetryAfterHeader.parse(header, Instant.parse("2026-11-23T16:00:00Z")))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "soon", "-1", "1.5", "٣"})
  void shouldTakeARetryAfterThatSaysNothingForNone(String header) {
    assertThat(RetryAfterHeader.parse(header, Instant.EPOCH)).isNull();
    assertThat(RetryAfterHeader.parse(null, Instant.EPOCH)).isNull();
  }

  @Test
  void shouldNameBlocksAsPeopleDo() {
    assertThat(BlockNumberText.of(new long[] {17})).isEqualTo("block 17");
    assertThat(BlockNumberText.of(new long[] {23, 17, 19, 20, 21, 22, 17}))
        .isEqualTo("blocks 17, 19-23");
    assertThat(BlockNumberText.of(new long[] {1, 2})).isEqualTo("blocks 1, 2");
    assertThat(BlockNumberText.of(LongStream.range(0, 1000).map(n -> 2 * n).toArray()))
        .isEqualTo("blocks 0, 2, 4, 6, 8, 10, 12, 14, ... (1000 blocks)");
  }

  @Test
  void shouldKeepTheCeilingInShortAsInLong() {
    long now = Long.MAX_VALUE - SECOND;
    long end = now + 10 * SECOND;
    TokenBucket ceiling = new TokenBucket(50, now);
    int sent = 0;
    int atOnce = 0;
    while (now - end < 0) {
      long wait = ceiling.nanosUntilNext(now);
      if (wait == 0) {
        ceiling.take(now);
        sent++;
        atOnce += now - (end - 10 * SECOND) == 0 ? 1 : 0;
      } else {
        now += wait;
      }
    }
    assertThat(sent).isBetween(495, 506);
    assertThat(atOnce).isEqualTo(5);
    assertThat(new TokenBucket(0, 0).nanosUntilNext(0)).isZero();
  }

  @Test
  void shouldTakeAnEqualPartOfTheCeilingOfSeveralNodes() {
    TokenBucket ceiling = new TokenBucket(30, 0);
    ceiling.share(3, 0);

    assertThat(requestsWithin(ceiling, 0, 10 * SECOND)).isBetween(100L, 101L);
    ceiling.share(2, 10 * SECOND);
    assertThat(requestsWithin(ceiling, 10 * SECOND, 20 * SECOND)).isBetween(149L, 151L);
  }

  private static long requestsWithin(TokenBucket ceiling, long from, long to) {
    long requests = 0;
    for (long now = from; now < to; now += SECOND / 1000) {
      if (ceiling.nanosUntilNext(now) == 0) {
        ceiling.take(now);
        requests++;
      }
    }
    return requests;
  }

  @Test
  void shouldWaitForAnEndpointThatSaidWhenToComeBackButNotForEver() {
    Deadline patience = new Deadline(30 * SECOND, 300 * SECOND);
    assertThat(patience.isOver(0, 29 * SECOND)).isFalse();
    assertThat(patience.isOver(0, 30 * SECOND)).isTrue();
    patience.progress(20 * SECOND);
    assertThat(patience.isOver(0, 49 * SECOND)).isFalse();
    patience.excuse(25 * SECOND, 60 * SECOND);
    assertThat(patience.isOver(0, 114 * SECOND)).isFalse();
    assertThat(patience.isOver(0, 115 * SECOND)).isTrue();
    for (int i = 0; i < 100; i++) {
      patience.excuse(i * (100 * SECOND), 100 * SECOND);
    }
    assertThat(patience.isOver(0, 351 * SECOND)).isTrue();
  }

  @Test
  void shouldGiveThreeTriesToABlockAndMoreToAServerThatStumbles() {
    RetryPolicy policy =
        new RetryPolicy(
            3,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            new SplittableRandom(1));
    assertThat(tries(policy, RpcFailure.Cause.ANSWER)).isEqualTo(3);
    assertThat(tries(policy, RpcFailure.Cause.TIMEOUT)).isEqualTo(3);
    assertThat(tries(policy, RpcFailure.Cause.SERVER)).isEqualTo(9);
    assertThat(tries(policy, RpcFailure.Cause.RATE)).isEqualTo(18);
    assertThat(policy.patienceNanos()).isEqualTo(33 * SECOND);
    assertThat(policy.delay(RpcFailure.Cause.ANSWER, 1, false, 1)).isEqualTo(SECOND / 10);
    assertThat(policy.delay(RpcFailure.Cause.ANSWER, 1, true, 1)).isZero();
    assertThat(policy.delay(RpcFailure.Cause.ANSWER, 3, true, 1)).isEqualTo(2 * SECOND);
  }

  private static int tries(RetryPolicy policy, RpcFailure.Cause cause) {
    int spent = 0;
    int tries = 0;
    while (!policy.isSpent(spent)) {
      spent += policy.cost(cause, 100);
      tries++;
    }
    return tries;
  }

  @Test
  void shouldWriteOneRequestPlainAndSeveralAsAList() {
    RpcCall block = Responses.block(17, 5);
    String plain =
        "{\"jsonrpc\":\"2.0\",\"method\":\"eth_getBlockByNumber\",\"params\":[\"0x11\",true],\"id\":5}";
    assertThat(new String(RequestWriter.write(List.of(block)), StandardCharsets.UTF_8))
        .isEqualTo(plain);
    assertThat(
            new String(
                RequestWriter.write(List.of(block, Responses.header(16, 6))),
                StandardCharsets.UTF_8))
        .isEqualTo(
            "["
                + plain
                + ","
                + plain.replace("0x11", "0x10").replace("true", "false").replace(":5", ":6")
                + "]");
  }

  @Test
  void shouldEndAnAnswerAtItsLimit() throws IOException {
    ResponseSizeLimit limit = new ResponseSizeLimit(new ByteArrayInputStream(new byte[100]), 99);
    assertThat(limit.readNBytes(99)).hasSize(99);
    assertThatThrownBy(limit::read).isInstanceOf(ResponseSizeLimit.Exceeded.class);
    assertThat(ResponseSizeLimit.bytesFor(1)).isGreaterThan(10_000_000);
    assertThat(ResponseSizeLimit.bytesFor(1000)).isLessThanOrEqualTo(64 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, 0",
    "0x00, 0",
    "0X1f, 31",
    "0x7fffffffffffffff, 9223372036854775807",
    "0x8000000000000000, -1",
    "0x, -1",
    "x1, -1",
    "0xg, -1",
    "0x 1, -1",
    "0x-1, -1"
  })
  void shouldReadQuantities(String text, long value) {
    char[] chars = ("??" + text + "0").toCharArray();
    assertThat(HexReader.quantity(chars, 2, text.length())).isEqualTo(value);
  }
}
