package network.rei.dau.simulator.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static network.rei.dau.simulator.node.RpcProbe.JSON;
import static network.rei.dau.simulator.node.RpcProbe.batchOf;
import static network.rei.dau.simulator.node.RpcProbe.blockCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.fault.ActiveFault;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultInjector;
import network.rei.dau.simulator.fault.FaultTrigger;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests faults that delay, reject, corrupt or drop a response. */
class FaultResponderTest {

  private static final long BUSY = 20;

  private final SimulatedChain chain =
      SimulatedChain.of(
          ChainSpec.of(11, 100).withTraffic(TrafficProfile.steady().withTransactionsPerBlock(12)));
  private SimulatedNode node;
  private FaultInjector faults;
  private RpcProbe probe;

  @BeforeEach
  void start() throws IOException {
    node = SimulatedNode.start(chain);
    faults = node.faults();
    probe = new RpcProbe(node.uri());
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  private void assertValidAgain() throws IOException {
    faults.clear();
    assertThat(probe.blocks(BUSY, BUSY)).containsExactly(chain.block(BUSY));
  }

  @Test
  void shouldDelayTheResponse() throws IOException {
    faults.latency(Duration.ofMillis(60), Duration.ofMillis(10));
    long start = System.nanoTime();
    probe.block(BUSY);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(60));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429})
  void shouldAnswerAnHttpErrorWithHtml(int status) throws IOException {
    faults.add(new Fault.HttpError(status, null), FaultTrigger.nextTimes(1));
    HttpResponse<byte[]> answer = probe.post(blockCall(BUSY));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new String(answer.body(), UTF_8)).startsWith("<html>");
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    assertThat(probe.post(blockCall(BUSY)).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSendRetryAfter() throws IOException {
    faults.add(new Fault.HttpError(429, "2"));

    assertThat(probe.post("[]").headers().firstValue("Retry-After")).hasValue("2");
  }

  @Test
  void shouldRejectRequestsAboveARate() throws IOException {
    ActiveFault rate = faults.add(new Fault.RequestRate(0.001, "1"));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      statuses.add(probe.post("[]").statusCode());
    }

    assertThat(statuses).containsExactly(200, 429, 429, 429);
    assertThat(rate.fired()).isEqualTo(3);
    faults.clear();
    ActiveFault generous = faults.add(new Fault.RequestRate(1000, null));
    assertThat(probe.post("[]").statusCode()).isEqualTo(200);
    assertThat(generous.fired()).isZero();
  }

  @Test
  void shouldTruncateABodyOrReplaceItByHtmlWithStatus200() throws IOException {
    faults.add(new Fault.CorruptBody(Fault.BodyCorruption.TRUNCATED), FaultTrigger.nextTimes(1));
    HttpResponse<byte[]> truncated = probe.post(batchOf(1, 5));
    assertThat(truncated.statusCode()).isEqualTo(200);
    Assertions.assertThatThrownBy(() -> JSON.readTree(truncated.body()))
        .isInstanceOf(JsonProcessingException.class);

    faults.add(new Fault.CorruptBody(Fault.BodyCorruption.HTML), FaultTrigger.nextTimes(1));
    HttpResponse<byte[]> html = probe.post(batchOf(1, 5));
    assertThat(html.statusCode()).isEqualTo(200);
    assertThat(new String(html.body(), UTF_8)).startsWith("<html>");
    assertThat(node.counters().served()).isEmpty();
    assertValidAgain();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.BodyCorruption.class,
      names = {"OVERSTATED_LENGTH", "CUT"})
  void shouldCloseTheConnectionBeforeTheBodyIsComplete(Fault.BodyCorruption failure)
      throws IOException {
    faults.add(new Fault.CorruptBody(failure));

    HttpResponse<InputStream> answer = probe.stream(batchOf(1, 5));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThatIOException().isThrownBy(() -> answer.body().readAllBytes());
    assertValidAgain();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.ConnectionFailure.class,
      names = {"CUT", "RESET"})
  void shouldBreakTheConnectionWithoutAResponse(Fault.ConnectionFailure failure)
      throws IOException {
    ActiveFault cut = faults.add(new Fault.BrokenConnection(failure));

    assertThatIOException().isThrownBy(() -> probe.post("[]"));
    assertThat(cut.fired()).isEqualTo(1);
    assertValidAgain();
  }

  @Test
  void shouldSendOnlyTheStartOfAResponse() throws IOException {
    faults.add(new Fault.BrokenConnection(Fault.ConnectionFailure.DRIP));

    try (InputStream body = probe.stream(batchOf(1, 5)).body()) {
      assertThat(body.read()).isEqualTo(' ');
    }
    Awaitility.await().until(() -> node.counters().inFlight() == 0);
    assertValidAgain();
  }

  @Test
  void shouldHangWithoutDelayingOtherConnections() throws IOException {
    faults.add(
        new Fault.BrokenConnection(Fault.ConnectionFailure.HANG),
        FaultTrigger.onBlocks(n -> n == BUSY));
    CompletableFuture<HttpResponse<byte[]>> hanging = probe.postAsync(blockCall(BUSY));
    CompletableFuture<HttpResponse<byte[]>> unanswerable = probe.postAsync("[null]");
    Awaitility.await().until(() -> node.counters().inFlight() == 2);

    assertThat(probe.block(BUSY + 1).isNull()).isFalse();
    assertThat(hanging).isNotDone();
    assertThat(unanswerable).isNotDone();
    assertThat(node.counters().maxInFlight()).isEqualTo(3);
    node.close();
    assertThat(hanging).failsWithin(Duration.ofSeconds(60));
    assertThat(unanswerable).failsWithin(Duration.ofSeconds(60));
  }

  @Test
  void shouldCompressIfTheClientAcceptsGzipOrAlways() throws IOException {
    byte[] plain = probe.post(batchOf(1, 5)).body();
    ActiveFault accepted = faults.add(new Fault.Gzip(false));
    assertThat(probe.post(batchOf(1, 5)).body()).isEqualTo(plain);
    HttpResponse<byte[]> answer = probe.post(batchOf(1, 5), "Accept-Encoding", "gzip");
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(inflated(answer)).isEqualTo(plain);

    faults.remove(accepted);
    faults.add(new Fault.Gzip(true));
    assertThat(inflated(probe.post(batchOf(1, 5)))).isEqualTo(plain);
  }

  private static byte[] inflated(HttpResponse<byte[]> answer) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
  }

  @Test
  void shouldSendASmallBodyThatInflatesToMoreThanAGigabyte() throws IOException {
    faults.add(new Fault.GzipBomb(1L << 30));
    HttpResponse<byte[]> bomb = probe.post(batchOf(1, 2));
    assertThat(bomb.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(bomb.body()).hasSizeLessThan(2 << 20);

    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bomb.body()), 1 << 16)) {
      assertThat(new String(in.readNBytes(30), UTF_8)).startsWith("[{\"jsonrpc\":\"2.0\"");
      in.skipNBytes(1L << 30);
      in.skip(1L << 30); // The stream compares the checksum at its end.
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.FloodContent.class)
  void shouldStreamAVeryLongBody(Fault.FloodContent filling) throws IOException {
    faults.add(new Fault.Flood(32L << 20, filling));

    HttpResponse<InputStream> answer = probe.stream(batchOf(1, 2));
    answer.body().skipNBytes(31L << 20);
    assertThatIOException().isThrownBy(() -> answer.body().readAllBytes());
    assertValidAgain();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_413,413,",
    "ITEMS_32600,200,/0/error/code",
    "ITEMS_32602,200,/2/error/code",
    "ITEMS_32005,200,/2/error/code",
    "FIRST_ITEM_32600,200,/0/error/code",
    "OBJECT_32600,200,/error/code",
    "OBJECT_32602,200,/error/code",
    "OBJECT_32005,200,/error/code"
  })
  void shouldRejectLargeBatches(Fault.BatchRejection form, int status, String codeAt)
      throws IOException {
    faults.add(new Fault.BatchLimit(2, form));
    HttpResponse<byte[]> refused = probe.post(batchOf(1, 3));

    assertThat(refused.statusCode()).isEqualTo(status);
    if (codeAt != null) {
      JsonNode answer = JSON.readTree(refused.body());
      assertThat(answer.at(codeAt).asInt()).isEqualTo(form.code);
      assertThat(form.name()).endsWith(Integer.toString(-form.code));
      assertThat(answer.size()).isEqualTo(form == Fault.BatchRejection.FIRST_ITEM_32600 ? 1 : 3);
    }
    assertThat(probe.json(batchOf(1, 2))).hasSize(2);
  }

  @Test
  void shouldCloseTheConnectionOfALargeBatch() throws IOException {
    faults.add(new Fault.BatchLimit(1, Fault.BatchRejection.CUT));

    assertThatIOException().isThrownBy(() -> probe.post(batchOf(1, 2)));
    assertThat(probe.json(batchOf(1, 1))).hasSize(1);
    assertThat(probe.block(1).isNull()).isFalse();
  }
}
