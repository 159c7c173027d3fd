package network.rei.dau.activity;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts one window over a ledger's records: what is there, and what is missing. */
final class WindowQuery {

  private final Collection<RecordGroup> groups;
  private final TimeWindow window;

  private final ActivityTally tally = new ActivityTally();
  private int records;
  private long firstBlock = -1;
  private long firstTimestamp;
  private long lastBlock;
  private long lastTimestamp;

  WindowQuery(Collection<RecordGroup> groups, TimeWindow window) {
    this.groups = groups;
    this.window = window;
  }

  /**
   * @param endsAtLastBlock whether the window ends at the last processed block by definition, so
   *     that no later block is needed to prove its end
   */
  WindowActivity answer(boolean endsAtLastBlock) {
    groups.forEach(this::count);
    Coverage coverage = Coverage.of(groups, window);
    boolean ended = endsAtLastBlock || coverage.endsInside();
    return new WindowActivity(
        window,
        tally.counts(),
        span(),
        records,
        coverage.missingBlocks(),
        ended && coverage.missingBlocks().equals(OptionalLong.of(0)));
  }

  private void count(RecordGroup group) {
    if (window.covers(group.first().firstTimestamp(), group.last().lastTimestamp())) {
      for (LedgerRecord record : group.records()) {
        tally.addCounts(record.counts());
        note(record, 0, record.blocks().size());
      }
      tally.addSets(group.union());
    } else if (window.touches(group.first().firstTimestamp(), group.last().lastTimestamp())) {
      group.records().forEach(this::count);
    }
  }

  private void count(LedgerRecord record) {
    int start = record.firstAt(window.from());
    int end = record.firstAt(window.to());
    if (start == end) {
      return;
    }
    if (end - start == record.blocks().size()) {
      tally.addCounts(record.counts());
      tally.addSets(record.sets());
    } else {
      tally.addSlice(record, start, end);
    }
    note(record, start, end);
  }

  private void note(LedgerRecord record, int start, long end) {
    records++;
    if (firstBlock < 0) {
      firstBlock = record.firstBlock() + start;
      firstTimestamp = record.timestamp(start);
    }
    lastBlock = record.firstBlock() + end - 1;
    lastTimestamp = record.timestamp((int) end - 1);
  }

  private Optional<WindowActivity.Span> span() {
    return firstBlock < 0
        ? Optional.empty()
        : Optional.of(
            new WindowActivity.Span(
                new BlockRange(firstBlock, lastBlock), firstTimestamp, lastTimestamp));
  }
}
