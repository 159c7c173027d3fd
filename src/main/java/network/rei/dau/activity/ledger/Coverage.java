package network.rei.dau.activity.ledger;

import java.util.Collection;
import java.util.OptionalLong;

/** How much of a window a ledger's records hold; both values as in {@link WindowActivity}. */
record Coverage(OptionalLong missingBlocks, boolean complete) {

  private static final Coverage UNKNOWN = new Coverage(OptionalLong.empty(), false);

  static Coverage of(Collection<RecordGroup> groups, WindowSlice cut) {
    LedgerRecord previous = null;
    OptionalLong before = OptionalLong.empty();
    long between = 0;
    for (RecordGroup group : groups) {
      for (LedgerRecord record : group.records()) {
        if (previous == null) {
          before = cut.missingBefore(record);
        } else {
          between += cut.missingBetween(previous, record);
        }
        previous = record;
      }
    }
    if (before.isEmpty()) {
      return UNKNOWN;
    }
    long missing = before.getAsLong() + between;
    return new Coverage(OptionalLong.of(missing), missing == 0 && cut.endsBy(previous));
  }
}
