package network.rei.dau.ingest.reorg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BrokenLinkException;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.IngestException;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.reorg.ForkedRecords.Fork;
import network.rei.dau.ingest.reorg.ForkedRecords.Found;

/**
 * What a repair writes: the records that replace others, and the records that it deletes. The
 * replacing records are in memory until they are stored.
 */
final class Replacement {

  private final Ledger ledger;
  private final Found found;
  private final NavigableMap<Long, ChunkRecord> records = new TreeMap<>();
  private final TreeSet<Long> deleted = new TreeSet<>();
  private long blocksFetched;
  private long bytes;

  Replacement(Ledger ledger, Found found) {
    this.ledger = ledger;
    this.found = found;
  }

  void delete(long index) {
    deleted.add(index);
  }

  /** Returns the memory of the replacing records in bytes. */
  long bytes() {
    return bytes;
  }

  /**
   * Replaces the blocks of a record after the last one that is on the chain. A record that would
   * not have any block is deleted.
   */
  void add(ChunkRecord stored, long lastShared, List<BlockActivity> blocks) {
    if (blocks.isEmpty() && lastShared < stored.blocks().first()) {
      delete(stored.index());
      return;
    }
    try {
      ChunkRecord replacing = stored.forkedAfter(lastShared, blocks);
      records.put(stored.index(), replacing);
      blocksFetched += blocks.size();
      bytes += bytes(replacing);
    } catch (BrokenLinkException e) {
      throw new IngestException(IngestFailureType.REORGANISED, e.getMessage());
    }
  }

  /** Returns about how many bytes a record takes, from what it takes in its columns. */
  private static long bytes(ChunkRecord record) {
    return 44L * record.blockCount()
        + 8L * record.transactionCount()
        + (long) Address.BYTES * record.addressCount();
  }

  /**
   * Deletes the neighbours of replaced records that do not link to them and could not be compared
   * with the chain. If a neighbour that is on the chain does not link, the chain has moved on, and
   * the repair fails.
   */
  void requireLinks() {
    for (Map.Entry<Long, ChunkRecord> replaced : Map.copyOf(records).entrySet()) {
      kept(replaced.getKey() - 1)
          .filter(LedgerRecord::sealed)
          .filter(before -> !before.lastHash().equals(replaced.getValue().parentHash()))
          .ifPresent(this::deleteUnknown);
      if (replaced.getValue().sealed()) {
        kept(replaced.getKey() + 1)
            .filter(after -> !after.parentHash().equals(replaced.getValue().lastHash()))
            .ifPresent(this::deleteWithChildren);
      }
    }
  }

  private void deleteWithChildren(LedgerRecord first) {
    Optional<LedgerRecord> off = Optional.of(first);
    while (off.isPresent()) {
      LedgerRecord record = off.get();
      deleteUnknown(record);
      off =
          record.sealed()
              ? kept(record.index() + 1)
                  .filter(child -> child.parentHash().equals(record.lastHash()))
              : Optional.empty();
    }
  }

  private void deleteUnknown(LedgerRecord record) {
    if (!found.unknown().contains(record.index())) {
      throw new IngestException(
          IngestFailureType.REORGANISED,
          "record %d does not link to the blocks of the new branch".formatted(record.index()));
    }
    delete(record.index());
  }

  /** Returns a record that is neither replaced nor deleted. */
  private Optional<LedgerRecord> kept(long index) {
    return records.containsKey(index) || deleted.contains(index)
        ? Optional.empty()
        : ledger.record(index);
  }

  List<ChunkRecord> records() {
    return new ArrayList<>(records.values());
  }

  List<Long> deleted() {
    return List.copyOf(deleted);
  }

  ReorgRepair.Done done() {
    return new ReorgRepair.Done(
        records.size() + deleted.size(),
        blocksFetched,
        found.forks().stream()
            .filter(fork -> !isLinked(fork))
            .flatMap(fork -> fork.unknownBelow().stream())
            .filter(record -> kept(record.index()).isPresent())
            .mapToLong(LedgerRecord::lastBlock)
            .max());
  }

  /** Returns whether the blocks below the fork are ancestors of blocks that are on the chain. */
  private boolean isLinked(Fork fork) {
    long first = fork.first().index();
    return fork.lastShared() >= fork.first().firstBlock()
        || (records.containsKey(first) && kept(first - 1).isPresent());
  }
}
