package network.rei.dau.activity.ledger;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * How much of a window the records of a ledger cover; the values are those of {@link
 * WindowActivity}.
 */
record Coverage(OptionalLong missingBlocks, boolean complete) {

  private static final Coverage UNKNOWN = new Coverage(OptionalLong.empty(), false);

  static Coverage of(Collection<RecordGroup> groups, WindowSlice slice) {
    LedgerRecord previous = null;
    OptionalLong before = OptionalLong.empty();
    long between = 0;
    for (RecordGroup group : groups) {
      for (LedgerRecord record : group.records()) {
        if (previous == null) {
          before = slice.missingBefore(record);
        } else {
          between += slice.missingBetween(previous, record);
        }
        previous = record;
      }
    }
    if (before.isEmpty()) {
      return UNKNOWN;
    }
    long missing = before.getAsLong() + between;
    return new Coverage(OptionalLong.of(missing), missing == 0 && slice.endsBy(previous));
  }
}
