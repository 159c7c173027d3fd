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
 * Checks that records of neighbouring chunks link by hash: the parent hash of the later record must
 * be the last hash of the earlier one.
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

  static Optional<String> brokenLink(
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
