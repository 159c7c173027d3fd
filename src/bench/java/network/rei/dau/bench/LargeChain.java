package network.rei.dau.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import network.rei.dau.simulator.chain.HashRandom;

/**
 * A chain of any length whose blocks are computed from their numbers, so that it needs no memory
 * and its true numbers can be counted again.
 *
 * @param transactions of each block
 * @param blockMillis the time between two blocks; several blocks have the same timestamp if it is
 *     shorter than a second
 * @param accounts the number of accounts; some of them are much more active than others
 * @param genesisMillis the time of block 0 in milliseconds of the epoch
 */
record LargeChain(int transactions, long blockMillis, int accounts, long genesisMillis) {

  /** One transaction in so many has the nonce 0. */
  private static final int NEW_SENDER = 50;

  private static final double TWO_TO_32 = 1L << 32;

  /** The true numbers of a range of blocks. */
  record Truth(
      long blocks,
      long transactions,
      long addresses,
      long senders,
      long recipients,
      long newSenders) {}

  /** Returns the chain whose arguments are those of {@link #arguments}. */
  static LargeChain of(List<String> arguments) {
    return new LargeChain(
        Integer.parseInt(arguments.get(0)),
        Long.parseLong(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Long.parseLong(arguments.get(3)));
  }

  List<String> arguments() {
    return List.of(
        String.valueOf(transactions),
        String.valueOf(blockMillis),
        String.valueOf(accounts),
        String.valueOf(genesisMillis));
  }

  /** Returns the newest block at a time in milliseconds. */
  long headAt(long millis) {
    return (millis - genesisMillis) / blockMillis;
  }

  /** Returns the timestamp of a block in seconds. */
  long timestamp(long block) {
    return (genesisMillis + block * blockMillis) / 1000;
  }

  /** Returns the first block whose timestamp is not before a time in seconds. */
  long firstAt(long seconds) {
    return Math.max(0, -Math.floorDiv(genesisMillis - seconds * 1000, blockMillis));
  }

  /** Returns the bits from which a transaction is derived. */
  long key(long block, int index) {
    return HashRandom.key(7, 1, block, index);
  }

  int sender(long key) {
    return account(key >>> 32);
  }

  int recipient(long key) {
    return account(key & 0xffff_ffffL);
  }

  boolean isNew(long key) {
    return Long.remainderUnsigned(key, NEW_SENDER) == 0;
  }

  /** A third power concentrates the transactions on the first accounts. */
  private int account(long bits) {
    double share = bits / TWO_TO_32;
    return (int) (share * share * share * accounts);
  }

  /** Returns the 40 digits of each account's address. */
  byte[] addressDigits() {
    ByteBuffer digits = ByteBuffer.allocate(40 * accounts);
    for (int account = 0; account < accounts; account++) {
      String address = HashRandom.hex(HashRandom.key(7, 2, account, 0), 20);
      digits.put(address.substring(2).getBytes(StandardCharsets.ISO_8859_1));
    }
    return digits.array();
  }

  /** Counts the numbers of a range of blocks by brute force. */
  Truth truth(long first, long last) {
    BitSet senders = new BitSet(accounts);
    BitSet recipients = new BitSet(accounts);
    BitSet newSenders = new BitSet(accounts);
    for (long block = first; block <= last; block++) {
      for (int i = 0; i < transactions; i++) {
        long key = key(block, i);
        int sender = sender(key);
        senders.set(sender);
        recipients.set(recipient(key));
        if (isNew(key)) {
          newSenders.set(sender);
        }
      }
    }
    long blocks = last - first + 1;
    BitSet addresses = (BitSet) senders.clone();
    addresses.or(recipients);
    return new Truth(
        blocks,
        blocks * transactions,
        addresses.cardinality(),
        senders.cardinality(),
        recipients.cardinality(),
        newSenders.cardinality());
  }
}
