package network.rei.dau.activity;

import java.util.List;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TransactionKind;

/**
 * A block of a test, which shares no code with the code under test.
 *
 * @param timestamp seconds since 1970
 * @param fork which of several chains the block is on; part of its hash
 * @param parentFork the fork of its parent
 */
public record RawBlock(
    long number,
    long timestamp,
    int fork,
    int parentFork,
    List<RawTransaction> transactions,
    RawTraffic traffic) {

  /** Creates a block of whose traffic nothing is known. */
  public RawBlock(
      long number, long timestamp, int fork, int parentFork, List<RawTransaction> transactions) {
    this(number, timestamp, fork, parentFork, transactions, RawTraffic.UNKNOWN);
  }

  /**
   * A transaction.
   *
   * @param to null for a contract creation
   * @param details null if they are unknown
   */
  public record RawTransaction(int from, Integer to, long nonce, RawDetails details) {

    /** Creates a transaction whose details are unknown. */
    public RawTransaction(int from, Integer to, long nonce) {
      this(from, to, nonce, null);
    }
  }

  /**
   * The details of a transaction.
   *
   * @param selector null if it has none
   */
  public record RawDetails(
      boolean hasInput, boolean movesValue, boolean free, int type, Integer selector) {}

  /** The traffic of a block; a value that is null is unknown. */
  public record RawTraffic(Long gasUsed, Long gasLimit, Long baseFee, Long size) {

    /** A block of which nothing is known. */
    public static final RawTraffic UNKNOWN = new RawTraffic(null, null, null, null);
  }

  /** Returns this block with another timestamp. */
  RawBlock at(long time) {
    return new RawBlock(number, time, fork, parentFork, transactions, traffic);
  }

  /** Returns this block as a record of an earlier version has it, without details and traffic. */
  public RawBlock withoutDetails() {
    return new RawBlock(
        number,
        timestamp,
        fork,
        parentFork,
        transactions.stream()
            .map(
                transaction ->
                    new RawTransaction(transaction.from(), transaction.to(), transaction.nonce()))
            .toList());
  }

  public BlockActivity toActivity() {
    BlockActivity.Builder builder = new BlockActivity.Builder();
    for (RawTransaction transaction : transactions) {
      byte[] sender = address(transaction.from()).toBytes();
      byte[] recipient = transaction.to() == null ? null : address(transaction.to()).toBytes();
      RawDetails details = transaction.details();
      if (details == null) {
        builder.add(sender, recipient, transaction.nonce() == 0);
      } else {
        builder.add(sender, recipient, transaction.nonce() == 0, kind(details));
      }
    }
    return builder.build(
        new BlockHeader(number, hash(number, fork), hash(number - 1, parentFork), timestamp),
        new BlockTraffic.Entry(
            orUnknown(traffic.gasUsed()),
            orUnknown(traffic.gasLimit()),
            orUnknown(traffic.baseFee()),
            orUnknown(traffic.size())));
  }

  private static long orUnknown(Long value) {
    return value == null ? BlockTraffic.UNKNOWN : value;
  }

  private static TransactionKind kind(RawDetails details) {
    return new TransactionKind(
        details.hasInput(),
        details.movesValue(),
        details.free(),
        details.type(),
        details.selector() != null,
        details.selector() == null ? 0 : details.selector());
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
