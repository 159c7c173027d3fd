package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.Fault.BatchDefect;
import network.rei.dau.simulator.fault.Fault.BatchRejection;
import network.rei.dau.simulator.fault.Fault.BlockDefect;
import network.rei.dau.simulator.fault.Fault.BodyCorruption;
import network.rei.dau.simulator.fault.Fault.ConnectionFailure;
import network.rei.dau.simulator.fault.Fault.FloodContent;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.SimulatedNode;

/**
 * Fetches a chain from an endpoint that shows each fault alone, and several faults in random
 * combinations: the runs end, the numbers equal the true numbers, and no valid block is fetched
 * twice.
 */
final class FaultMatrix {
  private static final int BLOCKS = 2_001;

  /** The seed of the combinations; {@code -Drei-dau.faults.seed=N} tests others. */
  private static final long SEED = Long.getLong("rei-dau.faults.seed", 12_974_973);

  /** The number of runs after the first one, within which no chunk may be missing any more. */
  private static final int FURTHER_RUNS = 3;

  /**
   * The number of runs within which one reaches the head of an endpoint that lags in some calls.
   */
  private static final int RUNS_TO_HEAD = 20;

  private static final long MEBIBYTE = 1L << 20;

  private FaultMatrix() {}

  /** The faults of one test, and the seed of the chain and of the faults. */
  record Trial(String name, List<InjectedFault> faults, long seed) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A fault, and the share of requests, calls or blocks that it affects. */
  record InjectedFault(Fault fault, double share) {}

  /**
   * Fetches a chain under the faults of a trial.
   *
   * @param folder an empty folder for the store
   */
  static void check(Trial trial, Path folder) throws IOException {
    SimulatedChain chain =
        SimulatedChain.of(ChainSpec.of(trial.seed(), BLOCKS).endingAt(Instant.now()));
    NodeOptions options = NodeOptions.defaults().withFaultSeed(trial.seed());
    try (SimulatedNode node = SimulatedNode.start(chain, options);
        EmbeddedService service = EmbeddedService.on(folder, List.of(node), Map.of())) {
      for (InjectedFault injected : trial.faults()) {
        node.faults().add(injected.fault(), FaultTrigger.withProbability(injected.share()));
      }
      RunOutcome result = service.run();
      // A run reports a chunk whose attempts have all failed, and a later run fetches it.
      for (int run = 0; run < FURTHER_RUNS && !isComplete(result); run++) {
        result = service.run();
      }
      assertThat(isComplete(result)).as("%s", result).isTrue();
      // A run ends at the head that the endpoint reports, which may lag behind the chain's head.
      for (int run = 0; run < RUNS_TO_HEAD && result.lastProcessedBlock() < chain.head(); run++) {
        result = service.run();
      }
      assertThat(service.wrongRecords(chain)).as("%s", trial).isEmpty();
      assertThat(service.wrongDay(chain)).as("%s", trial).isEmpty();
      if (trial.faults().stream().noneMatch(FaultMatrix::invalidatesOthers)) {
        // A chunk that is tried again as a whole fetches its valid blocks again.
        long twice = node.counters().served().values().stream().filter(times -> times > 1).count();
        assertThat(twice).as("valid blocks fetched twice").isLessThanOrEqualTo(BLOCKS / 4);
      }
    }
  }

  private static boolean isComplete(RunOutcome result) {
    return result.error() == null && result.missingChunks().isEmpty();
  }

  /**
   * Returns whether a fault invalidates valid blocks too: an unlinked block invalidates its
   * neighbour, and a corrupt response all its blocks.
   */
  private static boolean invalidatesOthers(InjectedFault injected) {
    return !(injected.fault() instanceof Fault.DefectiveBlock defective)
        || defective.defect() == BlockDefect.UNLINKED;
  }

  /** Returns a trial for each fault alone. */
  static Stream<Trial> everyFaultAlone() {
    List<Trial> trials = new ArrayList<>();
    for (InjectedFault injected : faults()) {
      trials.add(
          new Trial(
              injected.fault() + " " + injected.share(), List.of(injected), trials.size() + 1));
    }
    return trials.stream();
  }

  /** Returns the first trial of {@link #everyFaultAlone()} for each kind of fault. */
  static Stream<Trial> oneOfEachKind() {
    Set<Class<?>> kinds = new HashSet<>();
    return everyFaultAlone().filter(trial -> kinds.add(trial.faults().get(0).fault().getClass()));
  }

  /** Returns random combinations of faults, the same ones in each build. */
  static Stream<Trial> combinations(int count) {
    Random random = new Random(SEED);
    return Stream.generate(
            () -> {
              List<InjectedFault> shuffled = new ArrayList<>(faults());
              shuffled.removeIf(injected -> injected.share() >= 1);
              Collections.shuffle(shuffled, random);
              List<InjectedFault> some =
                  shuffled.subList(0, 2 + random.nextInt(3)).stream()
                      .map(injected -> new InjectedFault(injected.fault(), injected.share() / 2))
                      .toList();
              return new Trial(some.toString(), some, SEED);
            })
        .limit(count);
  }

  private static List<InjectedFault> faults() {
    List<InjectedFault> faults = new ArrayList<>();
    for (int status : new int[] {500, 502, 503, 429}) {
      faults.add(new InjectedFault(new Fault.HttpError(status, null), 0.1));
    }
    faults.add(new InjectedFault(new Fault.HttpError(429, "1"), 0.05));
    faults.add(new InjectedFault(new Fault.CallError(-32005, "limit exceeded"), 0.02));
    faults.add(new InjectedFault(new Fault.CallError(-32000, "header not found"), 0.02));
    faults.add(new InjectedFault(new Fault.ErrorObject(-32005, "limit exceeded"), 0.1));
    for (BlockDefect defect : BlockDefect.values()) {
      faults.add(
          new InjectedFault(
              new Fault.DefectiveBlock(defect), defect == BlockDefect.UNLINKED ? 0.05 : 0.01));
    }
    for (BatchDefect defect : BatchDefect.values()) {
      faults.add(new InjectedFault(new Fault.DefectiveBatch(defect), 0.1));
    }
    for (BodyCorruption corruption : BodyCorruption.values()) {
      faults.add(new InjectedFault(new Fault.CorruptBody(corruption), 0.1));
    }
    faults.add(new InjectedFault(new Fault.BrokenConnection(ConnectionFailure.CUT), 0.1));
    faults.add(new InjectedFault(new Fault.BrokenConnection(ConnectionFailure.RESET), 0.1));
    faults.add(new InjectedFault(new Fault.BrokenConnection(ConnectionFailure.HANG), 0.03));
    faults.add(new InjectedFault(new Fault.Gzip(false), 1));
    faults.add(new InjectedFault(new Fault.Gzip(true), 0.5));
    faults.add(new InjectedFault(new Fault.GzipBomb(1_200 * MEBIBYTE), 0.02));
    for (FloodContent content : FloodContent.values()) {
      faults.add(new InjectedFault(new Fault.Flood(1_200 * MEBIBYTE, content), 0.02));
    }
    for (BatchRejection rejection : BatchRejection.values()) {
      faults.add(new InjectedFault(new Fault.BatchLimit(7, rejection), 1));
      faults.add(new InjectedFault(new Fault.BatchLimit(1, rejection), 1));
    }
    faults.add(new InjectedFault(new Fault.RequestRate(50, "1"), 1));
    faults.add(new InjectedFault(new Fault.Lag(3), 0.3));
    faults.add(
        new InjectedFault(new Fault.Latency(Duration.ofMillis(20), Duration.ofMillis(30)), 1));
    return faults;
  }
}
