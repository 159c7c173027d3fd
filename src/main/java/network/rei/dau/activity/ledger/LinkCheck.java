package network.rei.dau.activity.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;

/**
 * Checks that records are of one branch of the chain: records of neighbouring chunks link by hash,
 * and a record that continues a stored one contains its last block.
 */
final class LinkCheck {

  /** The first and last hashes of a record. */
  private record Hashes(long index, Hash parentHash, Hash lastHash, boolean sealed) {

    static Hashes of(ChunkRecord record) {
      return new Hashes(record.index(), record.parentHash(), record.lastHash(), record.sealed());
    }

    static Hashes of(LedgerRecord record) {
      return new Hashes(record.index(), record.parentHash(), record.lastHash(), record.sealed());
    }

    /**
     * Returns why the next record does not follow this one; an open record has no successor yet.
     */
    Optional<String> brokenLinkTo(Hashes next) {
      return !sealed || lastHash.equals(next.parentHash)
          ? Optional.empty()
          : Optional.of(
              "record "
                  + next.index
                  + " begins after block "
                  + next.parentHash
                  + ", but record "
                  + index
                  + " ends with "
                  + lastHash);
    }
  }

  private LinkCheck() {}

  /**
   * Returns why records cannot be added to a ledger; empty if they can be.
   *
   * @param removed chunk indexes of records that are removed with them
   */
  static Optional<String> brokenLink(
      Ledger ledger, Collection<ChunkRecord> changed, Collection<Long> removed) {
    return changed.stream()
        .filter(record -> !removed.contains(record.index()))
        .flatMap(record -> otherBranch(ledger, record).stream())
        .findFirst()
        .or(() -> brokenNeighbourLink(ledger, changed, removed));
  }

  /**
   * Returns why a record does not continue the stored record of its chunk. A record of another
   * generation replaces the stored one after a comparison with the chain, and a shorter one is
   * ignored.
   */
  private static Optional<String> otherBranch(Ledger ledger, ChunkRecord record) {
    return ledger
        .record(record.index())
        .filter(held -> held.generation() == record.generation())
        .filter(held -> held.lastBlock() <= record.lastBlock())
        .filter(held -> !record.hashOf(held.lastBlock()).equals(held.lastHash()))
        .map(
            held ->
                "block %d of record %d is %s, but %s is stored"
                    .formatted(
                        held.lastBlock(),
                        record.index(),
                        record.hashOf(held.lastBlock()),
                        held.lastHash()));
  }

  private static Optional<String> brokenNeighbourLink(
      Ledger ledger, Collection<ChunkRecord> changed, Collection<Long> removed) {
    Map<Long, Hashes> known = new HashMap<>();
    changed.forEach(record -> known.put(record.index(), Hashes.of(record)));
    Set<Long> removedIndexes = new HashSet<>(removed);
    for (ChunkRecord record : changed) {
      for (long neighbour : new long[] {record.index() - 1, record.index() + 1}) {
        if (!known.containsKey(neighbour) && !removedIndexes.contains(neighbour)) {
          ledger.record(neighbour).ifPresent(held -> known.put(neighbour, Hashes.of(held)));
        }
      }
    }
    return known.values().stream()
        .filter(hashes -> known.containsKey(hashes.index() + 1))
        .flatMap(hashes -> hashes.brokenLinkTo(known.get(hashes.index() + 1)).stream())
        .findFirst();
  }

  static Optional<String> brokenLink(List<LedgerRecord> records) {
    for (int i = 1; i < records.size(); i++) {
      Hashes before = Hashes.of(records.get(i - 1));
      Hashes after = Hashes.of(records.get(i));
      Optional<String> broken =
          before.index() + 1 == after.index() ? before.brokenLinkTo(after) : Optional.empty();
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }
}
