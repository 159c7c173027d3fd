package network.rei.dau.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Chains that are larger or faster than that of REI, and the memory in which they are served. */
enum LargeScenario {
  /** As many transactions in a block as on Base or BSC, in a container of 512 MB. */
  LARGE_350(350, 2_000, 300_000, 12_000, 512),
  /** Ten times as many. */
  LARGE_3000(3_000, 2_000, 300_000, 1_500, 512),
  /** A day of 10 million transactions. */
  LARGE_DAY(1_389, 12_000, 1_000_000, 7_200, 1_024),
  /** Seven such days, with a heap of 2 GB. */
  LARGE_WEEK(1_389, 12_000, 1_000_000, 50_400, 2_048 + 512),
  /** Four blocks a second, which have the same timestamp. */
  LARGE_FAST(50, 250, 100_000, 20_000, 512);

  private final int transactions;
  private final long blockMillis;
  private final int accounts;
  private final int blocks;
  private final int containerMegabytes;

  LargeScenario(
      int transactions, long blockMillis, int accounts, int blocks, int containerMegabytes) {
    this.transactions = transactions;
    this.blockMillis = blockMillis;
    this.accounts = accounts;
    this.blocks = blocks;
    this.containerMegabytes = containerMegabytes;
  }

  /** Returns the name on the command line and in the table. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(LargeScenario::key).toList();
  }

  /** Removes the keys of scenarios from a selection, and returns these scenarios. */
  static List<LargeScenario> removeFrom(Set<String> selected) {
    return Arrays.stream(values()).filter(scenario -> selected.remove(scenario.key())).toList();
  }

  /** Returns the chain, whose history ends at a time. */
  LargeChain chainUntil(long millis) {
    return new LargeChain(transactions, blockMillis, accounts, millis - blocks * blockMillis);
  }

  /**
   * Returns the memory of the container in megabytes, from which the launcher computes the heap.
   */
  int containerMegabytes() {
    return containerMegabytes;
  }
}
