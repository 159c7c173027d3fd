package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.block.TransactionDetails;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.RecordActivity;
import network.rei.dau.activity.ledger.RecordSlice;

/**
 * The calls of a record that lie in a window.
 *
 * @param first place of the first transaction in the window
 * @param end place after the last transaction in the window
 */
record CallsPart(
    LedgerRecord record, RecordActivity activity, RecordCalls calls, int first, int end) {

  /** Returns the parts whose transactions have details. */
  static List<CallsPart> of(List<RecordSlice> slices) {
    return slices.stream().flatMap(slice -> of(slice).stream()).toList();
  }

  /** Returns the part of a record; empty if its transactions have no details in memory. */
  static Optional<CallsPart> of(RecordSlice slice) {
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
                                activity.columns().starts()[slice.end()])));
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
  boolean isWhole() {
    return first == 0 && end == columns().senders().length;
  }

  /** Returns the number of the sender of a transaction. */
  int sender(int transaction) {
    int sender = columns().senders()[transaction];
    return activity.numbers()[sender < 0 ? ~sender : sender];
  }

  /** Adds the senders of the transactions with nonce 0. */
  void addNewSendersTo(NumberSet set) {
    if (isWhole()) {
      activity.sum().newSenders().forEach((int number) -> set.add(number));
      return;
    }
    int[] senders = columns().senders();
    int[] numbers = activity.numbers();
    for (int i = first; i < end; i++) {
      if (senders[i] < 0) {
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
