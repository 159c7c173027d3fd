package network.rei.dau.ingest.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.IngestFailureType;

/**
 * The chunks of one run: which of them lack blocks, which are assigned, and which were given up.
 * Sealed records are never fetched again; open ones are continued. The newest chunks come first.
 *
 * <p>Pending chunks are held as ranges: neither memory nor time depends on how far the head is from
 * the first block, since an endpoint may claim any head.
 */
final class ChunkPlan {

  /** Higher heads are treated as this one, so that no number of a block overflows. */
  private static final long HIGHEST_HEAD = Long.MAX_VALUE - 2L * Chunk.MAX_SIZE;

  private final long run;
  private final long epoch;
  private final int chunkSize;
  private final long firstChunk;
  private final long servedFrom;
  private long head;

  /** The last stored block of each chunk that has a record. */
  private final NavigableMap<Long, Long> stored = new TreeMap<>();

  private final IndexRanges pending = new IndexRanges();
  private final NavigableMap<Long, ChunkTask> inProgress = new TreeMap<>();
  private final NavigableMap<Long, ChunkOutcome.GaveUp> givenUp = new TreeMap<>();
  private Optional<String> fork = Optional.empty();
  private long tickets;
  private long blocksFetched;
  private int recordsSealed;

  /**
   * Plans the chunks from a first block to the head.
   *
   * @param run the number of the run
   * @param epoch the epoch to commit under
   * @param firstBlock the oldest block of the run; its chunk is fetched whole
   * @param servedFrom the oldest block that an endpoint serves; chunks whose next block is older
   *     are left out
   * @param head the last block to fetch; below {@code firstBlock} if there is none
   * @param records the stored records
   * @param postponed the chunks that were given up before and are not tried in this run
   */
  ChunkPlan(
      long run,
      long epoch,
      int chunkSize,
      long firstBlock,
      OptionalLong servedFrom,
      long head,
      Collection<LedgerRecord> records,
      Map<Long, ChunkOutcome.GaveUp> postponed) {
    this.run = run;
    this.epoch = epoch;
    this.chunkSize = chunkSize;
    this.firstChunk = Chunk.ofBlock(firstBlock, chunkSize).index();
    this.servedFrom = servedFrom.orElse(0);
    this.head = Math.min(head, HIGHEST_HEAD);
    records.forEach(record -> stored.put(record.index(), record.lastBlock()));
    postponed.forEach(
        (index, why) -> {
          if (index >= firstChunk && !isComplete(index)) {
            givenUp.put(index, why);
          }
        });
    plan(firstChunk, headChunk());
  }

  /** Adds the chunks of a range, which may be older than the run's first block. */
  void add(BlockRange blocks) {
    long first = Chunk.ofBlock(blocks.first(), chunkSize).index();
    long last = Chunk.ofBlock(blocks.last(), chunkSize).index();
    plan(first, last);
  }

  /** Returns the index of the oldest chunk of the retention that belongs to the run. */
  long firstChunk() {
    return firstChunk;
  }

  /** Returns the index of the chunk that contains the head; -1 if there is none. */
  long headChunk() {
    return head < 0 ? -1 : Chunk.ofBlock(head, chunkSize).index();
  }

  /** Takes the newest pending chunk, which is in progress from then on. */
  Optional<ChunkTask> next() {
    OptionalLong newest = pending.pollLast();
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    long index = newest.getAsLong();
    ChunkTask task = new ChunkTask(run, ++tickets, epoch, index, lastStored(index) + 1, end(index));
    inProgress.put(index, task);
    return Optional.of(task);
  }

  /** Takes the chunk that contains the head, if it is pending. */
  Optional<ChunkTask> nextAtHead() {
    return pending.contains(headChunk()) ? next() : Optional.empty();
  }

  /** Records the outcome of a task; ignores it unless that very task is in progress. */
  void ended(ChunkTask task, ChunkOutcome outcome) {
    long index = task.index();
    if (!inProgress.remove(index, task)) {
      return;
    }
    if (outcome instanceof ChunkOutcome.Stored done) {
      stored(index, done.lastBlock(), done.blocksFetched());
      plan(index, index);
    } else if (outcome instanceof ChunkOutcome.GaveUp gaveUp) {
      if (gaveUp.blocksFetched() > 0) {
        stored(index, gaveUp.lastBlock(), gaveUp.blocksFetched());
      }
      if (gaveUp.type() == IngestFailureType.REORGANISED) {
        fork = fork.or(() -> Optional.of(gaveUp.reason()));
      }
      // If the head is lower by now, what is missing above it does not count.
      if (!isComplete(index)) {
        givenUp.put(index, gaveUp);
      }
    }
  }

  /** Makes a task pending again that a node could not do, after some of its blocks were stored. */
  void returned(ChunkTask task, ChunkOutcome.GaveUp gaveUp) {
    if (inProgress.remove(task.index(), task)) {
      if (gaveUp.blocksFetched() > 0) {
        stored(task.index(), gaveUp.lastBlock(), gaveUp.blocksFetched());
      }
      plan(task.index(), task.index());
    }
  }

  private void stored(long index, long lastBlock, long fetched) {
    stored.merge(index, lastBlock, Math::max);
    blocksFetched += fetched;
    if (lastBlock == new Chunk(index, chunkSize).lastBlock()) {
      recordsSealed++;
    }
  }

  /** Makes a task pending again, because its coordinator is gone. */
  void returned(ChunkTask task) {
    if (inProgress.remove(task.index(), task)) {
      plan(task.index(), task.index());
    }
  }

  /**
   * Adds the chunks up to a higher head, or removes those above a lower one.
   *
   * @return the tasks in progress that are no longer needed. Tasks that begin less than a chunk
   *     above the head are not among them: behind a load balancer, the head goes back and forth by
   *     a few blocks.
   */
  List<ChunkTask> headMoved(long newHead) {
    long oldHeadChunk = Math.max(firstChunk, headChunk());
    head = Math.min(newHead, HIGHEST_HEAD);
    if (headChunk() >= oldHeadChunk) {
      plan(oldHeadChunk, headChunk());
    }
    pending.remove(headChunk() + 1, Long.MAX_VALUE);
    givenUp.tailMap(headChunk(), false).clear();
    if (headChunk() >= 0 && isComplete(headChunk())) {
      pending.remove(headChunk(), headChunk());
      givenUp.remove(headChunk());
    }
    List<ChunkTask> dropped =
        inProgress.values().stream().filter(task -> task.from() - chunkSize > head).toList();
    dropped.forEach(task -> inProgress.remove(task.index()));
    return dropped;
  }

  /** Returns whether no chunk is pending or in progress. */
  boolean isFinished() {
    return pending.isEmpty() && inProgress.isEmpty();
  }

  /**
   * Returns the indexes of the chunks that lack blocks at the end of the run, ascending, without
   * those that no endpoint serves.
   */
  List<Long> missing() {
    return List.copyOf(givenUp.keySet());
  }

  /** Returns why each chunk failed that was given up, ascending by its index. */
  NavigableMap<Long, ChunkOutcome.GaveUp> givenUp() {
    return new TreeMap<>(givenUp);
  }

  /** Returns why the newest of the chunks that were given up failed. */
  Optional<ChunkOutcome.GaveUp> newestFailure() {
    return Optional.ofNullable(givenUp.lastEntry()).map(Map.Entry::getValue);
  }

  /** Returns why the chunk of the head was given up. */
  Optional<ChunkOutcome.GaveUp> headFailure() {
    return Optional.ofNullable(givenUp.get(headChunk()));
  }

  /** Returns why a chunk could not be continued, if the chain was reorganised. */
  Optional<String> fork() {
    return fork;
  }

  long blocksFetched() {
    return blocksFetched;
  }

  int recordsSealed() {
    return recordsSealed;
  }

  /** Returns the number of blocks that are still to be fetched, including those in progress. */
  long blocksLeft() {
    return pending.sum(this::lacking)
        + inProgress.keySet().stream().mapToLong(index -> lacking(index, index)).sum();
  }

  /** Returns how many blocks of some chunks are not stored, none of them above the head. */
  private long lacking(long firstIndex, long lastIndex) {
    long first = new Chunk(firstIndex, chunkSize).firstBlock();
    long held =
        stored.subMap(firstIndex, true, lastIndex, true).entrySet().stream()
            .mapToLong(record -> record.getValue() + 1 - record.getKey() * chunkSize)
            .sum();
    return Math.max(0, end(lastIndex) + 1 - first - held);
  }

  /** Makes the chunks pending that lack blocks up to the head which an endpoint may serve. */
  private void plan(long first, long lastIndex) {
    long last = Math.min(lastIndex, headChunk());
    long firstWhole = -Math.floorDiv(-servedFrom, chunkSize);
    pending.add(Math.max(first, firstWhole), last);
    long partial = firstWhole - 1;
    if (first <= partial && partial <= last && lastStored(partial) + 1 >= servedFrom) {
      pending.add(partial, partial);
    }
    if (first <= last) {
      stored.subMap(first, true, last, true).keySet().stream()
          .filter(this::isComplete)
          .forEach(this::notPending);
      inProgress.subMap(first, true, last, true).keySet().forEach(this::notPending);
      givenUp.subMap(first, true, last, true).keySet().forEach(this::notPending);
    }
  }

  private void notPending(long index) {
    pending.remove(index, index);
  }

  private boolean isComplete(long index) {
    return lastStored(index) >= end(index);
  }

  private long lastStored(long index) {
    return stored.getOrDefault(index, new Chunk(index, chunkSize).firstBlock() - 1);
  }

  private long end(long index) {
    return Math.min(new Chunk(index, chunkSize).lastBlock(), head);
  }
}
