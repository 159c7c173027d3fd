package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.BlockRange;

/** Counts one window over a ledger's records: what is there, and what is missing. */
final class WindowQuery {

  private final WindowSlice cut;

  private final List<ActivitySum> parts = new ArrayList<>();
  private int records;
  private LedgerRecord first;
  private int firstPlace;
  private LedgerRecord last;
  private int lastPlace;

  private WindowQuery(WindowSlice cut) {
    this.cut = cut;
  }

  /**
   * @param groups in order
   */
  static WindowSum answer(Collection<RecordGroup> groups, WindowSlice cut) {
    WindowQuery query = new WindowQuery(cut);
    groups.forEach(query::count);
    Coverage coverage = Coverage.of(groups, cut);
    ActivitySum sum = ActivitySum.of(query.parts);
    return new WindowSum(
        new WindowActivity(
            cut.window(),
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
    if (cut.start(lowest) == 0 && cut.end(highest) == highest.blockCount()) {
      parts.add(group.sum());
      note(lowest, 0);
      note(highest, highest.blockCount() - 1);
      records += group.records().size();
    } else {
      group.records().forEach(this::count);
    }
  }

  private void count(LedgerRecord record) {
    int start = cut.start(record);
    int end = cut.end(record);
    if (start < end) {
      parts.add(record.sum(start, end));
      note(record, start);
      note(record, end - 1);
      records++;
    }
  }

  /** Blocks come in order: the first one noted is the window's first, the last one its last. */
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
