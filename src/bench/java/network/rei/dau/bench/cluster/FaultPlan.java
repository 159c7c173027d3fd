package network.rei.dau.bench.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Draws faults from a seed: the same seed yields the same steps. Each kind occurs once before any
 * occurs again.
 */
final class FaultPlan {

  private static final int SHORTEST_SECONDS = 2;

  /**
   * One fault, or two that overlap.
   *
   * @param number from 1
   * @param other a second fault of another area, a few seconds later
   * @param node which of the nodes, if the fault does not say
   * @param seconds how long it lasts; for a kill, until the node is started again
   * @param burst blocks by which the chain grows at once, so that the fault meets a run
   * @param calm seconds after the recovery
   */
  record Step(
      int number,
      FaultKind kind,
      Optional<FaultKind> other,
      int node,
      int seconds,
      int burst,
      int calm) {

    @Override
    public String toString() {
      return "step %d: %s%s, node %d, %d s%s"
          .formatted(
              number,
              kind,
              other.map(second -> " and " + second).orElse(""),
              node,
              seconds,
              burst > 0 ? ", " + burst + " blocks at once" : "");
    }
  }

  private final long seed;
  private final List<FaultKind> kinds;
  private int drawn;

  FaultPlan(long seed, List<FaultKind> kinds) {
    this.seed = seed;
    this.kinds = List.copyOf(kinds);
  }

  /** Returns the next step. */
  Step next() {
    int round = drawn / kinds.size();
    List<FaultKind> shuffled = new ArrayList<>(kinds);
    Collections.shuffle(shuffled, new Random(seed * 1_000 + round));
    FaultKind kind = shuffled.get(drawn % kinds.size());
    drawn++;
    Random random = new Random(seed * 1_000_003 + drawn);
    FaultKind second = kinds.get(random.nextInt(kinds.size()));
    boolean overlaps = random.nextInt(4) == 0 && second.area() != kind.area();
    return new Step(
        drawn,
        kind,
        overlaps ? Optional.of(second) : Optional.empty(),
        random.nextInt(3),
        seconds(kind, random),
        random.nextInt(3) == 0 ? 600 + random.nextInt(2_400) : 0,
        1 + random.nextInt(4));
  }

  /** Times within the ranges in which faults were found, and around the 15 s until a removal. */
  private static int seconds(FaultKind kind, Random random) {
    return switch (kind) {
      case KILL_LEADER, KILL_FIRST_SEED, KILL_OTHER -> random.nextInt(24);
      case KILL_ALL -> random.nextInt(4);
      case LONG_PAUSE, ISOLATE, CUT_LINK, ONE_WAY -> 20 + random.nextInt(30);
      case TERMINATE, ROLLING_RESTART, STORE_RESTART, STORE_CUT, REORG -> random.nextInt(3);
      case STORE_LOCKED, STORE_AWAY_FROM_LEADER -> 10 + random.nextInt(40);
      default -> SHORTEST_SECONDS + random.nextInt(28);
    };
  }
}
