package network.rei.dau.maintenance;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.ChunkRecord;

/**
 * The first difference between two records of the same blocks.
 *
 * @param block the first block that differs
 * @param what what differs in it, in a few words
 */
record RecordDifference(long block, String what) {

  /**
   * Compares the blocks of two records, but not their generations.
   *
   * @return empty if their blocks are equal
   */
  static Optional<RecordDifference> between(ChunkRecord stored, ChunkRecord fetched) {
    ChunkRecord.Columns left = stored.columns();
    ChunkRecord.Columns right = fetched.columns();
    long first = stored.blocks().first();
    if (!left.parentHash().equals(right.parentHash())) {
      return Optional.of(new RecordDifference(first, "parent hash"));
    }
    for (int i = 0; i < Math.min(stored.blockCount(), fetched.blockCount()); i++) {
      if (!left.hashes()[i].equals(right.hashes()[i])) {
        return Optional.of(new RecordDifference(first + i, "hash"));
      }
      if (left.timestamps()[i] != right.timestamps()[i]) {
        return Optional.of(new RecordDifference(first + i, "timestamp"));
      }
      if (transactions(left, i) != transactions(right, i)) {
        return Optional.of(
            new RecordDifference(
                first + i,
                transactions(left, i)
                    + " transactions, "
                    + transactions(right, i)
                    + " on the chain"));
      }
      if (!sameAddresses(left, right, i)) {
        return Optional.of(new RecordDifference(first + i, "senders or recipients"));
      }
    }
    return stored.blockCount() == fetched.blockCount()
        ? Optional.empty()
        : Optional.of(new RecordDifference(first + fetched.blockCount(), "length"));
  }

  /**
   * Compares the details of transactions and the traffic of blocks of two records of the same
   * blocks. They are not proven and differ between endpoints, so that a difference is not a fault.
   *
   * @return empty if they are equal, or if the stored ones contain what the fetched ones lack
   */
  static Optional<RecordDifference> ofDetails(ChunkRecord stored, ChunkRecord fetched) {
    ChunkRecord.Columns left = stored.columns();
    ChunkRecord.Columns right = fetched.columns();
    boolean lacks =
        (left.details().isPresent() && right.details().isEmpty())
            || IntStream.range(0, stored.blockCount())
                .anyMatch(i -> lacks(right.traffic().entry(i), left.traffic().entry(i)));
    if (lacks) {
      return Optional.empty();
    }
    long first = stored.blocks().first();
    if (!left.details().equals(right.details())) {
      return Optional.of(new RecordDifference(first, "details of transactions"));
    }
    return IntStream.range(0, stored.blockCount())
        .filter(i -> !left.traffic().entry(i).equals(right.traffic().entry(i)))
        .mapToObj(i -> new RecordDifference(first + i, "gas, base fee or size"))
        .findFirst();
  }

  private static boolean lacks(BlockTraffic.Entry entry, BlockTraffic.Entry other) {
    return lacks(entry.gasUsed(), other.gasUsed())
        || lacks(entry.gasLimit(), other.gasLimit())
        || lacks(entry.baseFee(), other.baseFee())
        || lacks(entry.size(), other.size());
  }

  private static boolean lacks(long value, long other) {
    return value == BlockTraffic.UNKNOWN && other != BlockTraffic.UNKNOWN;
  }

  private static int transactions(ChunkRecord.Columns columns, int block) {
    return columns.transactionStarts()[block + 1] - columns.transactionStarts()[block];
  }

  /** Compares the addresses themselves, since their places in the two tables may differ. */
  private static boolean sameAddresses(
      ChunkRecord.Columns left, ChunkRecord.Columns right, int block) {
    int to = left.transactionStarts()[block + 1];
    for (int i = left.transactionStarts()[block]; i < to; i++) {
      int leftSender = left.senders()[i];
      int rightSender = right.senders()[i];
      if (leftSender < 0 != rightSender < 0
          || !same(left, place(leftSender), right, place(rightSender))) {
        return false;
      }
      int leftRecipient = left.recipients()[i];
      int rightRecipient = right.recipients()[i];
      boolean creation = leftRecipient == ChunkRecord.NO_RECIPIENT;
      if (creation != (rightRecipient == ChunkRecord.NO_RECIPIENT)
          || (!creation && !same(left, leftRecipient, right, rightRecipient))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the place of a sender, whose bits are flipped if the nonce is 0. */
  private static int place(int sender) {
    return sender < 0 ? ~sender : sender;
  }

  private static boolean same(
      ChunkRecord.Columns left, int place, ChunkRecord.Columns right, int other) {
    return Arrays.equals(
        left.addressTable(),
        place * Address.BYTES,
        (place + 1) * Address.BYTES,
        right.addressTable(),
        other * Address.BYTES,
        (other + 1) * Address.BYTES);
  }
}
