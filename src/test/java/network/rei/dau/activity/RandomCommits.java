package network.rei.dau.activity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;

/**
 * A random sequence of commits: records of a chain are committed in any order and with growing
 * lengths; some are of a fork that is replaced later, some are shorter than the stored ones, some
 * are removed, and some are never committed.
 */
public final class RandomCommits {

  /** A record to commit, and its raw blocks. */
  public record Version(ChunkRecord record, List<RawBlock> blocks) {

    boolean replaces(Version other) {
      return other == null
          || record.generation() > other.record.generation()
          || (record.generation() == other.record.generation()
              && blocks.size() > other.blocks.size());
    }
  }

  private final RawChain chain;
  private final Random random;
  private final List<Version> versions = new ArrayList<>();
  private final TreeMap<Long, Version> held = new TreeMap<>();
  private Ledger ledger = Ledger.empty();

  private RandomCommits(Random random, RawChain chain) {
    this.random = random;
    this.chain = chain;
    int dropped = random.nextInt(5);
    for (List<RawBlock> chunk : chain.chunks()) {
      if (random.nextInt(5) >= dropped || random.nextInt(4) == 0) {
        addVersions(chunk);
      }
    }
    if (random.nextInt(4) > 0) {
      Collections.shuffle(versions, random);
    }
  }

  /** Returns a sequence before its first step. */
  public static RandomCommits started(Random random) {
    return new RandomCommits(random, RawChain.random(random));
  }

  /** Returns a sequence after its last step. */
  public static RandomCommits ended(Random random) {
    return new RandomCommits(random, RawChain.random(random)).end();
  }

  /** Returns a sequence before its first step, of a chain with blocks older than their parents. */
  public static RandomCommits goingBack(Random random) {
    return new RandomCommits(random, RawChain.goingBack(random));
  }

  private RandomCommits end() {
    while (hasNext()) {
      step();
    }
    return this;
  }

  private void addVersions(List<RawBlock> chunk) {
    List<RawBlock> blocks =
        random.nextInt(4) == 0 ? chunk.subList(0, 1 + random.nextInt(chunk.size())) : chunk;
    int generation = 0;
    while (random.nextInt(8) == 0) {
      int length = 1 + random.nextInt(chunk.size());
      addGrowing(chain.forked(random, chunk.subList(0, length), generation + 1), generation);
      generation++;
    }
    addGrowing(blocks, generation);
  }

  /** Returns the record of some blocks, and shorter records that precede it. */
  private void addGrowing(List<RawBlock> blocks, int generation) {
    TreeSet<Integer> lengths = new TreeSet<>(List.of(blocks.size()));
    for (int i = random.nextInt(3); i > 0; i--) {
      lengths.add(1 + random.nextInt(blocks.size()));
    }
    ChunkRecord record = null;
    for (int length : lengths) {
      if (record == null) {
        Chunk chunk = Chunk.ofBlock(blocks.get(0).number(), chain.chunkSize());
        record =
            ChunkRecord.of(chunk, generation, RawBlock.toActivities(blocks.subList(0, length)));
      } else {
        record =
            record.extendedBy(RawBlock.toActivities(blocks.subList(record.blockCount(), length)));
      }
      versions.add(new Version(record, blocks.subList(0, length)));
    }
  }

  public boolean hasNext() {
    return !versions.isEmpty();
  }

  /** Commits some of the remaining records, or removes some of the present ones. */
  public void step() {
    if (!held.isEmpty() && random.nextInt(12) == 0) {
      remove(someIndexes());
    } else {
      enter(1 + random.nextInt(versions.size()));
    }
  }

  private void enter(int count) {
    List<Version> entering = versions.subList(0, count);
    ledger = ledger.with(entries(entering));
    for (Version version : entering) {
      if (version.replaces(held.get(version.record().index()))) {
        held.put(version.record().index(), version);
      }
    }
    entering.clear();
  }

  private void remove(Collection<Long> indexes) {
    ledger = ledger.without(indexes);
    held.keySet().removeAll(indexes);
  }

  /** Returns some chunks, both stored and others. */
  public List<Long> someIndexes() {
    List<Long> indexes = held.keySet().stream().filter(i -> random.nextInt(3) == 0).toList();
    return random.nextBoolean() ? indexes : List.of(random.nextLong(1000));
  }

  public RawChain chain() {
    return chain;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Returns the records that the ledger must contain. */
  public Collection<Version> held() {
    return held.values();
  }

  public BruteForce bruteForce() {
    return bruteForce(held());
  }

  public BruteForce bruteForce(Collection<Version> versions) {
    return new BruteForce(
        chain.chunkSize(), versions.stream().flatMap(v -> v.blocks().stream()).toList());
  }

  public static List<StoredRecord> entries(Collection<Version> versions) {
    return versions.stream().map(v -> new StoredRecord(v.record(), Instant.EPOCH)).toList();
  }

  /** Returns random windows: empty ones, short ones, and ones that end exactly at a block. */
  public List<TimeWindow> windows(int count) {
    List<TimeWindow> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long a = instant();
      long b = random.nextInt(3) == 0 ? a + random.nextInt(200) : instant();
      windows.add(new TimeWindow(Math.min(a, b), Math.max(a, b)));
    }
    return windows;
  }

  /**
   * Returns random ranges of blocks: of one block, within a record, beyond both ends of the chain.
   */
  public List<BlockRange> ranges(int count) {
    List<BlockRange> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long a = number();
      long b = random.nextInt(3) == 0 ? a + random.nextInt(chain.chunkSize()) : number();
      ranges.add(new BlockRange(Math.min(a, b), Math.max(a, b)));
    }
    return ranges;
  }

  private long number() {
    long number = someBlock().number();
    return switch (random.nextInt(10)) {
      case 0 -> Math.max(0, number - random.nextInt(500));
      case 1 -> number + random.nextInt(500);
      case 2 -> random.nextBoolean() ? 0 : Long.MAX_VALUE / 2;
      case 3 -> Math.floorDiv(number, chain.chunkSize()) * chain.chunkSize();
      default -> number;
    };
  }

  private long instant() {
    long timestamp = someBlock().timestamp();
    return switch (random.nextInt(10)) {
      case 0 -> timestamp - 1;
      case 1 -> timestamp + 1;
      case 2 -> timestamp + random.nextInt(100_000) - 50_000;
      case 3 -> Math.floorDiv(timestamp, 86_400L) * 86_400;
      case 4 -> random.nextBoolean() ? 0 : 4_000_000_000L;
      default -> timestamp;
    };
  }

  /** Returns random lengths in seconds; many reach exactly to a block, or a second more or less. */
  public long length() {
    long last = bruteForce().stored().isEmpty() ? 0 : ledger.last().orElseThrow().lastTimestamp();
    return Math.max(0, random.nextInt(4) == 0 ? random.nextInt(100_000) : last - instant());
  }

  RawBlock someBlock() {
    return chain.blocks().get(random.nextInt(chain.blocks().size()));
  }

  public Random random() {
    return random;
  }

  @Override
  public String toString() {
    return "chunks of "
        + chain.chunkSize()
        + ", blocks (number@time) "
        + held().stream()
            .map(
                v ->
                    v.blocks().get(0).number()
                        + "@"
                        + v.blocks().get(0).timestamp()
                        + " "
                        + v.blocks().stream()
                            .limit(20)
                            .map(b -> "+" + (b.timestamp() - v.blocks().get(0).timestamp()))
                            .collect(Collectors.joining(" ")))
            .collect(Collectors.joining("; "));
  }
}
