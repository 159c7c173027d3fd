package network.rei.dau.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimTransaction;
import network.rei.dau.simulator.node.SimulatedNode;

/**
 * Forwards each request to a simulated node and changes the responses by mutations. It remembers
 * the blocks that it changed so that no client can detect it ({@link #forged}): a client without
 * the other transactions of the chain cannot know that a sender was exchanged.
 */
public final class HostileNode implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int MAX_ENDLESS = 64 << 20;

  private volatile SimulatedNode node;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger responses = new AtomicInteger();
  private final Set<Long> forged = ConcurrentHashMap.newKeySet();
  private volatile List<Mutation> mutations;
  private volatile byte[] previous = {};

  public HostileNode(SimulatedNode node, List<Mutation> mutations) throws IOException {
    this.node = node;
    this.mutations = mutations;
    this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Forwards every response unchanged from now on. */
  public void behave() {
    mutations = List.of();
  }

  /** Forwards each request to another node from now on. */
  public void forwardTo(SimulatedNode other) {
    node = other;
  }

  /** Returns the numbers of the blocks that were changed so that it cannot be detected. */
  public Set<Long> forged() {
    return forged;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        try {
          threads.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
          // The node was closed meanwhile, and may have closed the other sockets before this one.
          close(socket);
        }
      } catch (IOException e) {
        // The server is closed, or the client closed its connection before it was accepted.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(30_000);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean usable = true;
      while (usable) {
        byte[] request = readRequest(in);
        usable = request != null && respond(request, socket);
      }
    } catch (IOException | NumberFormatException e) {
      // The client closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private boolean respond(byte[] request, Socket socket) throws IOException, InterruptedException {
    int index = responses.getAndIncrement();
    Reply reply = new Reply(forward(request));
    byte[] unchanged = reply.body;
    for (Mutation mutation : mutations) {
      if (mutation.response() == Mutation.EVERY || mutation.response() == index) {
        byte[] before = reply.body;
        mutation.applyTo(reply, previous);
        if (reply.body != before) {
          // After each mutation, because the client also uses the first items of a broken body.
          recordForgedBlocks(reply.body);
        }
      }
    }
    previous = unchanged;
    return send(reply, socket);
  }

  private byte[] forward(byte[] request) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(node.uri())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  private static boolean send(Reply reply, Socket socket) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    switch (reply.transmission) {
      case CLOSED -> {
        return false;
      }
      case RESET -> {
        socket.setSoLinger(true, 0);
        return false;
      }
      case SILENT -> {
        while (socket.getInputStream().read() >= 0) {
          // Nothing is answered until the client gives up.
        }
        return false;
      }
      case CUT -> {
        out.write(reply.head());
        out.write(reply.body, 0, reply.body.length / 2);
        return false;
      }
      case DRIBBLING -> {
        out.write(reply.head());
        for (int at = 0; at < reply.body.length; at += 64) {
          out.write(reply.body, at, Math.min(64, reply.body.length - at));
          out.flush();
          Thread.sleep(1);
        }
        return true;
      }
      case ENDLESS -> {
        reply.contentLength = Integer.toString(Integer.MAX_VALUE);
        out.write(reply.head());
        byte[] spaces = " ".repeat(64 * 1024).getBytes(ISO_8859_1);
        for (int sent = 0; sent < MAX_ENDLESS; sent += spaces.length) {
          out.write(spaces);
        }
        return false;
      }
      default -> {
        out.write(reply.head());
        out.write(reply.body);
        out.flush();
        return reply.contentLength == null;
      }
    }
  }

  private static byte[] readRequest(InputStream in) throws IOException {
    int length = 0;
    String line = readLine(in);
    if (line == null) {
      return null;
    }
    for (String header = readLine(in); header != null && !header.isEmpty(); header = readLine(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).trim());
      }
    }
    return in.readNBytes(length);
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void recordForgedBlocks(byte[] body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (IOException e) {
      return;
    }
    for (JsonNode block : root.findParents("transactions")) {
      long number = quantity(block.path("number"));
      if (number >= 0 && number <= node.chain().head() && isForged(block, number)) {
        forged.add(number);
      }
    }
  }

  /** Returns whether a block is well-formed but is counted otherwise than the true one. */
  private boolean isForged(JsonNode block, long number) {
    SimBlock truth = node.chain().block(number);
    JsonNode transactions = block.get("transactions");
    if (transactions.isEmpty() && !truth.transactions().isEmpty()) {
      // The list contradicts the root, unless the root was changed too.
      return block.path("transactionsRoot").asText().startsWith("0x56e8");
    }
    if (quantity(block.path("timestamp")) != truth.timestamp()
        || transactions.size() != truth.transactions().size()) {
      return true;
    }
    for (int i = 0; i < transactions.size(); i++) {
      JsonNode transaction = transactions.path(i);
      SimTransaction expected = truth.transactions().get(i);
      String to = transaction.path("to").isNull() ? null : transaction.path("to").asText();
      if (!transaction.path("from").asText().equals(expected.from())
          || !Objects.equals(to, expected.to())
          || (quantity(transaction.path("nonce")) == 0) != (expected.nonce() == 0)) {
        return true;
      }
    }
    return false;
  }

  private static long quantity(JsonNode node) {
    try {
      return Long.decode(node.asText());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      close(socket);
    }
    threads.shutdownNow();
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is lost either way.
    }
  }
}
