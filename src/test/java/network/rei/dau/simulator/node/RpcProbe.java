package network.rei.dau.simulator.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimTraffic;
import network.rei.dau.simulator.chain.SimTransaction;

/** A client of a node that uses the JDK's HTTP client and JSON trees, not code of the simulator. */
public final class RpcProbe {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI uri;

  public RpcProbe(URI uri) {
    this.uri = uri;
  }

  static JsonNode fixture(String name) {
    try (InputStream in = RpcProbe.class.getResourceAsStream("/rei-devnet/" + name)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String call(String method, String params, String id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":["
        + params
        + "]}";
  }

  static String blockCall(long number) {
    return call(
        "eth_getBlockByNumber",
        "\"0x" + Long.toHexString(number) + "\",true",
        Long.toString(number));
  }

  public static String batchOf(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(RpcProbe::blockCall)
        .collect(Collectors.joining(",", "[", "]"));
  }

  HttpRequest request(String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  public HttpResponse<byte[]> post(String body, String... headers) throws IOException {
    return send(request(body, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> stream(String body) throws IOException {
    return send(request(body), HttpResponse.BodyHandlers.ofInputStream());
  }

  CompletableFuture<HttpResponse<byte[]>> postAsync(String body) {
    return client.sendAsync(request(body), HttpResponse.BodyHandlers.ofByteArray());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return client.send(request, handler);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  public JsonNode json(String body) throws IOException {
    return JSON.readTree(post(body).body());
  }

  public JsonNode result(String method, String params) throws IOException {
    return json(call(method, params, "1")).get("result");
  }

  public JsonNode block(long number) throws IOException {
    return json(blockCall(number)).get("result");
  }

  /** Reads the blocks of the response to a batch. */
  public List<SimBlock> blocks(long first, long last) throws IOException {
    List<SimBlock> blocks = new ArrayList<>();
    for (JsonNode item : json(batchOf(first, last))) {
      blocks.add(simBlock(item.get("result")));
    }
    return blocks;
  }

  public static SimBlock simBlock(JsonNode block) {
    List<SimTransaction> transactions = new ArrayList<>();
    for (JsonNode tx : block.get("transactions")) {
      transactions.add(
          new SimTransaction(
              tx.get("from").asText(),
              tx.get("to").textValue(),
              quantity(tx.get("nonce")),
              tx.has("type") ? (int) quantity(tx.get("type")) : 0,
              quantity(tx.get("gasPrice")),
              quantity(tx.get("value")),
              tx.get("input").asText()));
    }
    return new SimBlock(
        quantity(block.get("number")),
        block.get("hash").asText(),
        block.get("parentHash").asText(),
        quantity(block.get("timestamp")),
        transactions,
        new SimTraffic(
            quantity(block.get("gasUsed")),
            quantity(block.get("gasLimit")),
            block.has("baseFeePerGas") ? quantity(block.get("baseFeePerGas")) : 0,
            quantity(block.get("size"))));
  }

  public static long quantity(JsonNode hex) {
    return Long.decode(hex.asText());
  }
}
