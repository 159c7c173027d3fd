package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.rei.dau.simulator.chain.HashRandom;

/**
 * Serves a {@link LargeChain} over JSON-RPC with little work for each transaction: all have the
 * same text, into which the addresses and the nonce are written. The head follows the clock up to a
 * last block.
 *
 * <p>Arguments: the port, the number of the last block, those of {@link LargeChain#of}.
 */
public final class LargeChainNode {

  private static final String LENGTH = "content-length:";
  private static final int MAX_BODY = 1 << 20;
  private static final int GROUP = 64;
  private static final String ZEROS = "0".repeat(64);
  private static final String HASH = "cdef".repeat(16);

  private static final String HEADER =
      "{\"number\":\"0x%x\",\"hash\":\"0x%s\",\"parentHash\":\"0x%s\",\"nonce\":\"0x%s\","
          + "\"sha3Uncles\":\"0x%s\",\"logsBloom\":\"0x%s\",\"transactionsRoot\":\"0x%s\","
          + "\"stateRoot\":\"0x%s\",\"receiptsRoot\":\"0x%s\",\"miner\":\"0x%s\",\"difficulty\":\"0x0\","
          + "\"extraData\":\"0x\",\"size\":\"0xfffff\",\"gasLimit\":\"0x1c9c380\",\"gasUsed\":\"0x1c9c380\","
          + "\"baseFeePerGas\":\"0x3b9aca00\",\"timestamp\":\"0x%08x\",\"uncles\":[],\"transactions\":[";

  /** A transaction with its separator; F, T and N stand for the addresses and the nonce. */
  private static final String TRANSACTION =
      ",{\"blockHash\":\"0x%1$s\",\"blockNumber\":\"0x1312d00\",\"from\":\"0x%2$s\",\"gas\":\"0x5208\","
              .formatted(HASH, "F".repeat(40))
          + "\"gasPrice\":\"0x3b9aca00\",\"maxFeePerGas\":\"0x77359400\",\"hash\":\"0x%s\",\"input\":\"0x\","
              .formatted(HASH)
          + "\"nonce\":\"0xN\",\"to\":\"0x%s\",\"transactionIndex\":\"0x10\","
              .formatted("T".repeat(40))
          + "\"value\":\"0xde0b6b3a7640000\",\"type\":\"0x2\",\"accessList\":[],\"chainId\":\"0xbabd\","
          + "\"v\":\"0x1\",\"r\":\"0x%1$s\",\"s\":\"0x%1$s\"}".formatted(HASH);

  private static final int TRANSACTION_BYTES = TRANSACTION.length();
  private static final int FROM_AT = TRANSACTION.indexOf("FF");
  private static final int TO_AT = TRANSACTION.indexOf("TT");
  private static final int NONCE_AT = TRANSACTION.indexOf("0xN") + 2;
  private static final String HASH_OF_TRANSACTION = ",\"0x" + HASH + "\"";

  private final LargeChain chain;
  private final long lastBlock;
  private final byte[] addresses;
  private final Clock clock = Clock.systemUTC();
  private final ObjectMapper json = new ObjectMapper();

  private LargeChainNode(LargeChain chain, long lastBlock) {
    this.chain = chain;
    this.lastBlock = lastBlock;
    this.addresses = chain.addressDigits();
  }

  public static void main(String[] args) throws IOException {
    List<String> arguments = Arrays.asList(args);
    LargeChainNode node =
        new LargeChainNode(
            LargeChain.of(arguments.subList(2, arguments.size())), Long.parseLong(args[1]));
    try (ServerSocket server =
        new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket client = server.accept();
        Thread thread = new Thread(() -> node.serve(client), "connection");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      Connection connection = new Connection(client.getOutputStream());
      InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
      while (true) {
        connection.answer(json.readTree(body(in)));
      }
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  private static byte[] body(InputStream in) throws IOException {
    int length = 0;
    for (String line = DownloadOnlyClient.readLine(in);
        !line.isEmpty();
        line = DownloadOnlyClient.readLine(in)) {
      if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(line.substring(LENGTH.length()).trim());
      }
    }
    if (length > MAX_BODY) {
      throw new IOException("a request of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  private long head() {
    return Math.min(lastBlock, chain.headAt(clock.millis()));
  }

  private String hash(long block) {
    return block < 0
        ? ZEROS
        : String.format("%016x%048x", HashRandom.key(7, 4, block, 0), block + 1);
  }

  /**
   * A part of a response: text, and the transactions of a block after it, in full or only their
   * hashes.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(byte[] text, long block, boolean full) {
    static final long NONE = -1;

    static Part text(String text) {
      return new Part(text.getBytes(StandardCharsets.ISO_8859_1), NONE, false);
    }

    long length(int transactions) {
      int each = full ? TRANSACTION_BYTES : HASH_OF_TRANSACTION.length();
      // The first transaction has no separator.
      return text.length + (block == NONE ? 0 : (long) transactions * each - 1);
    }
  }

  private final class Connection {

    private final OutputStream out;
    private final byte[] group = TRANSACTION.repeat(GROUP).getBytes(StandardCharsets.ISO_8859_1);

    Connection(OutputStream out) {
      this.out = out;
    }

    void answer(JsonNode request) throws IOException {
      List<Part> parts = new ArrayList<>();
      if (request.isArray()) {
        String separator = "[";
        for (JsonNode call : request) {
          parts.add(Part.text(separator));
          result(call, parts);
          separator = ",";
        }
        parts.add(Part.text("]"));
      } else {
        result(request, parts);
      }
      long length = parts.stream().mapToLong(part -> part.length(chain.transactions())).sum();
      out.write(
          ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                  + length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      for (Part part : parts) {
        out.write(part.text());
        if (part.block() != Part.NONE) {
          if (part.full()) {
            writeTransactions(part.block());
          } else {
            out.write(
                HASH_OF_TRANSACTION
                    .repeat(chain.transactions())
                    .substring(1)
                    .getBytes(StandardCharsets.ISO_8859_1));
          }
        }
      }
      out.flush();
    }

    private void result(JsonNode call, List<Part> parts) {
      String start = "{\"jsonrpc\":\"2.0\",\"id\":" + call.get("id") + ",\"result\":";
      switch (call.get("method").asText()) {
        case "eth_chainId" -> parts.add(Part.text(start + "\"0xbabd\"}"));
        case "eth_blockNumber" ->
            parts.add(Part.text(start + "\"0x" + Long.toHexString(head()) + "\"}"));
        case "web3_clientVersion" -> parts.add(Part.text(start + "\"large-chain\"}"));
        case "eth_getBlockByNumber" -> {
          String name = call.at("/params/0").asText();
          long block = name.equals("latest") ? head() : Long.decode(name);
          if (block > head()) {
            parts.add(Part.text(start + "null}"));
          } else {
            byte[] text = (start + header(block)).getBytes(StandardCharsets.ISO_8859_1);
            parts.add(new Part(text, block, call.at("/params/1").asBoolean()));
            parts.add(Part.text("]}}"));
          }
        }
        default ->
            parts.add(
                Part.text(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                        + call.get("id")
                        + ",\"error\":{\"code\":-32601,\"message\":\"no such method\"}}"));
      }
    }

    private String header(long block) {
      return HEADER.formatted(
          block,
          hash(block),
          hash(block - 1),
          "0".repeat(16),
          HASH,
          "0".repeat(512),
          HASH,
          HASH,
          HASH,
          "0".repeat(40),
          chain.timestamp(block));
    }

    private void writeTransactions(long block) throws IOException {
      int separator = 1;
      for (int first = 0; first < chain.transactions(); first += GROUP) {
        int count = Math.min(GROUP, chain.transactions() - first);
        for (int i = 0; i < count; i++) {
          long key = chain.key(block, first + i);
          int at = i * TRANSACTION_BYTES;
          System.arraycopy(addresses, 40 * chain.sender(key), group, at + FROM_AT, 40);
          System.arraycopy(addresses, 40 * chain.recipient(key), group, at + TO_AT, 40);
          group[at + NONCE_AT] = (byte) (chain.isNew(key) ? '0' : '7');
        }
        out.write(group, separator, count * TRANSACTION_BYTES - separator);
        separator = 0;
      }
    }
  }
}
