package network.rei.dau.activity.contract;

import java.util.List;
import java.util.OptionalLong;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.RecordActivity;
import network.rei.dau.activity.ledger.RecordSlice;
import network.rei.dau.activity.period.WindowLookup;

/**
 * Decides whether the records have all calls of a period.
 *
 * @param from the first time that the records cover, seconds since 1970; empty if they begin with
 *     the first block of the chain, and without records
 */
record RecordedCalls(Ledger ledger, OptionalLong from) {

  static RecordedCalls of(Ledger ledger) {
    return new RecordedCalls(ledger, new WindowLookup(ledger).recordedFrom());
  }

  /**
   * Returns whether all calls of a period up to the last processed block are known.
   *
   * @param slices all of the period
   */
  boolean areKnown(TimeWindow period, List<RecordSlice> slices) {
    return slices.stream().allMatch(RecordedCalls::areIn)
        && (ledger.isComplete(period) || (!beginsBefore(period) && !slices.isEmpty()));
  }

  private boolean beginsBefore(TimeWindow period) {
    return from.isPresent() && period.from() < from.getAsLong();
  }

  /** Returns whether the calls of a record are in memory. */
  static boolean areIn(RecordSlice slice) {
    return slice.activity().flatMap(RecordActivity::calls).isPresent();
  }
}
