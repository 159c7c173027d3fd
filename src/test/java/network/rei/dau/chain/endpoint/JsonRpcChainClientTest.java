package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.jsonrpc.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client, its manager and the transport over real HTTP. */
class JsonRpcChainClientTest {

  private static final ActorTestKit TESTKIT = ActorTestKit.create();

  private static final ClientTuning QUICK = QuickClient.tuning(Duration.ofMinutes(1));

  private final ScriptedServer server = new ScriptedServer();
  private JsonRpcChainClient client = client(Duration.ofSeconds(20), server.url("/"));

  private static JsonRpcChainClient client(Duration timeout, URI... urls) {
    return QuickClient.of(TESTKIT, QUICK, 1, timeout, urls);
  }

  private void useClient(Duration timeout, URI... urls) {
    client.close();
    client = client(timeout, urls);
  }

  @AfterAll
  static void shutdown() {
    TESTKIT.shutdownTestKit();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void shouldReadARangeTheHeadTheIdentityAndHeaders() {
    read(100, 999);
    assertThat(join(client.head())).isEqualTo(TestBlocks.block(10_000).header());
    assertThat(join(client.identity()))
        .isEqualTo(new ChainIdentity(1, Optional.of(TestBlocks.hash(0))));
    assertThat(join(client.headers(List.of(7L, 3L))))
        .containsExactly(TestBlocks.block(7).header(), TestBlocks.block(3).header());
    EndpointStatus status = client.endpoints().get(0);
    assertThat(status.state()).isEqualTo(EndpointStatus.State.HEALTHY);
    assertThat(status.errors()).isZero();
    assertThat(status.latency()).isPresent();
  }

  @Test
  void shouldFetchOnlyTheNullBlocksAgain() {
    Set<Long> nulls = ConcurrentHashMap.newKeySet();
    nulls.addAll(List.of(5L, 20L, 21L));
    server.blocks = n -> nulls.remove(n) ? "null" : TestBlocks.json(n);
    read(0, 99);
    assertThat(server.blocksRequested()).hasSize(103);
  }

  @Test
  void shouldBisectABatchAnsweredWith413() {
    server.script =
        (exchange, body) ->
            body.size() > 8
                && body.isArray()
                && ScriptedServer.send(exchange, 413, Fixtures.bytes("body_over_5mb.html"));
    read(0, 199);
  }

  @Test
  void shouldSendAnObjectInPlaceOfAListToANodeWithoutBatches() {
    server.script =
        (exchange, body) ->
            body.isArray()
                && ScriptedServer.send(
                    exchange,
                    200,
                    "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"no\"},\"id\":null}");
    read(0, 49);
    assertThat(server.bodies.get(server.bodies.size() - 1).isObject()).isTrue();
  }

  @Test
  void shouldBisectABatchOnWhichTheConnectionIsCut() {
    server.script =
        (exchange, body) -> {
          if (body.isArray() && body.size() > 8) {
            cutOff(exchange, server.answer(body));
            return true;
          }
          return false;
        };
    read(0, 199);
  }

  @Test
  void shouldKeepTheBlocksBeforeTheCutOfAResponse() {
    AtomicInteger answers = new AtomicInteger();
    server.script =
        (exchange, body) -> {
          if (answers.incrementAndGet() == 1) {
            cutOff(exchange, server.answer(body));
            return true;
          }
          return false;
        };
    read(0, 15);
    // Nine tenths of the first batch arrived before the cut.
    assertThat(server.blocksRequested()).hasSizeLessThan(20);
  }

  @Test
  void shouldReadAllBlocksInSpiteOfManyKindsOfErrors() {
    AtomicInteger answers = new AtomicInteger();
    server.script =
        (exchange, body) ->
            switch (answers.incrementAndGet()) {
              case 1 -> ScriptedServer.send(exchange, 502, "<html>bad gateway</html>");
              case 3 -> ScriptedServer.send(exchange, 200, "<html>welcome</html>");
              case 5 -> ScriptedServer.send(exchange, 200, "");
              case 7 -> ScriptedServer.send(exchange, 200, "{\"error\":");
              case 9 -> ScriptedServer.send(exchange, 500, "{\"error\":{\"code\":1}}");
              case 11 -> ScriptedServer.send(exchange, 200, "[]");
              case 13 -> ScriptedServer.send(exchange, 503, "");
              case 15 -> longerThanDeclared(exchange, server.answer(body));
              default -> false;
            };
    read(0, 999);
  }

  @Test
  void shouldWaitForTheTimeOfRetryAfter() {
    AtomicInteger answers = new AtomicInteger();
    long[] times = new long[2];
    server.script =
        (exchange, body) -> {
          int answer = answers.getAndIncrement();
          if (answer < 2) {
            times[answer] = System.nanoTime();
          }
          exchange.getResponseHeaders().add("Retry-After", "1");
          return answer == 0 && ScriptedServer.send(exchange, 429, "");
        };
    read(0, 9);
    assertThat(Duration.ofNanos(times[1] - times[0])).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void shouldReadGzip() {
    server.script =
        (exchange, body) -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          return ScriptedServer.send(
              exchange, 200, gzip(server.answer(body).getBytes(StandardCharsets.UTF_8)));
        };
    read(0, 99);
  }

  @Test
  void shouldStopReadingACompressedBombAndReportWhy() throws IOException {
    byte[] bomb = bomb();
    assertThat(bomb.length).isLessThan(400_000);
    server.script =
        (exchange, body) -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          return ScriptedServer.send(exchange, 200, bomb);
        };
    ChainException failure = failure(client.blocks(new BlockRange(0, 0)));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure).hasMessageContaining("larger than");
  }

  @Test
  void shouldStopReadingAnEndlessBody() {
    server.script =
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write("[{\"result\":\"".getBytes(StandardCharsets.UTF_8));
            byte[] more = "f".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 16_384; i++) {
              out.write(more);
            }
          }
          return true;
        };
    ChainException failure = failure(client.blocks(new BlockRange(0, 3)));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void shouldFailInBoundedTimeIfTheEndpointHangs() {
    useClient(Duration.ofMillis(100), server.url("/"));
    server.script = (exchange, body) -> server.hang();
    long start = System.nanoTime();
    ChainException failure = failure(client.blocks(new BlockRange(0, 99)));
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void shouldFailIfTheBodyArrivesTooSlowly() {
    useClient(Duration.ofMillis(200), server.url("/"));
    server.script =
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('[');
          exchange.getResponseBody().flush();
          return server.hang();
        };
    assertThat(failure(client.blocks(new BlockRange(0, 9))).kind()).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void shouldNameBothChainsIfTheEndpointServesAnother() {
    server.chainId = 5;
    ChainException failure = failure(client.head());
    assertThat(failure.kind()).isEqualTo(Kind.WRONG_CHAIN);
    assertThat(failure)
        .hasMessage(
            "endpoint http://127.0.0.1:"
                + server.url("/").getPort()
                + " serves chain id 5, but rei-dau.chain.id is 1");
    assertThat(failure(client.blocks(new BlockRange(0, 9))).kind()).isEqualTo(Kind.WRONG_CHAIN);
  }

  @Test
  void shouldNameTheFailedMethodOnce() {
    server.script =
        (exchange, body) ->
            ScriptedServer.send(
                exchange, 200, server.answer(body).replace("\"0x1\"", "\"no quantity\""));
    assertThat(failure(client.identity()))
        .hasMessageContaining(": eth_chainId: the result is not a quantity")
        .message()
        .doesNotContain("eth_chainId: eth_chainId");
  }

  @Test
  void shouldNeverShowSecretsOfAUrl() {
    URI url =
        URI.create(
            server
                .url("/v3/0123456789abcdef0123?apikey=topsecret")
                .toString()
                .replace("http://", "http://user:passw0rd@"));
    useClient(Duration.ofSeconds(20), url);
    server.script =
        (exchange, body) ->
            ScriptedServer.send(
                exchange,
                403,
                "{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"no access: "
                    + exchange.getRequestURI()
                    + "\"}}");
    ChainException failure = failure(client.blocks(new BlockRange(17, 23)));
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    all.append(client.endpoints().toString());
    assertThat(all.toString())
        .contains("/v3/***: blocks 17-23: HTTP 403")
        .doesNotContain("0123456789abcdef", "topsecret", "passw0rd");
    assertThat(server.authorizations).contains("Basic dXNlcjpwYXNzdzByZA==");
  }

  @Test
  void shouldReportThatNothingListens() {
    URI nowhere = server.url("/");
    server.close();
    useClient(Duration.ofSeconds(20), nowhere);
    ChainException failure = failure(client.blocks(new BlockRange(0, 9)));
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("blocks 0-9");
  }

  @Test
  void shouldUseTheSecondEndpointIfTheFirstLacksTheBlocks() {
    try (ScriptedServer empty = new ScriptedServer()) {
      empty.blocks = n -> "null";
      useClient(Duration.ofSeconds(20), empty.url("/"), server.url("/"));
      read(0, 199);
    }
  }

  @Test
  void shouldNotWaitForAnEndpointThatAsksForTheYear9999() {
    try (ScriptedServer absurd = new ScriptedServer()) {
      absurd.script =
          (exchange, body) -> {
            exchange.getResponseHeaders().add("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT");
            return ScriptedServer.send(exchange, 429, "{}");
          };
      useClient(Duration.ofSeconds(20), absurd.url("/"), server.url("/"));
      read(0, 199);
    }
  }

  @Test
  void shouldFailPendingAndLaterCallsWhenClosed() {
    server.script = (exchange, body) -> server.hang();
    CompletionStage<?> blocks = client.blocks(new BlockRange(0, 9));
    client.close();
    assertThat(failure(blocks).kind()).isEqualTo(Kind.CLOSED);
    assertThat(failure(client.head()).kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void shouldRefuseARangeThatIsTooLong() {
    assertThatThrownBy(() -> client.blocks(new BlockRange(0, 1_000_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void read(long first, long last) {
    List<BlockActivity> blocks = join(client.blocks(new BlockRange(first, last))).orThrow();
    FakeChain.assertWhole(blocks, first, last);
    for (BlockActivity block : blocks) {
      assertThat(block.header()).isEqualTo(TestBlocks.block(block.number()).header());
      assertThat(block.transactionCount()).isEqualTo((int) (block.number() % 3));
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static ChainException failure(CompletionStage<?> stage) {
    try {
      Object result = join(stage);
      throw new AssertionError("the stage succeeded: " + result);
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(ChainException.class);
      return (ChainException) e.getCause();
    }
  }

  /** Sends all but the last tenth of a body, and closes. */
  private static void cutOff(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    OutputStream out = exchange.getResponseBody();
    out.write(bytes, 0, bytes.length * 9 / 10);
    out.flush();
    // Closing the exchange before all bytes are sent closes the connection.
  }

  /** Sends a length shorter than the body, as a proxy that rewrites it may. */
  private static boolean longerThanDeclared(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length / 2);
    exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
    return true;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write("{\"result\":{\"extraData\":\"".getBytes(StandardCharsets.UTF_8));
      byte[] more = "0".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 256; i++) {
        out.write(more);
      }
    }
    return zipped.toByteArray();
  }
}
