package network.rei.dau.activity.contract;

import java.util.Optional;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.block.TransactionDetails;

/**
 * The calls of a record whose transactions have details. They are indexed by the first request that
 * reads them; the memory of the index counts from the beginning.
 */
public final class RecordCalls {

  /** What a call takes in an index, about. */
  private static final int BYTES_OF_CALL = 2;

  private final TransactionColumns columns;
  private final TransactionDetails details;
  private final int places;
  private final long bytes;
  // Two threads may compute it at once; the results are equal, so the race is harmless.
  private volatile CallIndex index;

  /**
   * Returns the calls of a record; empty if the details of its transactions are unknown.
   *
   * @param places the size of the address table of the record
   */
  public static Optional<RecordCalls> of(TransactionColumns columns, int places) {
    return columns.details().map(details -> new RecordCalls(columns, details, places));
  }

  private RecordCalls(TransactionColumns columns, TransactionDetails details, int places) {
    this.columns = columns;
    this.details = details;
    this.places = places;
    this.bytes = bytes(columns.recipients(), details, places);
  }

  private static long bytes(int[] recipients, TransactionDetails details, int places) {
    boolean[] called = new boolean[places];
    long calls = 0;
    long contracts = 0;
    for (int i = 0; i < recipients.length; i++) {
      if (recipients[i] != ChunkRecord.NO_RECIPIENT && details.hasInput(i)) {
        calls++;
        contracts += called[recipients[i]] ? 0 : 1;
        called[recipients[i]] = true;
      }
    }
    return BYTES_OF_CALL * calls + CallIndex.BYTES_OF_CONTRACT * contracts;
  }

  /** Returns the calls by contract. */
  CallIndex index() {
    CallIndex cached = index;
    if (cached == null) {
      cached = CallIndex.of(columns, details, places);
      index = cached;
    }
    return cached;
  }

  TransactionDetails details() {
    return details;
  }

  /** Returns the memory of the index in bytes, approximately, also before it is computed. */
  public long bytes() {
    return bytes;
  }
}
