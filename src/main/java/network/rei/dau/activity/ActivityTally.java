package network.rei.dau.activity;

import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Adds up blocks: whole records by the sets that they have, parts of records transaction by
 * transaction.
 */
final class ActivityTally {

  private final List<ActivitySets> parts = new ArrayList<>();
  private long blocks;
  private long transactions;
  private long contractCreations;

  /** Adds blocks that are counted already; their sets come by {@link #addSets}. */
  void addCounts(ActivityCounts counts) {
    blocks += counts.blocks();
    transactions += counts.transactions();
    contractCreations += counts.contractCreations();
  }

  /** Adds who was active in blocks that came by {@link #addCounts}. */
  void addSets(ActivitySets sets) {
    parts.add(sets);
  }

  /** Adds the blocks of a record from the {@code start}-th to before the {@code end}-th. */
  void addSlice(LedgerRecord record, int start, int end) {
    int first = record.transactionStart(start);
    int last = record.transactionStart(end);
    int[] senders = new int[last - first];
    int[] recipients = new int[last - first];
    int[] newSenders = new int[last - first];
    int recipientCount = 0;
    int newCount = 0;
    for (int i = first; i < last; i++) {
      int sender = record.sender(i);
      if (sender < 0) {
        sender = ~sender;
        newSenders[newCount++] = sender;
      }
      senders[i - first] = sender;
      if (record.recipient(i) != ChunkRecord.NO_RECIPIENT) {
        recipients[recipientCount++] = record.recipient(i);
      }
    }
    blocks += end - start;
    transactions += last - first;
    contractCreations += last - first - recipientCount;
    parts.add(
        new ActivitySets(
            bitmap(senders, senders.length),
            bitmap(recipients, recipientCount),
            bitmap(newSenders, newCount)));
  }

  ActivitySets sets() {
    return ActivitySets.union(parts);
  }

  ActivityCounts counts() {
    return parts.isEmpty() ? ActivityCounts.NONE : counts(sets());
  }

  /** The counts, where the sets are known to be {@code sets}. */
  ActivityCounts counts(ActivitySets sets) {
    return new ActivityCounts(
        blocks,
        transactions,
        sets.addressCount(),
        sets.senders().getLongCardinality(),
        sets.recipients().getLongCardinality(),
        sets.newSenders().getLongCardinality(),
        contractCreations);
  }

  private static RoaringBitmap bitmap(int[] numbers, int count) {
    RoaringBitmap bitmap = new RoaringBitmap();
    bitmap.addN(numbers, 0, count);
    bitmap.runOptimize();
    return bitmap;
  }
}
