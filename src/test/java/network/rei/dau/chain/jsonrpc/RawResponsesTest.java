package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import network.rei.dau.chain.ClockBound;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.proof.ProofLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose HTTP is wrong or absurd, over a real socket. */
class RawResponsesTest {

  private static final String CHAIN_ID = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":\"0x1\"}";

  private final ServerSocket server = listen();

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private BatchResult answerTo(String response) {
    CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(response));
    URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
    RpcSettings settings =
        new RpcSettings(
            List.of(url),
            1,
            Duration.ofSeconds(60),
            10,
            1,
            0,
            1,
            Duration.ofMillis(10),
            new ClockBound(Duration.ofHours(1)),
            0.25,
            ProofLevel.NONE);
    HttpTransport transport =
        new HttpTransport(
            HttpTransport.client(settings),
            url,
            ChainRules.of(1),
            ProofLevel.NONE,
            Long.MAX_VALUE,
            Runnable::run,
            Clock.systemUTC());
    BatchResult result =
        transport.send(List.of(RpcCall.CHAIN_ID), settings.timeout()).toCompletableFuture().join();
    transport.close();
    served.join();
    return result;
  }

  private void serve(String response) {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      for (int read = in.read(); read >= 0 && read != '}'; read = in.read()) {
        // The request is read up to the end of its body.
      }
      socket.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The client may close the connection first.
    }
  }

  private static String body() {
    return CHAIN_ID.formatted(RpcCall.CHAIN_ID.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 99999999999999999999999999",
        "Content-Length: -5",
        "Content-Length: 9223372036854775807",
        "Content-Length: 0x10",
        "Transfer-Encoding: chunked",
        "Content-Encoding: gzip",
        "Content-Encoding: br"
      })
  void shouldFailAnAnswerWhoseBodyIsNotAsDeclared(String header) {
    BatchResult result = answerTo("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n!" + body());
    assertThat(result.results()).hasSize(1);
    assertThat(result.results().get(0).failure()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",
        "Retry-After: 9223372036854775807",
        "Retry-After: -1",
        "Date: Fri, 31 Dec 9999 23:59:59 GMT",
        "Keep-Alive: timeout=99999999999999999999, max=-1",
        "Content-Type: text/html; charset=no-such-charset",
        "Content-Type: ;;;",
        "Set-Cookie: a=b; Max-Age=99999999999999999999; Expires=x"
      })
  void shouldReadAnAnswerWithAnAbsurdHeader(String header) {
    String head = "\r\n" + header + "\r\nContent-Length: " + body().length() + "\r\n\r\n";
    assertThat(answerTo("HTTP/1.1 200 OK" + head + body()).failure()).isNull();
    BatchResult limited = answerTo("HTTP/1.1 429 Too Many" + head + body());
    assertThat(limited.failure().cause()).isEqualTo(RpcFailure.Cause.RATE);
    if (limited.failure().retryAfter() != null) {
      assertThat(limited.failure().retryAfter()).isBetween(Duration.ZERO, Duration.ofHours(1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 99999999999 OK",
        "HTTP/1.1 -1 OK",
        "HTTP/1.1 099 OK",
        "HTTP/9.9 200 OK",
        "HTTP/1.1",
        "HTTP/1.1 103 Early Hints",
        "HTTP/1.1 101 Switching Protocols",
        "HTTP/1.1 204 No Content",
        "HTTP/1.1 999 Unknown",
        "SSH-2.0-OpenSSH_9.2"
      })
  void shouldFailAnAnswerWithAnAbsurdStatus(String status) {
    BatchResult result =
        answerTo(status + "\r\nContent-Length: " + body().length() + "\r\n\r\n" + body());
    assertThat(result.results()).hasSize(1);
    assertThat(result.results().get(0).failure()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | Content-Type: text/html | <html> | text that is not JSON-RPC (HTTP 200, content type text/html)
          200 | Content-Type: text/plain | '' | the answer is empty (HTTP 200, content type text/plain)
          200 | Content-Encoding: br | !x | text that is not JSON-RPC (HTTP 200, no content type, content encoding br)
          200 | Content-Encoding: gzip | {"id":1} | the connection broke (HTTP 200, no content type, content encoding gzip)
          200 | Content-Type: application/json | [{"id":1 | the answer is cut off (HTTP 200, content type application/json)
          200 | Content-Type: application/json | {"message":"no"} | no answer with the id asked for (HTTP 200, content type application/json)
          200 | Content-Type: application/json | ["no"] | an item of the answer is not an object (HTTP 200, content type application/json)
          502 | Content-Type: text/html | <html> | HTTP 502, content type text/html
          429 | Content-Type: text/html | <html> | HTTP 429, content type text/html
          """)
  void shouldSayWhatAnAnswerIsThatIsNotJsonRpc(
      int status, String header, String body, String message) {
    String head = "\r\n" + header + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
    BatchResult result = answerTo("HTTP/1.1 " + status + " Status" + head + body);
    assertThat(result.results().get(0).failure().message()).isEqualTo(message);
  }

  @Test
  void shouldSayWhatAnAnswerIsThatBreaksOff() {
    BatchResult result =
        answerTo(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{");
    assertThat(result.failure().message())
        .isEqualTo("the connection broke (HTTP 200, content type application/json)");
  }

  @Test
  void shouldBoundAHeaderInTheText() {
    String response = "HTTP/1.1 200 OK\r\nContent-Type: " + "x".repeat(10_000);
    BatchResult result = answerTo(response + "\r\nContent-Length: 1\r\n\r\n!");
    assertThat(result.failure().message()).hasSizeLessThan(200);
  }

  @Test
  void shouldRefuseACompressedAnswerWithAWrongChecksum() throws IOException {
    String compressed = stored(body());
    String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";
    head += compressed.length() + "\r\n\r\n";
    assertThat(answerTo(head + compressed).failure()).isNull();
    BatchResult corrupt = answerTo(head + compressed.replace("\"0x1\"", "\"0x2\""));
    assertThat(corrupt.results().get(0).failure()).isNotNull();
  }

  /** Returns a text in the format of gzip, in which it can be read. */
  private static String stored(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        }) {
      gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
