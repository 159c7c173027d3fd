package network.rei.dau.ingest.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.IngestFailureType;

/**
 * The chunks of one run: which of them lack blocks, which are assigned, and which were given up.
 * Sealed records are never fetched again; open ones are continued. The newest chunks come first.
 */
final class ChunkPlan {

  private final long run;
  private final long epoch;
  private final int chunkSize;
  private final long firstChunk;
  private long head;

  /** The last stored block of each chunk that has a record. */
  private final Map<Long, Long> stored = new HashMap<>();

  private final NavigableSet<Long> pending = new TreeSet<>();
  private final Map<Long, ChunkTask> inProgress = new HashMap<>();
  private final NavigableMap<Long, ChunkOutcome.GaveUp> givenUp = new TreeMap<>();
  private long tickets;
  private long blocksFetched;
  private int recordsSealed;

  /**
   * Plans the chunks from a first block to the head.
   *
   * @param run the number of the run
   * @param epoch the epoch to commit under
   * @param firstBlock the oldest block of the run; its chunk is fetched whole
   * @param head the last block to fetch; below {@code firstBlock} if there is none
   * @param records the stored records
   */
  ChunkPlan(
      long run,
      long epoch,
      int chunkSize,
      long firstBlock,
      long head,
      Collection<LedgerRecord> records) {
    this.run = run;
    this.epoch = epoch;
    this.chunkSize = chunkSize;
    this.firstChunk = Chunk.ofBlock(firstBlock, chunkSize).index();
    this.head = head;
    records.forEach(record -> stored.put(record.index(), record.lastBlock()));
    for (long index = firstChunk; index <= headChunk(); index++) {
      planIfIncomplete(index);
    }
  }

  /** Adds the chunks of a range, which may be older than the run's first block. */
  void add(BlockRange blocks) {
    long first = Chunk.ofBlock(blocks.first(), chunkSize).index();
    long last = Chunk.ofBlock(blocks.last(), chunkSize).index();
    for (long index = first; index <= Math.min(last, headChunk()); index++) {
      planIfIncomplete(index);
    }
  }

  /** Returns the index of the oldest chunk of the retention that belongs to the run. */
  long firstChunk() {
    return firstChunk;
  }

  /** Takes the newest pending chunk, which is in progress from then on. */
  Optional<ChunkTask> next() {
    Long index = pending.pollLast();
    if (index == null) {
      return Optional.empty();
    }
    ChunkTask task = new ChunkTask(run, ++tickets, epoch, index, lastStored(index) + 1, end(index));
    inProgress.put(index, task);
    return Optional.of(task);
  }

  /** Records the outcome of a task; ignores it unless that very task is in progress. */
  void ended(ChunkTask task, ChunkOutcome outcome) {
    long index = task.index();
    if (!inProgress.remove(index, task)) {
      return;
    }
    if (outcome instanceof ChunkOutcome.Stored done) {
      stored.merge(index, done.lastBlock(), Math::max);
      blocksFetched += done.blocksFetched();
      if (done.lastBlock() == new Chunk(index, chunkSize).lastBlock()) {
        recordsSealed++;
      }
      planIfIncomplete(index);
    } else if (outcome instanceof ChunkOutcome.GaveUp gaveUp) {
      givenUp.put(index, gaveUp);
    }
  }

  /** Makes a task pending again, because its coordinator is gone. */
  void returned(ChunkTask task) {
    if (inProgress.remove(task.index(), task)) {
      planIfIncomplete(task.index());
    }
  }

  /** Adds the chunks up to a newer head; ignores a lower one. */
  void headMoved(long newHead) {
    long oldHeadChunk = Math.max(firstChunk, headChunk());
    if (newHead > head) {
      head = newHead;
      for (long index = oldHeadChunk; index <= headChunk(); index++) {
        planIfIncomplete(index);
      }
    }
  }

  /** Returns whether no chunk is pending or in progress. */
  boolean isFinished() {
    return pending.isEmpty() && inProgress.isEmpty();
  }

  /** Returns the indexes of the chunks that lack blocks, ascending. */
  List<Long> missing() {
    NavigableSet<Long> missing = new TreeSet<>(pending);
    missing.addAll(inProgress.keySet());
    missing.addAll(givenUp.keySet());
    return List.copyOf(missing);
  }

  /** Returns why the newest of the chunks that were given up failed. */
  Optional<ChunkOutcome.GaveUp> newestFailure() {
    return Optional.ofNullable(givenUp.lastEntry()).map(Map.Entry::getValue);
  }

  /** Returns why a chunk could not be continued, if the chain was reorganised. */
  Optional<String> fork() {
    return givenUp.values().stream()
        .filter(why -> why.type() == IngestFailureType.REORGANISED)
        .map(ChunkOutcome.GaveUp::reason)
        .findFirst();
  }

  long blocksFetched() {
    return blocksFetched;
  }

  int recordsSealed() {
    return recordsSealed;
  }

  /** Returns the number of blocks that are still to be fetched, including those in progress. */
  long blocksLeft() {
    return Stream.concat(pending.stream(), inProgress.keySet().stream())
        .mapToLong(index -> end(index) - lastStored(index))
        .sum();
  }

  private void planIfIncomplete(long index) {
    if (lastStored(index) < end(index)
        && !inProgress.containsKey(index)
        && !givenUp.containsKey(index)) {
      pending.add(index);
    }
  }

  private long lastStored(long index) {
    return stored.getOrDefault(index, new Chunk(index, chunkSize).firstBlock() - 1);
  }

  private long end(long index) {
    return Math.min(new Chunk(index, chunkSize).lastBlock(), head);
  }

  private long headChunk() {
    return head < 0 ? -1 : Chunk.ofBlock(head, chunkSize).index();
  }
}
