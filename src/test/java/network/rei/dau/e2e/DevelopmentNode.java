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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real node for development in a process of its own. Its chain has blocks only on request, each 3
 * seconds after the one before.
 */
final class DevelopmentNode implements AutoCloseable {

  static final long CHAIN_ID = 47805;
  static final Duration BLOCK_TIME = Duration.ofSeconds(3);

  private static final int ACCOUNTS = 40;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Not HTTP/2, since Hardhat takes its upgrade for that of a WebSocket, and refuses it. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A program that is a node. */
  enum Program {
    ANVIL("@foundry-rs/anvil", "@foundry-rs/anvil-linux-amd64/bin/anvil") {
      @Override
      List<String> arguments(Path folder, int port, Instant genesis) {
        return List.of(
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--chain-id",
            String.valueOf(CHAIN_ID),
            "--accounts",
            String.valueOf(ACCOUNTS),
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
            String.valueOf(genesis.getEpochSecond()));
      }
    },

    HARDHAT("hardhat", ".bin/hardhat") {
      @Override
      List<String> arguments(Path folder, int port, Instant genesis) throws IOException {
        Path config =
            Files.writeString(
                folder.resolve("hardhat.config.js"),
                String.format(
                    "module.exports = { solidity: '0.8.0', networks: { hardhat: { chainId: %d,"
                        + " hardfork: 'berlin', accounts: { count: %d }, initialDate: '%s',"
                        + " mining: { auto: false, interval: 0 }, loggingEnabled: false } } };",
                    CHAIN_ID, ACCOUNTS, genesis));
        return List.of(
            "--config",
            config.toString(),
            "node",
            "--hostname",
            "127.0.0.1",
            "--port",
            String.valueOf(port));
      }
    },

    GANACHE("ganache", ".bin/ganache") {
      @Override
      List<String> arguments(Path folder, int port, Instant genesis) {
        return List.of(
            "--server.host",
            "127.0.0.1",
            "--server.port",
            String.valueOf(port),
            "--chain.chainId",
            String.valueOf(CHAIN_ID),
            "--chain.hardfork",
            "berlin",
            "--chain.time",
            genesis.toString(),
            "--wallet.totalAccounts",
            String.valueOf(ACCOUNTS),
            "--logging.quiet");
      }

      @Override
      void stopMining(DevelopmentNode node) {
        node.call("miner_stop");
      }
    };

    private final String npmPackage;
    private final Path binary;

    Program(String npmPackage, String binary) {
      this.npmPackage = npmPackage;
      this.binary = Path.of("node_modules", binary);
    }

    abstract List<String> arguments(Path folder, int port, Instant genesis) throws IOException;

    /** Ends mining on a node that mines each transaction at once unless it is asked not to. */
    void stopMining(DevelopmentNode node) {}

    private String variable() {
      return name();
    }

    /** Returns the binary: the path in the environment, or what npm installed in the project. */
    Optional<Path> binary() {
      return Stream.of(
              Optional.ofNullable(System.getenv(variable())).map(Path::of), Optional.of(binary))
          .flatMap(Optional::stream)
          .filter(Files::isExecutable)
          .findFirst();
    }

    /** Returns how the binary can be provided. */
    String help() {
      return "no %s: set %s, or npm install %s in the project"
          .formatted(name().toLowerCase(Locale.ROOT), variable(), npmPackage);
    }
  }

  /** One call of a batch. */
  record Call(String method, List<Object> params) {
    Call(String method, Object... params) {
      this(method, List.of(params));
    }
  }

  private final Process process;
  private final int port;
  private final List<String> accounts = new ArrayList<>();
  private final Map<String, Integer> nonces = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(7);

  private DevelopmentNode(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a node at any free port. */
  static DevelopmentNode start(Program program, Path folder, Instant genesis) throws IOException {
    return start(program, folder, genesis, Ports.reserve());
  }

  /**
   * Starts a chain without blocks after its genesis block.
   *
   * @param folder for its files
   * @param genesis the timestamp of the genesis block
   */
  static DevelopmentNode start(Program program, Path folder, Instant genesis, int port)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program.binary().orElseThrow().toString()));
    command.addAll(program.arguments(folder, port, genesis));
    Path log = Files.createTempFile(folder, "node", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("HARDHAT_EXPERIMENTAL_ALLOW_NON_LOCAL_INSTALLATION", "true");
    builder.environment().put("HARDHAT_DISABLE_TELEMETRY_PROMPT", "true");
    DevelopmentNode node = new DevelopmentNode(builder.start(), port);
    try {
      awaitStart(node.process, log, () -> node.call("eth_chainId").isTextual());
      program.stopMining(node);
      node.call("eth_accounts").forEach(account -> node.accounts.add(account.asText()));
      return node;
    } catch (RuntimeException | Error e) {
      node.stop();
      throw e;
    }
  }

  /**
   * Returns once a node answers, and fails with its log as soon as its process has ended.
   *
   * @param answers an exception counts as false
   */
  static void awaitStart(Process process, Path log, Callable<Boolean> answers) {
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .ignoreExceptions()
          .until(() -> !process.isAlive() || answers.call());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the node does not answer: " + read(log), e);
    }
    if (!process.isAlive()) {
      throw new AssertionError(
          "the node ended with code %d: %s".formatted(process.exitValue(), read(log)));
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  long head() {
    return Long.decode(call("eth_blockNumber").asText());
  }

  /** Appends blocks without transactions. */
  void mineEmpty(int blocks) {
    long last =
        Long.decode(call("eth_getBlockByNumber", "latest", false).get("timestamp").asText());
    LongStream.rangeClosed(1, blocks)
        .forEach(i -> call("evm_mine", last + i * BLOCK_TIME.toSeconds()));
  }

  /**
   * Appends blocks, of which some have transactions from many accounts to others and to unused
   * addresses, and some a contract creation. The nonces are explicit, since nodes execute the calls
   * of a batch concurrently.
   */
  void mine(int blocks) {
    int mined = 0;
    while (mined < blocks) {
      List<Call> calls = new ArrayList<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        String from = accounts.get(random.nextInt(Math.min(ACCOUNTS, 10 + mined / 5)));
        String to =
            random.nextInt(3) == 0
                ? String.format("0x%040x", random.nextLong(5000, 10_000))
                : accounts.get(random.nextInt(ACCOUNTS));
        calls.add(transaction(from, Map.of("to", to, "value", "0x1", "gas", "0x5208")));
      }
      if (random.nextInt(10) == 0) {
        calls.add(
            transaction(
                accounts.get(1), Map.of("data", "0x600a600c600039600a6000f3", "gas", "0x30d40")));
      }
      if (!calls.isEmpty()) {
        batch(calls);
      }
      int together = Math.min(blocks - mined, 1 + random.nextInt(6));
      mineEmpty(together);
      mined += together;
    }
  }

  /**
   * Returns a transaction with a gas price, since nodes would otherwise choose a transaction type
   * that REI does not have.
   */
  private Call transaction(String from, Map<String, String> fields) {
    Map<String, String> transaction = new HashMap<>(fields);
    transaction.put("from", from);
    transaction.put("gasPrice", "0x77359400");
    transaction.put("nonce", "0x" + Integer.toHexString(nonces.merge(from, 1, Integer::sum) - 1));
    return new Call("eth_sendTransaction", transaction);
  }

  /** A state of the chain to which it can be reverted once. */
  record Snapshot(JsonNode id, Map<String, Integer> nonces) {}

  Snapshot snapshot() {
    return new Snapshot(call("evm_snapshot"), Map.copyOf(nonces));
  }

  /** Removes the blocks after a snapshot. */
  void revert(Snapshot snapshot) {
    if (!call("evm_revert", snapshot.id()).asBoolean()) {
      throw new AssertionError("the node does not know the snapshot " + snapshot);
    }
    nonces.clear();
    nonces.putAll(snapshot.nonces());
  }

  /** Returns the result of one call. */
  JsonNode call(String method, Object... params) {
    return batch(List.of(new Call(method, params))).get(0);
  }

  /** Returns the results of calls, in their order. */
  List<JsonNode> batch(List<Call> calls) {
    ArrayNode request = JSON.createArrayNode();
    for (int i = 0; i < calls.size(); i++) {
      ObjectNode call = request.addObject();
      call.put("jsonrpc", "2.0").put("id", i).put("method", calls.get(i).method());
      call.set("params", JSON.valueToTree(calls.get(i).params()));
    }
    List<JsonNode> results = new ArrayList<>();
    for (JsonNode answer : post(request.toString())) {
      if (!answer.has("result")) {
        throw new AssertionError("the node answered " + answer + " to " + request);
      }
      results.add(answer.get("result"));
    }
    return results;
  }

  private JsonNode post(String body) {
    try {
      return JSON.readTree(
          HTTP.send(
                  HttpRequest.newBuilder(URI.create(url()))
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

  @Override
  public void close() {
    stop();
  }

  /** Ends the process, so that another node can use its port. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
