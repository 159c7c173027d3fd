package network.rei.dau.activity;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * How much of a window a ledger's records hold.
 *
 * @param missingBlocks as in {@link WindowActivity}
 * @param endsInside whether a stored block proves that no more can come before the window's end
 */
record Coverage(OptionalLong missingBlocks, boolean endsInside) {

  static Coverage of(Collection<RecordGroup> groups, TimeWindow window) {
    LedgerRecord previous = null;
    boolean startKnown = false;
    long missing = 0;
    for (RecordGroup group : groups) {
      for (LedgerRecord record : group.records()) {
        if (previous == null) {
          // Blocks before the first stored one are no younger than it.
          startKnown = record.firstBlock() == 0 || record.firstTimestamp() < window.from();
        } else if (window.touches(previous.lastTimestamp(), record.firstTimestamp())) {
          missing += record.firstBlock() - previous.lastBlock() - 1;
        }
        previous = record;
      }
    }
    return new Coverage(
        startKnown ? OptionalLong.of(missing) : OptionalLong.empty(),
        previous != null && previous.lastTimestamp() >= window.to());
  }
}
