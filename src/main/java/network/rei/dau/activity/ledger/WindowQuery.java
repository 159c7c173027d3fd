package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.ledger.count.WindowActivity;

/** Counts one window over the records of a ledger, and the missing blocks. */
final class WindowQuery {

  private final WindowSlice slice;
  private final SliceReader reader;

  private final List<ActivitySum> parts = new ArrayList<>();
  private boolean unavailable;
  private int records;
  private LedgerRecord first;
  private int firstPlace;
  private LedgerRecord last;
  private int lastPlace;

  /** Returns the sum of some blocks of a record; empty if they are not available. */
  @FunctionalInterface
  private interface SliceReader {
    Optional<ActivitySum> read(LedgerRecord record, int start, int end);
  }

  private WindowQuery(WindowSlice slice, SliceReader reader) {
    this.slice = slice;
    this.reader = reader;
  }

  /**
   * Returns the activity of a window, counted over the records in memory.
   *
   * @param availableFrom the first time from which all blocks are in memory
   */
  static WindowSum answer(
      RecordGroups groups, WindowSlice slice, OptionalLong availableFrom, AddressIndex addresses) {
    WindowQuery query =
        new WindowQuery(
            slice,
            (record, start, end) ->
                record.isInMemory() ? Optional.of(record.sum(start, end)) : Optional.empty());
    groups.all().forEach(query::count);
    return query.result(groups, availableFrom, addresses);
  }

  /**
   * Returns the activity of a window, counted over records that are read one after the other. The
   * sets have an address index of their own.
   *
   * @param stored reads a record by its chunk index; empty if it cannot be read
   * @param availableFrom the first time from which all blocks are in memory
   */
  static WindowSum read(
      RecordGroups groups,
      WindowSlice slice,
      OptionalLong availableFrom,
      LongFunction<Optional<ChunkRecord>> stored) {
    AddressIndex addresses = new AddressIndex(1024);
    WindowQuery query =
        new WindowQuery(
            slice,
            (record, start, end) ->
                stored
                    .apply(record.index())
                    .filter(read -> read.lastHash().equals(record.lastHash()))
                    .map(
                        read ->
                            ActivitySum.of(
                                TransactionColumns.of(read.columns()),
                                read.columns().traffic(),
                                addresses.add(read.columns().addressTable()),
                                start,
                                end)));
    groups.stream().forEach(query::count);
    return query.result(groups, availableFrom, addresses);
  }

  private WindowSum result(
      RecordGroups groups, OptionalLong availableFrom, AddressIndex addresses) {
    Coverage coverage = Coverage.of(groups, slice);
    ActivitySum sum = ActivitySum.of(unavailable ? List.of() : parts);
    return new WindowSum(
        new WindowActivity(
            slice.window(),
            sum.counts(),
            span(),
            records,
            coverage.missingBlocks(),
            coverage.complete() && !unavailable,
            unavailable ? availableFrom : OptionalLong.empty(),
            !unavailable),
        sum,
        addresses);
  }

  private void count(RecordGroup group) {
    if (group.isOutside(slice)) {
      return;
    }
    if (group.isWithin(slice)) {
      parts.add(group.sum());
      note(group.first(), 0);
      note(group.last(), group.last().blockCount() - 1);
      records += group.records().size();
    } else {
      group.records().forEach(this::count);
    }
  }

  private void count(LedgerRecord record) {
    int start = slice.start(record);
    int end = slice.end(record);
    if (start < end) {
      if (!unavailable) {
        reader.read(record, start, end).ifPresentOrElse(parts::add, () -> unavailable = true);
      }
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
