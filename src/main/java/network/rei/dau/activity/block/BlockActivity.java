package network.rei.dau.activity.block;

import java.util.Arrays;
import java.util.Optional;

/**
 * A block, reduced to its header, its traffic and, for each transaction in the block's order, the
 * sender, the recipient, whether the nonce is 0, and its kind.
 *
 * <p>Addresses are stored as consecutive bytes, {@value Address#BYTES} each; a contract creation
 * has no recipient. Immutable: callers outside of this package never receive the arrays.
 */
public final class BlockActivity {

  private static final byte NONCE_ZERO = 1;
  private static final byte CREATION = 2;

  /** Its own object, its header, and the headers of its arrays. */
  private static final int FIXED_BYTES = 240;

  private final BlockHeader header;
  private final int transactionCount;
  private final byte[] senders;
  private final byte[] recipients;
  private final byte[] flags;
  private final BlockTraffic.Entry traffic;

  /** The code of the kind of each transaction; empty if not all are known. */
  private final long[] kinds;

  private BlockActivity(Builder builder, BlockHeader header, BlockTraffic.Entry traffic) {
    this.header = header;
    this.traffic = traffic;
    this.kinds = Arrays.copyOf(builder.kinds, builder.detailed ? builder.count : 0);
    this.transactionCount = builder.count;
    this.senders = Arrays.copyOf(builder.senders, builder.count * Address.BYTES);
    this.recipients = Arrays.copyOf(builder.recipients, builder.count * Address.BYTES);
    this.flags = Arrays.copyOf(builder.flags, builder.count);
  }

  public BlockHeader header() {
    return header;
  }

  public long number() {
    return header.number();
  }

  public Hash hash() {
    return header.hash();
  }

  public Hash parentHash() {
    return header.parentHash();
  }

  /** Returns seconds since 1970, UTC. */
  public long timestamp() {
    return header.timestamp();
  }

  public int transactionCount() {
    return transactionCount;
  }

  /** Returns the memory that it takes, in bytes, approximately. */
  public long memoryBytes() {
    return FIXED_BYTES
        + (long) transactionCount * (2 * Address.BYTES + 1)
        + (long) kinds.length * Long.BYTES;
  }

  /** Returns gas, base fee and size. */
  public BlockTraffic.Entry traffic() {
    return traffic;
  }

  /** Returns whether the kinds of all transactions are known. */
  public boolean isDetailed() {
    return kinds.length == transactionCount;
  }

  /** Returns the kind of transaction {@code i}; empty if not all kinds of the block are known. */
  public Optional<TransactionKind> kind(int i) {
    offset(i);
    return isDetailed() ? Optional.of(TransactionKind.of(kinds[i])) : Optional.empty();
  }

  /** Returns the {@linkplain TransactionKind#code() codes} of the kinds, if all are known. */
  long[] kindCodes() {
    return kinds;
  }

  /** Returns the sender of transaction {@code i}. */
  public Address sender(int i) {
    return Address.at(senders, offset(i));
  }

  /**
   * Returns the recipient of transaction {@code i}.
   *
   * @throws IllegalStateException if the transaction {@linkplain #isCreation creates a contract}
   */
  public Address recipient(int i) {
    if (isCreation(i)) {
      throw new IllegalStateException("transaction " + i + " creates a contract");
    }
    return Address.at(recipients, offset(i));
  }

  /** Returns whether transaction {@code i} has nonce 0, so that it is the first of its sender. */
  public boolean isNonceZero(int i) {
    return (flags[i] & NONCE_ZERO) != 0;
  }

  /** Returns whether transaction {@code i} creates a contract, so that it has no recipient. */
  public boolean isCreation(int i) {
    return (flags[i] & CREATION) != 0;
  }

  /** Returns all senders, {@value Address#BYTES} bytes each; callers must not write to them. */
  byte[] senderBytes() {
    return senders;
  }

  /** Returns all recipients, {@value Address#BYTES} bytes each, zeros for a contract creation. */
  byte[] recipientBytes() {
    return recipients;
  }

  private int offset(int i) {
    if (i < 0 || i >= transactionCount) {
      throw new IndexOutOfBoundsException(
          "transaction " + i + " of " + transactionCount + " in block " + number());
    }
    return i * Address.BYTES;
  }

  @Override
  public String toString() {
    return "block " + number() + " (" + transactionCount + " transactions)";
  }

  /**
   * Collects the transactions of a block while its JSON is read. It can be used again after {@link
   * #clear()}, and is not safe for use by several threads.
   */
  public static final class Builder {

    private byte[] senders;
    private byte[] recipients;
    private byte[] flags;
    private long[] kinds;
    private boolean detailed = true;
    private int count;

    public Builder() {
      this(16);
    }

    /** Creates a builder with room for some transactions; it grows beyond. */
    Builder(int expected) {
      int capacity = Math.max(1, expected);
      senders = new byte[capacity * Address.BYTES];
      recipients = new byte[capacity * Address.BYTES];
      flags = new byte[capacity];
      kinds = new long[capacity];
    }

    /** Removes the transactions. */
    public Builder clear() {
      count = 0;
      detailed = true;
      return this;
    }

    public int transactionCount() {
      return count;
    }

    /** Adds a transaction of a kind that is not known. */
    public Builder add(byte[] sender, byte[] recipient, boolean nonceZero) {
      detailed = false;
      return add(sender, recipient, nonceZero, 0);
    }

    /**
     * Adds a transaction; the addresses are copied.
     *
     * @param sender {@value Address#BYTES} bytes
     * @param recipient {@value Address#BYTES} bytes, or null for a contract creation
     * @param nonceZero whether the transaction's nonce is 0
     */
    public Builder add(byte[] sender, byte[] recipient, boolean nonceZero, TransactionKind kind) {
      return add(sender, recipient, nonceZero, kind.code());
    }

    /** Adds a transaction by the {@linkplain TransactionKind#code() code} of its kind. */
    Builder add(byte[] sender, byte[] recipient, boolean nonceZero, long kind) {
      requireAddress(sender);
      if (count == flags.length) {
        grow();
      }
      int offset = count * Address.BYTES;
      System.arraycopy(sender, 0, senders, offset, Address.BYTES);
      if (recipient == null) {
        Arrays.fill(recipients, offset, offset + Address.BYTES, (byte) 0);
      } else {
        requireAddress(recipient);
        System.arraycopy(recipient, 0, recipients, offset, Address.BYTES);
      }
      flags[count] = (byte) ((nonceZero ? NONCE_ZERO : 0) | (recipient == null ? CREATION : 0));
      kinds[count] = kind;
      count++;
      return this;
    }

    /**
     * Adds a transaction of a kind that is not known; {@code recipient} is null for a contract
     * creation.
     */
    public Builder add(Address sender, Address recipient, boolean nonceZero) {
      return add(sender.toBytes(), recipient == null ? null : recipient.toBytes(), nonceZero);
    }

    /** Builds a block of whose traffic nothing is known. */
    public BlockActivity build(BlockHeader header) {
      return build(header, BlockTraffic.Entry.NOTHING);
    }

    public BlockActivity build(BlockHeader header, BlockTraffic.Entry traffic) {
      return new BlockActivity(this, header, traffic);
    }

    private static void requireAddress(byte[] address) {
      if (address.length != Address.BYTES) {
        throw new IllegalArgumentException(
            "an address has " + Address.BYTES + " bytes, not " + address.length);
      }
    }

    private void grow() {
      senders = Arrays.copyOf(senders, senders.length * 2);
      recipients = Arrays.copyOf(recipients, recipients.length * 2);
      flags = Arrays.copyOf(flags, flags.length * 2);
      kinds = Arrays.copyOf(kinds, kinds.length * 2);
    }
  }
}
