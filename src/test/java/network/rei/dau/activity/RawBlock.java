package network.rei.dau.activity;

import java.util.List;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;

/**
 * A block of a test, which shares no code with the code under test.
 *
 * @param timestamp seconds since 1970
 * @param fork which of several chains the block is on; part of its hash
 * @param parentFork the fork of its parent
 */
public record RawBlock(
    long number, long timestamp, int fork, int parentFork, List<RawTransaction> transactions) {

  /**
   * A transaction.
   *
   * @param to null for a contract creation
   */
  public record RawTransaction(int from, Integer to, long nonce) {}

  /** Returns this block with another timestamp. */
  RawBlock at(long time) {
    return new RawBlock(number, time, fork, parentFork, transactions);
  }

  public BlockActivity toActivity() {
    BlockActivity.Builder builder = new BlockActivity.Builder();
    for (RawTransaction transaction : transactions) {
      builder.add(
          address(transaction.from()),
          transaction.to() == null ? null : address(transaction.to()),
          transaction.nonce() == 0);
    }
    return builder.build(
        new BlockHeader(number, hash(number, fork), hash(number - 1, parentFork), timestamp));
  }

  public static List<BlockActivity> toActivities(List<RawBlock> blocks) {
    return blocks.stream().map(RawBlock::toActivity).toList();
  }

  public static Hash hash(long number, int fork) {
    return number < 0 ? Hash.ZERO : new Hash(number, fork, ~number, 47_805);
  }

  /**
   * Returns the address of an account. One third of the addresses begin with 16 bytes 00, another
   * third with 16 bytes ff.
   */
  public static Address address(int account) {
    byte[] bytes = new byte[Address.BYTES];
    for (int i = 0; i < Address.BYTES; i++) {
      bytes[i] =
          switch (account % 3) {
            case 0 -> 0;
            case 1 -> (byte) 0xFF;
            default -> (byte) ((account * 0x9E3779B1) >>> (i % 24));
          };
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[Address.BYTES - 1 - i] = (byte) (account >>> (8 * i));
    }
    return Address.at(bytes, 0);
  }
}
