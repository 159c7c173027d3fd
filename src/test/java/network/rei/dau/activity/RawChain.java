package network.rei.dau.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.rei.dau.activity.RawBlock.RawDetails;
import network.rei.dau.activity.RawBlock.RawTraffic;
import network.rei.dau.activity.RawBlock.RawTransaction;

/**
 * A random chain that begins with the first block of a chunk. It has irregular and equal block
 * times, hours without a block, midnights, sometimes a genesis block years older than its child,
 * and sometimes first blocks without details and traffic.
 */
public record RawChain(int chunkSize, List<RawBlock> blocks) {

  private static final long MIDNIGHT = 1_699_920_000;
  private static final long THREE_YEARS = 3 * 365 * 86_400L;

  public static RawChain random(Random random) {
    int chunkSize =
        switch (random.nextInt(40)) {
          case 0 -> 1200;
          case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> 1 + random.nextInt(3);
          default -> 1 + random.nextInt(50);
        };
    int length = 1 + random.nextInt(chunkSize == 1200 ? 3000 : Math.min(300, chunkSize * 60));
    return random(random, chunkSize, length);
  }

  /** Returns a chain on which some blocks are older than their parents. */
  static RawChain goingBack(Random random) {
    RawChain chain = random(random);
    List<RawBlock> blocks = new ArrayList<>(chain.blocks());
    blocks.replaceAll(
        block ->
            random.nextInt(6) == 0
                ? block.at(block.timestamp() + (random.nextInt(8) == 0 ? 1L : -1L) * back(random))
                : block);
    return new RawChain(chain.chunkSize(), List.copyOf(blocks));
  }

  private static long back(Random random) {
    return random.nextInt(random.nextInt(10) == 0 ? 5_000 : 90);
  }

  public static RawChain random(Random random, int chunkSize, int length) {
    long first = random.nextInt(3) == 0 ? 0 : chunkSize * (long) random.nextInt(50_000_000);
    long[] timestamps = timestamps(random, length);
    if (first == 0) {
      timestamps[0] -= THREE_YEARS;
    }
    int accounts = 1 + random.nextInt(40);
    int undetailed = random.nextInt(4) == 0 ? random.nextInt(length + 1) : 0;
    List<RawBlock> blocks = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      RawBlock block =
          new RawBlock(
              first + i, timestamps[i], 0, 0, transactions(random, accounts), traffic(random));
      blocks.add(i < undetailed ? block.withoutDetails() : block);
    }
    return new RawChain(chunkSize, List.copyOf(blocks));
  }

  /** Returns ascending timestamps, which usually include a midnight. */
  private static long[] timestamps(Random random, int length) {
    boolean regular = random.nextInt(4) == 0;
    long[] timestamps = new long[length];
    for (int i = 1; i < length; i++) {
      timestamps[i] = timestamps[i - 1] + (regular ? 3 : gap(random));
    }
    long start = MIDNIGHT - random.nextInt((int) timestamps[length - 1] + 10);
    for (int i = 0; i < length; i++) {
      timestamps[i] += start;
    }
    return timestamps;
  }

  private static int gap(Random random) {
    return switch (random.nextInt(60)) {
      case 0 -> random.nextInt(6 * 3600);
      case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> 0;
      default -> random.nextInt(61);
    };
  }

  private static List<RawTransaction> transactions(Random random, int accounts) {
    List<RawTransaction> transactions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Integer to = random.nextInt(8) == 0 ? null : (Integer) random.nextInt(accounts);
      transactions.add(
          new RawTransaction(
              random.nextInt(accounts), to, random.nextInt(4), details(random, to != null)));
    }
    return transactions;
  }

  static RawDetails details(Random random, boolean call) {
    boolean hasInput = !call || random.nextBoolean();
    return new RawDetails(
        hasInput,
        random.nextBoolean(),
        random.nextInt(10) == 0,
        random.nextInt(20) == 0 ? 0x7e : 2 * random.nextInt(2),
        call && hasInput && random.nextInt(8) > 0
            ? (Integer) (0xa9059cbb + random.nextInt(5))
            : null);
  }

  static RawTraffic traffic(Random random) {
    return new RawTraffic(
        (long) random.nextInt(30_000_000),
        30_000_000L,
        random.nextInt(50) == 0 ? null : (Long) (random.nextLong() >>> (1 + random.nextInt(40))),
        600L + random.nextInt(100_000));
  }

  /** Returns the same blocks on another fork, with the same times and other transactions. */
  List<RawBlock> forked(Random random, List<RawBlock> originals, int fork) {
    List<RawBlock> forked = new ArrayList<>();
    for (RawBlock block : originals) {
      forked.add(
          new RawBlock(
              block.number(),
              block.timestamp(),
              fork,
              forked.isEmpty() ? block.parentFork() : fork,
              transactions(random, 60),
              traffic(random)));
    }
    return forked;
  }

  /** Returns the blocks of each chunk up to the head. */
  public List<List<RawBlock>> chunks() {
    List<List<RawBlock>> chunks = new ArrayList<>();
    for (int start = 0; start < blocks.size(); start += chunkSize) {
      chunks.add(blocks.subList(start, Math.min(start + chunkSize, blocks.size())));
    }
    return chunks;
  }
}
