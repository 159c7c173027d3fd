package network.rei.dau.activity.ledger;

import java.util.OptionalLong;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * How much of a window the records of a ledger cover; the values are those of {@link
 * WindowActivity}.
 */
record Coverage(OptionalLong missingBlocks, boolean complete) {

  private static final Coverage UNKNOWN = new Coverage(OptionalLong.empty(), false);

  static Coverage of(RecordGroups groups, WindowSlice slice) {
    OptionalLong before = groups.first().map(slice::missingBefore).orElse(OptionalLong.empty());
    if (before.isEmpty()) {
      return UNKNOWN;
    }
    long missing = before.getAsLong();
    for (RecordGroups.Neighbours gap : groups.gaps()) {
      missing += slice.missingBetween(gap.previous(), gap.next());
    }
    return new Coverage(
        OptionalLong.of(missing), missing == 0 && slice.endsBy(groups.last().orElseThrow()));
  }
}
