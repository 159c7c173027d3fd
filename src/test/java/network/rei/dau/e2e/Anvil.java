package network.rei.dau.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real node: anvil, in a process of its own. */
final class Anvil implements AutoCloseable {

  /** One call of a batch. */
  record Call(String method, List<Object> params) {
    Call(String method, Object... params) {
      this(method, List.of(params));
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final String url;

  private Anvil(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** The binary: {@code ANVIL}, or what npm installed in the project. */
  static Optional<Path> binary() {
    return Stream.of(
            Optional.ofNullable(System.getenv("ANVIL")).map(Path::of),
            Optional.of(Path.of("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")))
        .flatMap(Optional::stream)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a chain whose genesis block has this time.
   *
   * @param folder for its files
   * @param accounts unlocked and rich
   */
  static Anvil start(Path folder, long chainId, long genesisTimestamp, int accounts) {
    try {
      int port = Ports.reserve();
      Process process =
          new ProcessBuilder(
                  binary().orElseThrow().toString(),
                  "--host",
                  "127.0.0.1",
                  "--port",
                  String.valueOf(port),
                  "--chain-id",
                  String.valueOf(chainId),
                  "--accounts",
                  String.valueOf(accounts),
                  "--hardfork",
                  "berlin",
                  "--no-mining",
                  "--order",
                  "fifo",
                  "--slots-in-an-epoch",
                  "1",
                  "--silent",
                  "--cache-path",
                  folder.resolve("anvil-cache").toString(),
                  "--prune-history",
                  "200",
                  "--timestamp",
                  String.valueOf(genesisTimestamp))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("anvil.log").toFile())
              .start();
      Anvil anvil = new Anvil(process, "http://127.0.0.1:" + port);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(20))
          .ignoreExceptions()
          .until(() -> anvil.call("eth_chainId").isTextual());
      return anvil;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return url;
  }

  /** The result of one call. */
  JsonNode call(String method, Object... params) {
    return batch(List.of(new Call(method, params))).get(0);
  }

  /** The results of calls, in their order. */
  List<JsonNode> batch(List<Call> calls) {
    ArrayNode request = JSON.createArrayNode();
    for (int i = 0; i < calls.size(); i++) {
      ObjectNode call = request.addObject();
      call.put("jsonrpc", "2.0").put("id", i).put("method", calls.get(i).method());
      call.set("params", JSON.valueToTree(calls.get(i).params()));
    }
    JsonNode answers = post(request.toString());
    List<JsonNode> results = new ArrayList<>();
    for (JsonNode answer : answers) {
      if (answer.has("error")) {
        throw new AssertionError("anvil: " + answer.get("error"));
      }
      results.add(answer.get("result"));
    }
    return results;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private JsonNode post(String body) {
    try {
      return JSON.readTree(
          HTTP.send(
                  HttpRequest.newBuilder(URI.create(url))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
