package network.rei.dau.maintenance;

import java.util.Arrays;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.ChunkRecord;

/**
 * Where two records of the same blocks begin to differ.
 *
 * @param block the first one that is not the same
 * @param what a few words
 */
record RecordDifference(long block, String what) {

  /**
   * Compares their blocks, but not their generations.
   *
   * @return empty if they are the same
   */
  static Optional<RecordDifference> between(ChunkRecord stored, ChunkRecord fetched) {
    ChunkRecord.Columns ours = stored.columns();
    ChunkRecord.Columns theirs = fetched.columns();
    long first = stored.blocks().first();
    if (!ours.parentHash().equals(theirs.parentHash())) {
      return Optional.of(new RecordDifference(first, "parent hash"));
    }
    for (int i = 0; i < Math.min(stored.blockCount(), fetched.blockCount()); i++) {
      if (!ours.hashes()[i].equals(theirs.hashes()[i])) {
        return Optional.of(new RecordDifference(first + i, "hash"));
      }
      if (ours.timestamps()[i] != theirs.timestamps()[i]) {
        return Optional.of(new RecordDifference(first + i, "timestamp"));
      }
      if (transactions(ours, i) != transactions(theirs, i)) {
        return Optional.of(
            new RecordDifference(
                first + i,
                transactions(ours, i)
                    + " transactions, "
                    + transactions(theirs, i)
                    + " on the chain"));
      }
      if (!sameAddresses(ours, theirs, i)) {
        return Optional.of(new RecordDifference(first + i, "senders or recipients"));
      }
    }
    return stored.blockCount() == fetched.blockCount()
        ? Optional.empty()
        : Optional.of(new RecordDifference(first + fetched.blockCount(), "length"));
  }

  private static int transactions(ChunkRecord.Columns columns, int block) {
    return columns.transactionStarts()[block + 1] - columns.transactionStarts()[block];
  }

  /** By the addresses themselves: one that is only in one of them moves places in the table. */
  private static boolean sameAddresses(
      ChunkRecord.Columns ours, ChunkRecord.Columns theirs, int block) {
    int to = ours.transactionStarts()[block + 1];
    for (int i = ours.transactionStarts()[block]; i < to; i++) {
      int ourSender = ours.senders()[i];
      int theirSender = theirs.senders()[i];
      if (ourSender < 0 != theirSender < 0
          || !same(ours, place(ourSender), theirs, place(theirSender))) {
        return false;
      }
      int ourRecipient = ours.recipients()[i];
      int theirRecipient = theirs.recipients()[i];
      boolean creation = ourRecipient == ChunkRecord.NO_RECIPIENT;
      if (creation != (theirRecipient == ChunkRecord.NO_RECIPIENT)
          || (!creation && !same(ours, ourRecipient, theirs, theirRecipient))) {
        return false;
      }
    }
    return true;
  }

  /** A sender with nonce 0 has the bits of its place flipped. */
  private static int place(int sender) {
    return sender < 0 ? ~sender : sender;
  }

  private static boolean same(
      ChunkRecord.Columns ours, int place, ChunkRecord.Columns theirs, int other) {
    return Arrays.equals(
        ours.addressTable(),
        place * Address.BYTES,
        (place + 1) * Address.BYTES,
        theirs.addressTable(),
        other * Address.BYTES,
        (other + 1) * Address.BYTES);
  }
}
