package network.rei.dau.activity.ledger;

import java.util.OptionalLong;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;

/** How a window cuts through a ledger's records, and how many blocks between them it may lack. */
sealed interface WindowSlice permits TimeSlice, BlockSlice {

  /** The cut by a window; one of time is not taken to end at the last block. */
  static WindowSlice of(Window window) {
    return window instanceof TimeWindow time
        ? new TimeSlice(time, false)
        : new BlockSlice((BlockRange) window);
  }

  Window window();

  /** The place of the record's first block that is not before the window, or its block count. */
  int start(LedgerRecord record);

  /** The place of the record's first block that is after the window, or its block count. */
  int end(LedgerRecord record);

  /**
   * How many blocks before the lowest record are, or may be, in the window; empty if it cannot be
   * known.
   */
  OptionalLong missingBefore(LedgerRecord lowest);

  /** How many blocks between two neighbouring records are, or may be, in the window. */
  long missingBetween(LedgerRecord previous, LedgerRecord next);

  /** Whether no block above the highest record can be in the window. */
  boolean endsBy(LedgerRecord highest);
}
