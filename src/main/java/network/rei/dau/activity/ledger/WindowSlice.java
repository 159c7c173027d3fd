package network.rei.dau.activity.ledger;

import java.util.OptionalLong;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;

/** The part of each record that lies in a window, and the blocks of the window that are missing. */
sealed interface WindowSlice permits TimeSlice, BlockSlice {

  /** Returns the slice of a window; a window of time does not end with the last block. */
  static WindowSlice of(Window window) {
    return window instanceof TimeWindow time
        ? new TimeSlice(time, false)
        : new BlockSlice((BlockRange) window);
  }

  Window window();

  /** Returns the place of the first block that is not before the window, or the block count. */
  int start(LedgerRecord record);

  /** Returns the place of the first block that is after the window, or the block count. */
  int end(LedgerRecord record);

  /**
   * Returns how many blocks before the lowest record may lie in the window; empty if that is
   * unknown.
   */
  OptionalLong missingBefore(LedgerRecord lowest);

  /** Returns how many blocks between two neighbouring records may lie in the window. */
  long missingBetween(LedgerRecord previous, LedgerRecord next);

  /** Returns whether no block above the highest record can lie in the window. */
  boolean endsBy(LedgerRecord highest);
}
