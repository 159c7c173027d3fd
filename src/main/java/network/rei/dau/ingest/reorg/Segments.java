package network.rei.dau.ingest.reorg;

import java.util.ArrayList;
import java.util.List;
import network.rei.dau.activity.ledger.LedgerRecord;

/** Divides records into segments: those that link to each other, without a gap. */
final class Segments {

  private Segments() {}

  /**
   * @param records oldest first
   */
  static List<List<LedgerRecord>> of(List<LedgerRecord> records) {
    List<List<LedgerRecord>> segments = new ArrayList<>();
    LedgerRecord previous = null;
    for (LedgerRecord record : records) {
      boolean linked =
          previous != null
              && previous.sealed()
              && previous.index() + 1 == record.index()
              && previous.lastHash().equals(record.parentHash());
      if (!linked) {
        segments.add(new ArrayList<>());
      }
      segments.get(segments.size() - 1).add(record);
      previous = record;
    }
    return segments;
  }
}
