package network.rei.dau.chain.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import network.rei.dau.chain.TestBlocks;
import network.rei.dau.chain.jsonrpc.Fixtures;

/** A JSON-RPC server on this machine that answers correctly, except where a test replaces it. */
final class ScriptedServer implements AutoCloseable {

  /** Answers one HTTP request; returns false to have it answered correctly. */
  interface Script {
    boolean answer(HttpExchange exchange, JsonNode body) throws IOException;
  }

  private static final long HEAD = 10_000;

  final List<JsonNode> bodies = Collections.synchronizedList(new ArrayList<>());
  final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
  volatile Script script = (exchange, body) -> false;
  volatile LongFunction<String> blocks = TestBlocks::json;
  volatile long chainId = 1;

  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url(String rest) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + rest);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body =
          Fixtures.tree(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      bodies.add(body);
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      if (!script.answer(exchange, body)) {
        send(exchange, 200, answer(body));
      }
    }
  }

  /** Returns the correct response. */
  String answer(JsonNode body) {
    if (!body.isArray()) {
      return item(body);
    }
    List<String> items = new ArrayList<>();
    body.forEach(request -> items.add(item(request)));
    return "[" + String.join(",", items) + "]";
  }

  private String item(JsonNode request) {
    String result =
        switch (request.get("method").textValue()) {
          case "eth_chainId" -> "\"0x" + Long.toHexString(chainId) + "\"";
          case "eth_blockNumber" -> "\"0x" + Long.toHexString(HEAD) + "\"";
          default -> blocks.apply(number(request));
        };
    return "{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":" + request.get("id") + "}";
  }

  private static long number(JsonNode request) {
    String block = request.get("params").get(0).textValue();
    return block.equals("latest") ? HEAD : Long.decode(block);
  }

  static boolean send(HttpExchange exchange, int status, String body) throws IOException {
    return send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  static boolean send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
    return true;
  }

  /** Blocks until the end of the test. */
  boolean hang() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** Returns the numbers of the blocks that were requested. */
  List<Long> blocksRequested() {
    List<Long> requested = new ArrayList<>();
    synchronized (bodies) {
      for (JsonNode body : bodies) {
        for (JsonNode request : body.isArray() ? body : List.of(body)) {
          if (request.get("method").textValue().equals("eth_getBlockByNumber")) {
            requested.add(number(request));
          }
        }
      }
    }
    return requested;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
