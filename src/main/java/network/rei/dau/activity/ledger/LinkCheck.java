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
 * Where records of neighbouring chunks meet: the later one's parent must be the earlier one's end.
 */
final class LinkCheck {

  /** The ends of a record, however it is held. */
  private record Ends(long index, Hash parentHash, Hash lastHash, boolean sealed) {

    static Ends of(ChunkRecord record) {
      return new Ends(record.index(), record.parentHash(), record.lastHash(), record.sealed());
    }

    static Ends of(LedgerRecord record) {
      return new Ends(record.index(), record.parentHash(), record.lastHash(), record.sealed());
    }

    /** What is wrong with the seam to the record after; an open record has no seam yet. */
    Optional<String> brokenBefore(Ends next) {
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

  static Optional<String> broken(
      Ledger ledger, Collection<ChunkRecord> changed, Collection<Long> removed) {
    Map<Long, Ends> known = new HashMap<>();
    changed.forEach(record -> known.put(record.index(), Ends.of(record)));
    Set<Long> gone = new HashSet<>(removed);
    for (ChunkRecord record : changed) {
      for (long neighbour : new long[] {record.index() - 1, record.index() + 1}) {
        if (!known.containsKey(neighbour) && !gone.contains(neighbour)) {
          ledger.record(neighbour).ifPresent(held -> known.put(neighbour, Ends.of(held)));
        }
      }
    }
    return known.values().stream()
        .filter(ends -> known.containsKey(ends.index() + 1))
        .flatMap(ends -> ends.brokenBefore(known.get(ends.index() + 1)).stream())
        .findFirst();
  }

  static Optional<String> broken(List<LedgerRecord> records) {
    for (int i = 1; i < records.size(); i++) {
      Ends before = Ends.of(records.get(i - 1));
      Ends after = Ends.of(records.get(i));
      Optional<String> broken =
          before.index() + 1 == after.index() ? before.brokenBefore(after) : Optional.empty();
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }
}
