package network.rei.dau.ingest;

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

/**
 * The plan of one run and how far it is: which chunks between a first block and the head lack
 * blocks, newest first; which are being worked on; which were given up. What is sealed is never
 * planned, what is open is continued.
 *
 * <p>Plain state, no actor: {@code StatsSupervisor} asks it what to do next.
 */
final class RunState {

  private final long run;
  private final long epoch;
  private final int chunkSize;
  private final long firstChunk;
  private long head;

  /** The last stored block of each chunk that has a record. */
  private final Map<Long, Long> stored = new HashMap<>();

  private final NavigableSet<Long> pending = new TreeSet<>();
  private final Map<Long, ChunkTask> inFlight = new HashMap<>();
  private final NavigableMap<Long, ChunkOutcome.GaveUp> givenUp = new TreeMap<>();
  private long tickets;
  private long blocksFetched;
  private int recordsSealed;

  /**
   * @param run its number
   * @param epoch under which it commits
   * @param firstBlock the block that the run reaches back to; the chunk that it lies in is fetched
   *     whole
   * @param head the last block to fetch; below {@code firstBlock} if there is none
   * @param records what is stored
   */
  RunState(
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
      planIfLacking(index);
    }
  }

  /** Plans blocks below the run's first as well. */
  void reachBack(BlockRange blocks) {
    long first = Chunk.ofBlock(blocks.first(), chunkSize).index();
    long last = Chunk.ofBlock(blocks.last(), chunkSize).index();
    for (long index = first; index <= Math.min(last, headChunk()); index++) {
      planIfLacking(index);
    }
  }

  /** The lowest chunk of the retention that the run looks after. */
  long firstChunk() {
    return firstChunk;
  }

  /** The newest chunk that lacks blocks and that nobody works on; it counts as in flight then. */
  Optional<ChunkTask> next() {
    Long index = pending.pollLast();
    if (index == null) {
      return Optional.empty();
    }
    ChunkTask task = new ChunkTask(run, ++tickets, epoch, index, lastStored(index) + 1, end(index));
    inFlight.put(index, task);
    return Optional.of(task);
  }

  /** Notes how work ended; work that nobody is known to do (any more) is passed over. */
  void ended(ChunkTask task, ChunkOutcome outcome) {
    long index = task.index();
    if (!inFlight.remove(index, task)) {
      return;
    }
    if (outcome instanceof ChunkOutcome.Stored done) {
      stored.merge(index, done.lastBlock(), Math::max);
      blocksFetched += done.blocksFetched();
      if (done.lastBlock() == new Chunk(index, chunkSize).lastBlock()) {
        recordsSealed++;
      }
      planIfLacking(index);
    } else if (outcome instanceof ChunkOutcome.GaveUp gaveUp) {
      givenUp.put(index, gaveUp);
    }
  }

  /** Takes back work whose worker is gone. */
  void returned(ChunkTask task) {
    if (inFlight.remove(task.index(), task)) {
      planIfLacking(task.index());
    }
  }

  /**
   * Takes note of a newer head: the chunks that it adds to are planned. A lower one is passed over.
   */
  void headMoved(long newHead) {
    long oldHeadChunk = Math.max(firstChunk, headChunk());
    if (newHead > head) {
      head = newHead;
      for (long index = oldHeadChunk; index <= headChunk(); index++) {
        planIfLacking(index);
      }
    }
  }

  /** Whether nothing is left to hand out or to wait for. */
  boolean finished() {
    return pending.isEmpty() && inFlight.isEmpty();
  }

  /** The chunks that still lack blocks, ascending. */
  List<Long> missing() {
    NavigableSet<Long> missing = new TreeSet<>(pending);
    missing.addAll(inFlight.keySet());
    missing.addAll(givenUp.keySet());
    return List.copyOf(missing);
  }

  /** Why the newest chunk that was given up was. */
  Optional<ChunkOutcome.GaveUp> newestFailure() {
    return Optional.ofNullable(givenUp.lastEntry()).map(Map.Entry::getValue);
  }

  /** Why a chunk could not be continued, if that is because the chain was reorganised. */
  Optional<String> fork() {
    return givenUp.values().stream()
        .filter(why -> why.type().equals(Failures.REORGANISED))
        .map(ChunkOutcome.GaveUp::reason)
        .findFirst();
  }

  long blocksFetched() {
    return blocksFetched;
  }

  int recordsSealed() {
    return recordsSealed;
  }

  /** Blocks that are still to be fetched, those in flight included. */
  long blocksLeft() {
    return Stream.concat(pending.stream(), inFlight.keySet().stream())
        .mapToLong(index -> end(index) - lastStored(index))
        .sum();
  }

  private void planIfLacking(long index) {
    if (lastStored(index) < end(index)
        && !inFlight.containsKey(index)
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
