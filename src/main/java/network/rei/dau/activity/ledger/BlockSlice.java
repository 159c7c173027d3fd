package network.rei.dau.activity.ledger;

import java.util.OptionalLong;
import network.rei.dau.activity.block.BlockRange;

/** Slices records by block numbers, so that the number of missing blocks is always known. */
record BlockSlice(BlockRange window) implements WindowSlice {

  @Override
  public int start(LedgerRecord record) {
    return record.placeOf(window.first());
  }

  @Override
  public int end(LedgerRecord record) {
    return window.last() < record.lastBlock()
        ? record.placeOf(window.last() + 1)
        : record.blockCount();
  }

  @Override
  public OptionalLong missingBefore(LedgerRecord lowest) {
    return OptionalLong.of(window.sizeWithin(0, lowest.firstBlock() - 1));
  }

  @Override
  public long missingBetween(LedgerRecord previous, LedgerRecord next) {
    return window.sizeWithin(previous.lastBlock() + 1, next.firstBlock() - 1);
  }

  @Override
  public boolean endsBy(LedgerRecord highest) {
    return window.last() <= highest.lastBlock();
  }
}
