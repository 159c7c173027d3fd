package network.rei.dau.activity.ledger;

import java.util.Optional;
import java.util.OptionalInt;
import org.roaringbitmap.RoaringBitmap;

/**
 * The sets of addresses of a window by what they did there. Addresses are numbers of an index; the
 * bitmaps are never changed.
 *
 * @param called recipients of a transaction with input; empty if it is unknown for a transaction of
 *     the window whether it has input
 * @param zero the number of the zero address; empty if no record contains it
 */
public record AddressRoles(
    RoaringBitmap senders,
    RoaringBitmap recipients,
    Optional<RoaringBitmap> called,
    OptionalInt zero) {

  /** Returns the set of senders and recipients. */
  public RoaringBitmap addresses() {
    return RoaringBitmap.or(senders, recipients);
  }

  /**
   * Returns the recipients that were called with input and sent nothing in the window, which are
   * contracts in all likelihood; empty if it is unknown which were called.
   */
  public Optional<RoaringBitmap> contracts() {
    return called.map(set -> RoaringBitmap.andNot(set, senders));
  }

  /** Collects recipients of transactions with input, record by record. */
  static final class Called {

    private final RoaringBitmap called = new RoaringBitmap();
    private boolean known = true;

    /** Adds the recipients of the blocks at the places {@code [start, end)} of a record. */
    void add(RecordActivity record, int start, int end) {
      int first = record.columns().starts()[start];
      int last = record.columns().starts()[end];
      if (first == last) {
        return;
      }
      record
          .columns()
          .details()
          .ifPresentOrElse(
              details -> {
                byte[] roles = new byte[record.numbers().length];
                int[] recipients = record.columns().recipients();
                for (int i = first; i < last; i++) {
                  if (recipients[i] >= 0 && details.hasInput(i)) {
                    roles[recipients[i]] = ActivitySum.RECEIVED;
                  }
                }
                called.or(ActivitySum.numbersOf(roles, ActivitySum.RECEIVED, record.numbers()));
              },
              () -> known = false);
    }

    /** Returns the recipients; empty if a transaction has no details. */
    Optional<RoaringBitmap> result() {
      return known ? Optional.of(called) : Optional.empty();
    }
  }
}
