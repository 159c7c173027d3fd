package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.LedgerChange.Removal;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.storage.CommitResult;

/**
 * Whatever is committed, pruned, replaced and restarted, each block counts at the latest timestamp
 * among it and all blocks before it that were ever stored and did not leave the chain.
 */
class PrunedTimesPropertyTest {

  @Provide
  Arbitrary<Scenario> scenarios() {
    return Arbitraries.randomValue(Scenario::new);
  }

  @Property
  void shouldCountBlocksAtTheSameTimesOnEachNodeAfterPruning(@ForAll("scenarios") Scenario chain) {
    for (int step = 0; step < 40; step++) {
      chain.step();
      chain.assertTimes();
    }
  }

  @Property
  void shouldStoreHoursThatPruningDoesNotChange(@ForAll("scenarios") Scenario chain) {
    for (int step = 0; step < 40; step++) {
      chain.stepForward();
    }
    chain.assertHours();
  }

  /** A random chain and two nodes that share a store. */
  private static final class Scenario {

    private static final long BEGIN = 1_699_990_000;

    /** The chunk that is committed first. */
    private static final long FIRST = 10;

    private final Random random;
    private final int chunkSize;
    private final InMemoryRepository store = new InMemoryRepository();
    private final long epoch = store.takeOver();

    /** The chain up to its head, with all blocks from the first one on. */
    private final List<RawBlock> blocks = new ArrayList<>();

    private final NavigableMap<Long, List<RawBlock>> stored = new TreeMap<>();

    /** The pruned blocks by the indexes of their chunks. */
    private final NavigableMap<Long, List<RawBlock>> pruned = new TreeMap<>();

    private LedgerReplica writer = loaded(store);
    private LedgerReplica reader = loaded(store);
    private int generation;

    Scenario(Random random) {
      this.random = random;
      this.chunkSize = 1 + random.nextInt(6);
    }

    /** Grows, prunes, reorganises or restarts. */
    void step() {
      switch (random.nextInt(14)) {
        case 0, 1 -> prune();
        case 2 -> reorganise();
        case 3 -> removeNewest();
        case 4 -> skip();
        case 5 -> fill();
        case 6 -> goBack();
        default -> stepForward();
      }
    }

    /** Grows, prunes or restarts. */
    void stepForward() {
      switch (random.nextInt(8)) {
        case 0 -> prune();
        case 1 -> writer = loaded(store);
        case 2 -> reader.catchUp();
        default -> grow();
      }
    }

    private void grow() {
      long next = nextChunk();
      if (!stored.isEmpty() && stored.lastEntry().getValue().size() < chunkSize) {
        next = stored.lastKey();
      }
      int length = random.nextInt(3) == 0 ? 1 + random.nextInt(chunkSize) : chunkSize;
      commit(List.of(next), length);
    }

    private long nextChunk() {
      return stored.isEmpty() ? FIRST : stored.lastKey() + 1;
    }

    /** Leaves a gap. */
    private void skip() {
      commit(List.of(nextChunk() + 1), chunkSize);
    }

    /** Fills a gap above the newest pruned record. */
    private void fill() {
      LongStream.range(pruned.isEmpty() ? FIRST : pruned.lastKey() + 1, nextChunk())
          .filter(index -> !stored.containsKey(index))
          .findFirst()
          .ifPresent(index -> commit(List.of(index), chunkSize));
    }

    /** Commits the record before the lowest one that was ever committed. */
    private void goBack() {
      long lowest =
          Math.min(
              stored.isEmpty() ? FIRST : stored.firstKey(),
              pruned.isEmpty() ? FIRST : pruned.firstKey());
      if (lowest > 0) {
        commit(List.of(lowest - 1), chunkSize);
      }
    }

    private void prune() {
      List<Long> old = stored.headMap(nextChunk() - 1).keySet().stream().toList();
      List<Long> indexes =
          random.nextInt(4) == 0
              ? old.stream().filter(index -> random.nextBoolean()).toList()
              : old.subList(0, random.nextInt(old.size() + 1));
      succeed(writer.commit(epoch, List.of(), removal(List.of(), indexes), Instant.EPOCH));
      indexes.forEach(index -> pruned.put(index, stored.remove(index)));
    }

    private void removeNewest() {
      Long last = stored.isEmpty() ? null : stored.lowerKey(stored.lastKey());
      if (last != null && pruned.higherKey(last) == null) {
        List<Long> newest = List.of(stored.lastKey());
        succeed(writer.commit(epoch, List.of(), removal(newest, List.of()), Instant.EPOCH));
        stored.remove(newest.get(0));
      }
    }

    /** Replaces the newest records, and sometimes all blocks before them that are pruned. */
    private void reorganise() {
      if (stored.isEmpty()) {
        return;
      }
      List<Long> candidates =
          stored.keySet().stream().filter(index -> pruned.higherKey(index) == null).toList();
      if (candidates.isEmpty()) {
        return;
      }
      long from = candidates.get(random.nextInt(candidates.size()));
      List<RawBlock> before = pruned.get(from - 1);
      boolean deep = before != null && before.size() == chunkSize && random.nextBoolean();
      generation++;
      long kept = from * chunkSize + random.nextInt(chunkSize);
      if (deep) {
        Long lower = stored.lowerKey(from);
        pruned.subMap(lower == null ? -1 : lower, from).clear();
        kept = lower == null ? 0 : lower * chunkSize + stored.get(lower).size();
      }
      blocks.subList((int) Math.min(kept, blocks.size()), blocks.size()).clear();
      commit(stored.tailMap(from).keySet().stream().toList(), chunkSize);
    }

    private void commit(List<Long> indexes, int length) {
      addBlocks(indexes.get(indexes.size() - 1));
      List<ChunkRecord> records = new ArrayList<>();
      for (long index : indexes) {
        int first = (int) (index * chunkSize);
        List<RawBlock> those = List.copyOf(blocks.subList(first, first + length));
        int of = those.stream().mapToInt(RawBlock::fork).max().orElseThrow();
        records.add(ChunkRecord.of(new Chunk(index, chunkSize), of, RawBlock.toActivities(those)));
        List<RawBlock> there = stored.get(index);
        if (there == null || length > there.size() || !there.equals(those.subList(0, length))) {
          stored.put(index, there != null && isLonger(there, those) ? there : those);
        }
      }
      succeed(writer.commit(epoch, records, Removal.NONE, Instant.EPOCH));
    }

    private static boolean isLonger(List<RawBlock> there, List<RawBlock> others) {
      return there.size() >= others.size() && there.subList(0, others.size()).equals(others);
    }

    private void addBlocks(long lastChunk) {
      while (blocks.size() < (lastChunk + 1) * chunkSize) {
        RawBlock parent = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
        long before = parent == null ? BEGIN : parent.timestamp();
        blocks.add(
            new RawBlock(
                blocks.size(),
                before + step(random),
                generation,
                parent == null ? 0 : parent.fork(),
                List.of(new RawTransaction(random.nextInt(9), random.nextInt(9), 1))));
      }
    }

    private static long step(Random random) {
      return random.nextInt(4) == 0 ? -random.nextInt(4000) : random.nextInt(1800);
    }

    private static void succeed(CommitResult result) {
      assertThat(result).isInstanceOf(CommitResult.Committed.class);
    }

    private static Removal removal(List<Long> orphaned, List<Long> pruned) {
      return new Removal(orphaned, pruned, List.of());
    }

    /** Returns the times of all blocks that count, by number. */
    private NavigableMap<Long, Long> times() {
      NavigableMap<Long, Long> headers = new TreeMap<>();
      for (Collection<List<RawBlock>> known : List.of(stored.values(), pruned.values())) {
        known.forEach(of -> of.forEach(block -> headers.put(block.number(), block.timestamp())));
      }
      NavigableMap<Long, Long> times = new TreeMap<>();
      long latest = Long.MIN_VALUE;
      for (var header : headers.entrySet()) {
        latest = Math.max(latest, header.getValue());
        times.put(header.getKey(), latest);
      }
      return times;
    }

    void assertTimes() {
      NavigableMap<Long, Long> times = times();
      if (random.nextInt(3) == 0) {
        reader.catchUp();
      }
      LedgerReplica late = loaded(store);
      late.catchUp();
      reader.catchUp();
      for (LedgerReplica node : List.of(writer, reader, late)) {
        List<LedgerRecord> records = node.current().ledger().records();
        assertThat(records)
            .extracting(LedgerRecord::index)
            .containsExactlyElementsOf(stored.keySet());
        for (LedgerRecord record : records) {
          List<Long> counted =
              LongStream.range(0, record.blockCount())
                  .map(p -> record.timestamp((int) p))
                  .boxed()
                  .toList();
          assertThat(counted)
              .containsExactlyElementsOf(
                  times.subMap(record.firstBlock(), true, record.lastBlock(), true).values());
        }
        assertThat(node.current().ledger().timeFloors())
            .hasSizeLessThanOrEqualTo(stored.size() + 1);
      }
    }

    void assertHours() {
      NavigableMap<Long, Long> times = times();
      for (LedgerReplica node : List.of(writer, loaded(store))) {
        for (PeriodActivity hour : node.current().ledger().history().periods(Resolution.HOUR)) {
          if (hour.activity().complete()) {
            List<RawBlock> those =
                times.entrySet().stream()
                    .filter(time -> hour.start() <= time.getValue())
                    .filter(time -> time.getValue() < hour.start() + 3600)
                    .map(time -> blocks.get(time.getKey().intValue()))
                    .toList();
            assertThat(hour.activity().counts()).isEqualTo(BruteForce.counts(those));
          }
        }
      }
    }

    private static LedgerReplica loaded(InMemoryRepository store) {
      LedgerReplica replica =
          new LedgerReplica(store, LedgerMemory.UNLIMITED, ContractTracking.NONE);
      replica.load();
      return replica;
    }

    @Override
    public String toString() {
      return "chunks of %d, stored %s, pruned %s".formatted(chunkSize, stored, pruned.keySet());
    }
  }
}
