package network.rei.dau.activity.ledger;

import java.util.OptionalLong;
import network.rei.dau.activity.block.TimeWindow;

/**
 * Slices records by time. The time of a missing block lies between those of its stored neighbours,
 * because times never decrease.
 *
 * @param endsAtLastBlock whether the window ends with the last processed block by definition, so
 *     that no later block is needed to prove that it is complete
 */
record TimeSlice(TimeWindow window, boolean endsAtLastBlock) implements WindowSlice {

  @Override
  public int start(LedgerRecord record) {
    return record.firstAt(window.from());
  }

  @Override
  public int end(LedgerRecord record) {
    return record.firstAt(window.to());
  }

  @Override
  public OptionalLong missingBefore(LedgerRecord lowest) {
    boolean noneMissing =
        lowest.firstBlock() == 0 || !window.touches(Long.MIN_VALUE, lowest.firstTimestamp());
    return noneMissing ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  public long missingBetween(LedgerRecord previous, LedgerRecord next) {
    return window.touches(previous.lastTimestamp(), next.firstTimestamp())
        ? next.firstBlock() - previous.lastBlock() - 1
        : 0;
  }

  @Override
  public boolean endsBy(LedgerRecord highest) {
    return endsAtLastBlock || !window.touches(highest.lastTimestamp(), Long.MAX_VALUE);
  }
}
