package network.rei.dau.ingest.reorg;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.StoredBlock;

/**
 * Finds stored records above the head that cannot be on its chain: an endpoint that named a head
 * far above the true one has served their blocks, and no stored record links them to the blocks at
 * the head, with which {@link ForkCheck} could compare them.
 *
 * <p>Timestamps rise along a chain. So a head that is newer than a stored block and has a lower
 * number is on another chain than the block. An endpoint that lags behind, that stands still, or
 * whose chain has stopped, has no such head: the blocks above it that were read before are newer.
 */
public final class DetachedRecords {

  /** Nearer records are compared soon, when the head reaches them. */
  static final long BLOCKS_ABOVE_HEAD = 64;

  /** How much newer the head is: blocks of some chains are a little older than their parents. */
  static final Duration NEWER = Duration.ofMinutes(5);

  /** How old the head may be. An older one says nothing about the chain of today. */
  static final Duration FRESH = Duration.ofMinutes(3);

  /** How many segments are examined at a time; the others follow when these are gone. */
  static final int MOST_SEGMENTS = 32;

  private final Function<List<Long>, CompletionStage<List<Optional<BlockHeader>>>> headers;
  private final Clock clock;

  /**
   * @param headers reads headers by number, in the order of the numbers; empty if not served
   */
  public DetachedRecords(
      Function<List<Long>, CompletionStage<List<Optional<BlockHeader>>>> headers, Clock clock) {
    this.headers = headers;
    this.clock = clock;
  }

  /**
   * Finds the segments of linked records that are wholly above the head, older than it, and not
   * served.
   *
   * @param records oldest first
   * @return the last block of the first record of each segment
   */
  public CompletionStage<Set<StoredBlock>> find(List<LedgerRecord> records, BlockHeader head) {
    List<List<LedgerRecord>> above =
        head.timestamp() < clock.instant().minus(FRESH).getEpochSecond()
            ? List.of()
            : Segments.of(records).stream()
                .filter(segment -> cannotFollow(segment.get(0), head))
                .limit(MOST_SEGMENTS)
                .toList();
    if (above.isEmpty()) {
      return CompletableFuture.completedFuture(Set.of());
    }
    List<StoredBlock> blocks =
        above.stream()
            .flatMap(segment -> Stream.of(segment.get(0), segment.get(segment.size() - 1)))
            .map(StoredBlock::lastOf)
            .toList();
    return headers
        .apply(blocks.stream().map(StoredBlock::number).toList())
        .thenApply(found -> notServed(blocks, found));
  }

  /** Returns whether a record is above the head and cannot be on its chain. */
  private static boolean cannotFollow(LedgerRecord record, BlockHeader head) {
    return record.firstBlock() - head.number() > BLOCKS_ABOVE_HEAD
        && head.timestamp() - record.lastHeaderTimestamp() > NEWER.toSeconds();
  }

  /** Of the blocks of each segment, the first is returned if neither is served. */
  private static Set<StoredBlock> notServed(
      List<StoredBlock> blocks, List<Optional<BlockHeader>> headers) {
    Set<StoredBlock> notServed = new HashSet<>();
    for (int i = 0; i < blocks.size(); i += 2) {
      if (!isServed(blocks.get(i), headers.get(i))
          && !isServed(blocks.get(i + 1), headers.get(i + 1))) {
        notServed.add(blocks.get(i));
      }
    }
    return notServed;
  }

  private static boolean isServed(StoredBlock block, Optional<BlockHeader> onChain) {
    return onChain.filter(header -> header.hash().equals(block.hash())).isPresent();
  }
}
