package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.Fault.Break;
import network.rei.dau.simulator.fault.Fault.Filling;
import network.rei.dau.simulator.fault.Fault.Flaw;
import network.rei.dau.simulator.fault.Fault.Refusal;
import network.rei.dau.simulator.fault.Fault.Shuffle;
import network.rei.dau.simulator.fault.Fault.Spoiling;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault that an endpoint may show, alone and in random combinations: the run ends, the
 * numbers equal the truth, and no block that came sound was fetched again.
 */
class FaultMatrixIT {

  private static final int BLOCKS = 2_001;
  private static final int COMBINATIONS = 12;
  private static final long MEBIBYTE = 1L << 20;

  @TempDir Path folder;

  /** A fault and how often it strikes. */
  record Trial(String name, List<Strike> strikes, long seed) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A fault, and the share of requests, calls or blocks that it spoils. */
  record Strike(Fault fault, double share) {}

  @ParameterizedTest
  @MethodSource("everyFaultAlone")
  void shouldEndWithTheTrueNumbersUnderEachFault(Trial trial) throws IOException {
    check(trial);
  }

  @ParameterizedTest
  @MethodSource("randomCombinations")
  void shouldEndWithTheTrueNumbersUnderSeveralFaultsAtOnce(Trial trial) throws IOException {
    check(trial);
  }

  private void check(Trial trial) throws IOException {
    SimulatedChain chain =
        SimulatedChain.of(ChainSpec.of(trial.seed(), BLOCKS).endingAt(Instant.now()));
    NodeOptions options = NodeOptions.defaults().withFaultSeed(trial.seed());
    try (SimulatedNode node = SimulatedNode.start(chain, options);
        IngestTrial service = IngestTrial.on(folder, List.of(node), Map.of())) {
      for (Strike strike : trial.strikes()) {
        FaultTrigger when =
            strike.share() >= 1
                ? FaultTrigger.always()
                : FaultTrigger.withProbability(strike.share());
        node.faults().add(strike.fault(), when);
      }
      RunOutcome result = service.run();
      // Where chance was against a chunk for all its attempts, it must be told, and mended next.
      for (int more = 0; more < 3 && !isComplete(result); more++) {
        result = service.run();
      }
      assertThat(isComplete(result)).as("%s", result).isTrue();
      assertThat(service.wrongRecords(chain)).as("%s", trial).isEmpty();
      assertThat(service.wrongDay(chain)).as("%s", trial).isEmpty();
      if (trial.strikes().stream().noneMatch(FaultMatrixIT::castsDoubtOnOthers)) {
        long twice = node.counters().served().values().stream().filter(times -> times > 1).count();
        // A chunk that is tried again as a whole fetches its sound blocks again, with cause.
        assertThat(twice).as("sound blocks fetched twice").isLessThanOrEqualTo(BLOCKS / 4);
      }
    }
  }

  private static boolean isComplete(RunOutcome result) {
    return result.error() == null && result.missingChunks().isEmpty();
  }

  /** A block that does not link casts doubt on its neighbour; a spoilt answer on all its blocks. */
  private static boolean castsDoubtOnOthers(Strike strike) {
    return !(strike.fault() instanceof Fault.FlawedBlock flawed) || flawed.flaw() == Flaw.UNLINKED;
  }

  static Stream<Trial> everyFaultAlone() {
    List<Trial> trials = new ArrayList<>();
    for (Strike strike : strikes()) {
      trials.add(
          new Trial(strike.fault() + " " + strike.share(), List.of(strike), trials.size() + 1));
    }
    return trials.stream();
  }

  static Stream<Trial> randomCombinations() {
    long seed = Long.getLong("rei-dau.faults.seed", System.nanoTime() & 0xFFFFFF);
    System.err.println("FaultMatrixIT: combinations of seed " + seed);
    Random random = new Random(seed);
    return Stream.generate(
            () -> {
              List<Strike> shuffled = new ArrayList<>(strikes());
              shuffled.removeIf(strike -> strike.share() >= 1);
              Collections.shuffle(shuffled, random);
              List<Strike> some =
                  shuffled.subList(0, 2 + random.nextInt(3)).stream()
                      .map(strike -> new Strike(strike.fault(), strike.share() / 2))
                      .toList();
              return new Trial(some.toString(), some, seed);
            })
        .limit(COMBINATIONS);
  }

  private static List<Strike> strikes() {
    List<Strike> strikes = new ArrayList<>();
    for (int status : new int[] {500, 502, 503, 429}) {
      strikes.add(new Strike(new Fault.HttpError(status, null), 0.1));
    }
    strikes.add(new Strike(new Fault.HttpError(429, "1"), 0.05));
    strikes.add(new Strike(new Fault.ItemError(-32005, "limit exceeded"), 0.02));
    strikes.add(new Strike(new Fault.ItemError(-32000, "header not found"), 0.02));
    strikes.add(new Strike(new Fault.ErrorObject(-32005, "limit exceeded"), 0.1));
    for (Flaw flaw : Flaw.values()) {
      strikes.add(new Strike(new Fault.FlawedBlock(flaw), flaw == Flaw.UNLINKED ? 0.05 : 0.01));
    }
    for (Shuffle shuffle : Shuffle.values()) {
      strikes.add(new Strike(new Fault.ShuffledBatch(shuffle), 0.1));
    }
    for (Spoiling spoiling : Spoiling.values()) {
      strikes.add(new Strike(new Fault.SpoiltBody(spoiling), 0.1));
    }
    strikes.add(new Strike(new Fault.BrokenConnection(Break.CUT), 0.1));
    strikes.add(new Strike(new Fault.BrokenConnection(Break.RESET), 0.1));
    strikes.add(new Strike(new Fault.BrokenConnection(Break.HANG), 0.03));
    strikes.add(new Strike(new Fault.Gzip(false), 1));
    strikes.add(new Strike(new Fault.Gzip(true), 0.5));
    strikes.add(new Strike(new Fault.GzipBomb(1_200 * MEBIBYTE), 0.02));
    for (Filling filling : Filling.values()) {
      strikes.add(new Strike(new Fault.Flood(1_200 * MEBIBYTE, filling), 0.02));
    }
    for (Refusal refusal : Refusal.values()) {
      strikes.add(new Strike(new Fault.BatchLimit(7, refusal), 1));
      strikes.add(new Strike(new Fault.BatchLimit(1, refusal), 1));
    }
    strikes.add(new Strike(new Fault.RequestRate(50, "1"), 1));
    strikes.add(new Strike(new Fault.Lag(3), 0.3));
    strikes.add(new Strike(new Fault.Latency(Duration.ofMillis(20), Duration.ofMillis(30)), 1));
    return strikes;
  }
}
