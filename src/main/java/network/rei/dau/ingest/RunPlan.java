package network.rei.dau.ingest;

import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.history.HistoryDay;

/**
 * What a run begins with.
 *
 * @param epoch under which it commits
 * @param firstBlock the block that it reaches back to
 * @param head the newest block that it takes; below {@code firstBlock} if there is nothing to do
 * @param wholeRetention whether it reaches back as far as records are kept
 * @param day before the retention, that it fetches too
 * @param records what is stored
 * @param fork why what is stored cannot all be on the chain, if so: then that is repaired first
 */
record RunPlan(
    long epoch,
    long firstBlock,
    long head,
    boolean wholeRetention,
    Optional<HistoryDay> day,
    List<LedgerRecord> records,
    Optional<String> fork) {

  RunPlan with(HistoryDay older) {
    return new RunPlan(epoch, firstBlock, head, wholeRetention, Optional.of(older), records, fork);
  }

  RunState start(long run, int chunkSize) {
    RunState state = new RunState(run, epoch, chunkSize, firstBlock, head, records);
    day.ifPresent(older -> state.reachBack(older.blocks()));
    return state;
  }
}
