package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.BlockRange;

/** Counts one window over the records of a ledger, and the missing blocks. */
final class WindowQuery {

  private final WindowSlice slice;

  private final List<ActivitySum> parts = new ArrayList<>();
  private int records;
  private LedgerRecord first;
  private int firstPlace;
  private LedgerRecord last;
  private int lastPlace;

  private WindowQuery(WindowSlice slice) {
    this.slice = slice;
  }

  /**
   * Returns the activity of a window.
   *
   * @param groups in order
   */
  static WindowSum answer(Collection<RecordGroup> groups, WindowSlice slice) {
    WindowQuery query = new WindowQuery(slice);
    groups.forEach(query::count);
    Coverage coverage = Coverage.of(groups, slice);
    ActivitySum sum = ActivitySum.of(query.parts);
    return new WindowSum(
        new WindowActivity(
            slice.window(),
            sum.counts(),
            query.span(),
            query.records,
            coverage.missingBlocks(),
            coverage.complete()),
        sum);
  }

  private void count(RecordGroup group) {
    LedgerRecord lowest = group.first();
    LedgerRecord highest = group.last();
    if (slice.start(lowest) == 0 && slice.end(highest) == highest.blockCount()) {
      parts.add(group.sum());
      note(lowest, 0);
      note(highest, highest.blockCount() - 1);
      records += group.records().size();
    } else {
      group.records().forEach(this::count);
    }
  }

  private void count(LedgerRecord record) {
    int start = slice.start(record);
    int end = slice.end(record);
    if (start < end) {
      parts.add(record.sum(start, end));
      note(record, start);
      note(record, end - 1);
      records++;
    }
  }

  /** Blocks are noted in order, so the first and the last one are those of the window. */
  private void note(LedgerRecord record, int place) {
    if (first == null) {
      first = record;
      firstPlace = place;
    }
    last = record;
    lastPlace = place;
  }

  private Optional<WindowActivity.Span> span() {
    return first == null
        ? Optional.empty()
        : Optional.of(
            new WindowActivity.Span(
                new BlockRange(first.firstBlock() + firstPlace, last.firstBlock() + lastPlace),
                first.timestamp(firstPlace),
                last.timestamp(lastPlace)));
  }
}
