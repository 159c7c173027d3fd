package network.rei.dau.activity.ledger;

import java.util.Optional;
import java.util.function.LongFunction;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Window;

/**
 * The blocks of a record that lie in a window.
 *
 * @param start place of the first block in the record
 * @param end place after the last block
 */
public record RecordSlice(LedgerRecord record, int start, int end) {

  /** Returns the blocks of a record that lie in a window, which may be none. */
  public static RecordSlice of(LedgerRecord record, Window window) {
    return of(record, WindowSlice.of(window));
  }

  static RecordSlice of(LedgerRecord record, WindowSlice slice) {
    return new RecordSlice(record, slice.start(record), slice.end(record));
  }

  /** Returns these blocks with the activity of the stored record, if it can be read. */
  RecordSlice read(LongFunction<Optional<ChunkRecord>> stored, AddressIndex addresses) {
    return new RecordSlice(
        stored
            .apply(record.index())
            .map(read -> record.with(read, addresses))
            .orElseGet(record::outline),
        start,
        end);
  }

  /** Returns the transactions and addresses of the record; empty if they are not in memory. */
  public Optional<RecordActivity> activity() {
    return record.activityInMemory();
  }
}
