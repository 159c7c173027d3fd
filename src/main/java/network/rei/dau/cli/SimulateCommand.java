package network.rei.dau.cli;

import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.rei.dau.simulator.SimulatorOptions;
import network.rei.dau.simulator.SimulatorServer;
import network.rei.dau.simulator.chain.BlockTiming;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.node.NodeOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate}: serves a simulated chain as a node does. */
@Command(
    name = "simulate",
    description =
        "Serves a simulated chain over JSON-RPC, to try settings, for tests and for benchmarks.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class SimulateCommand implements Callable<Integer> {

  /** The options by the properties that they set. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "port", "--port",
          "blocks", "--blocks",
          "transactionsPerBlock", "--transactions",
          "population", "--accounts",
          "chainId", "--chain-id",
          "latency", "--latency");

  @Option(
      names = "--port",
      description = "Port on 127.0.0.1; 0 selects a free port",
      paramLabel = "N")
  private int port = 8545;

  @Option(names = "--blocks", description = "Number of blocks", paramLabel = "N")
  private int blocks = 28_801;

  @Option(names = "--seed", description = "Seed of the random generator", paramLabel = "N")
  private long seed = 1;

  @Option(
      names = "--transactions",
      description = "Average number of transactions in a block",
      paramLabel = "X")
  private double transactions = 5.035;

  @Option(names = "--accounts", description = "Number of sending accounts", paramLabel = "N")
  private int accounts = 20_000;

  @Option(names = "--chain-id", description = "Chain ID", paramLabel = "N")
  private long chainId = ChainSpec.REI_CHAIN_ID;

  @Option(
      names = "--latency",
      description = "Duration of a request in milliseconds",
      paramLabel = "MS")
  private long latencyMillis;

  @Option(names = "--growing", description = "Add a block every 3 s")
  private boolean growing;

  @Option(names = "--signed", description = "Sign the transactions")
  private boolean signed;

  @Option(names = "--base-fee", description = "Give blocks a base fee, as EIP-1559 does")
  private boolean baseFee;

  @Option(
      names = "--fault",
      description = "Share of requests or blocks that have a fault, such as --fault http-502=0.1",
      paramLabel = "NAME=SHARE",
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private Map<String, Double> faults = Map.of();

  @Option(
      names = "--requests-per-second",
      description = "Answer further requests with HTTP 429; 0 sets no limit",
      paramLabel = "N")
  private double requestsPerSecond;

  @Option(
      names = "--items-per-second",
      description = "Answer further calls, each in its batch, with error -32005; 0 sets no limit",
      paramLabel = "N")
  private double itemsPerSecond;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (SimulatorServer server = SimulatorServer.start(options())) {
      Terminal.note("a simulated chain of " + blocks + " blocks is served on " + server.uri());
      server.awaitClose();
    } catch (BindException e) {
      throw new CommandFailedException("port " + port + " is in use: set another one with --port");
    }
    return 0;
  }

  private List<Fault> limits() {
    ChainSpec.check(
        requestsPerSecond >= 0, "--requests-per-second", requestsPerSecond, "0 or more");
    ChainSpec.check(itemsPerSecond >= 0, "--items-per-second", itemsPerSecond, "0 or more");
    List<Fault> limits = new ArrayList<>();
    if (requestsPerSecond > 0) {
      limits.add(new Fault.RequestRate(requestsPerSecond, null));
    }
    if (itemsPerSecond > 0) {
      limits.add(new Fault.CallRate(itemsPerSecond));
    }
    return limits;
  }

  private SimulatorOptions options() {
    Instant head = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    try {
      ChainSpec chain =
          ChainSpec.of(seed, blocks)
              .withChainId(chainId)
              .endingAt(head)
              .withTiming(BlockTiming.every(Duration.ofSeconds(3)))
              .withTraffic(
                  TrafficProfile.steady()
                      .withTransactionsPerBlock(transactions)
                      .withPopulation(accounts, 0.9));
      long heap = Runtime.getRuntime().maxMemory();
      chain.requireFitting(heap);
      chain = baseFee ? chain.withBaseFee() : chain;
      return new SimulatorOptions(
          NodeOptions.forBenchmarks().withPort(port).withRendered(heap / 2 - chain.bytes(), true),
          signed ? chain.withSignatures() : chain,
          growing,
          Duration.ofMillis(latencyMillis),
          Duration.ZERO,
          faults,
          limits());
    } catch (ChainSpec.OutOfBoundsException e) {
      throw new ParameterException(
          spec.commandLine(), OPTIONS.getOrDefault(e.name(), e.name()) + " " + e.reason(), e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
