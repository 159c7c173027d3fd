package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.block.TransactionDetails;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.LeftOutTransactions;
import network.rei.dau.activity.ledger.RecordActivity;
import network.rei.dau.activity.ledger.RecordSlice;

/**
 * The calls of a record that are counted: they lie in a window and meet no rule.
 *
 * @param first place of the first transaction in the window
 * @param end place after the last transaction in the window
 * @param leftOut the transactions of the record that meet a rule
 */
record CallsPart(
    LedgerRecord record,
    RecordActivity activity,
    RecordCalls calls,
    int first,
    int end,
    LeftOutTransactions leftOut) {

  /**
   * Returns the parts whose transactions have details.
   *
   * @param filter of the ledger
   */
  static List<CallsPart> of(List<RecordSlice> slices, LedgerFilter filter) {
    return slices.stream().flatMap(slice -> of(slice, filter).stream()).toList();
  }

  private static Optional<CallsPart> of(RecordSlice slice, LedgerFilter filter) {
    return of(slice, () -> filter.leftOut(slice.record()));
  }

  /**
   * Returns the part of a record with all calls that lie in the window; empty if its transactions
   * have no details in memory.
   */
  static Optional<CallsPart> of(RecordSlice slice) {
    return of(slice, () -> LeftOutTransactions.NONE);
  }

  private static Optional<CallsPart> of(RecordSlice slice, Supplier<LeftOutTransactions> leftOut) {
    return slice
        .activity()
        .flatMap(
            activity ->
                activity
                    .calls()
                    .map(
                        calls ->
                            new CallsPart(
                                slice.record(),
                                activity,
                                calls,
                                activity.columns().starts()[slice.start()],
                                activity.columns().starts()[slice.end()],
                                leftOut.get())));
  }

  CallIndex index() {
    return calls.index();
  }

  TransactionColumns columns() {
    return activity.columns();
  }

  TransactionDetails details() {
    return calls.details();
  }

  /** Returns whether all transactions of the record lie in the window. */
  private boolean isWhole() {
    return first == 0 && end == columns().senders().length;
  }

  /** Returns whether all calls of an entry of the index are counted. */
  boolean isWhole(int entry) {
    return isWhole() && !leftOut.hasRecipient(index().contract(entry));
  }

  /** Returns whether all calls of some contracts in the record are counted. */
  boolean isWhole(int[] contracts) {
    return isWhole()
        && (leftOut.isEmpty()
            || Arrays.stream(contracts)
                .map(this::entryOf)
                .allMatch(entry -> entry < 0 || isWhole(entry)));
  }

  /** Returns whether a transaction lies in the window and meets no rule. */
  boolean counts(int transaction) {
    return first <= transaction && transaction < end && !leftOut.contains(transaction);
  }

  /** Returns the number of the sender of a transaction. */
  int sender(int transaction) {
    int sender = columns().senders()[transaction];
    return activity.numbers()[sender < 0 ? ~sender : sender];
  }

  /** Adds the senders of the transactions with nonce 0 that are counted. */
  void addNewSendersTo(NumberSet set) {
    if (isWhole()) {
      leftOut
          .withoutLostNewSenders(activity.sum().newSenders())
          .forEach((int number) -> set.add(number));
      return;
    }
    int[] senders = columns().senders();
    int[] numbers = activity.numbers();
    for (int i = first; i < end; i++) {
      if (senders[i] < 0 && !leftOut.contains(i)) {
        set.add(numbers[~senders[i]]);
      }
    }
  }

  /** Returns the number of the contract of an entry of the index. */
  int contract(int entry) {
    return activity.numbers()[index().contract(entry)];
  }

  /** Returns the entry of a contract in the index, or -1 if the record has no call of it. */
  int entryOf(int contract) {
    int place = activity.placeOf(contract);
    return place < 0 ? -1 : index().entryOf(place);
  }

  /** Returns the place of the block of a transaction. */
  int block(int transaction) {
    int[] starts = columns().starts();
    int place = Arrays.binarySearch(starts, transaction + 1);
    // the first block that starts after the transaction; blocks without transactions start equally
    int after = place < 0 ? ~place : place;
    while (after > 0 && starts[after - 1] > transaction) {
      after--;
    }
    return after - 1;
  }
}
