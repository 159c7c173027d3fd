package network.rei.dau.activity.block;

/**
 * A kind of transactions: what {@link TransactionDetails} hold of one.
 *
 * @param hasInput whether the transaction has input
 * @param movesValue whether its value is above 0
 * @param free whether its gas price is 0
 * @param type of its envelope (EIP-2718), 0 to 255, or {@link #UNKNOWN_TYPE}
 * @param hasSelector whether the selector is known
 * @param selector first four bytes of the input, big-endian; 0 if it is not known
 */
public record TransactionKind(
    boolean hasInput,
    boolean movesValue,
    boolean free,
    int type,
    boolean hasSelector,
    int selector) {

  /** The type of a transaction whose type is malformed or above 255. */
  public static final int UNKNOWN_TYPE = -1;

  /** The number of distinct kinds without a selector. */
  static final int WITHOUT_SELECTOR = 8 * 257;

  static final int INPUT = 1;
  static final int VALUE = 1 << 1;
  static final int FREE = 1 << 2;
  static final int SELECTOR = 1 << 3;
  private static final int FLAGS = 4;
  private static final int UNKNOWN = 256;
  private static final int MAX_PROFILE = UNKNOWN << FLAGS | INPUT | VALUE | FREE | SELECTOR;

  public TransactionKind {
    if (type < UNKNOWN_TYPE || type >= UNKNOWN) {
      throw new IllegalArgumentException("the type of a transaction is 0 to 255, not " + type);
    }
    if (hasSelector ? !hasInput : selector != 0) {
      throw new IllegalArgumentException("a transaction with a selector has input");
    }
  }

  /** Returns this kind without its selector. */
  TransactionKind withoutSelector() {
    return new TransactionKind(hasInput, movesValue, free, type, false, 0);
  }

  /** Returns all fields but the selector as a number of 13 bits. */
  int profile() {
    return (hasInput ? INPUT : 0)
        | (movesValue ? VALUE : 0)
        | (free ? FREE : 0)
        | (hasSelector ? SELECTOR : 0)
        | (type == UNKNOWN_TYPE ? UNKNOWN : type) << FLAGS;
  }

  /** Returns the type in a profile. */
  static int type(int profile) {
    int type = profile >>> FLAGS;
    return type == UNKNOWN ? UNKNOWN_TYPE : type;
  }

  /** Returns all fields as one number: the selector in the lower 32 bits, all others above. */
  public long code() {
    return ((long) profile() << Integer.SIZE) | Integer.toUnsignedLong(selector);
  }

  /** Returns whether the kind with a {@linkplain #code() code} has a selector. */
  public static boolean isWithSelector(long code) {
    return (code >>> Integer.SIZE & SELECTOR) != 0;
  }

  /**
   * Returns the kind with a {@linkplain #code() code}.
   *
   * @throws IllegalArgumentException if no kind has it
   */
  public static TransactionKind of(long code) {
    if (code >>> Integer.SIZE > MAX_PROFILE) {
      throw new IllegalArgumentException("no kind of transactions has the code " + code);
    }
    int profile = (int) (code >>> Integer.SIZE);
    return new TransactionKind(
        (profile & INPUT) != 0,
        (profile & VALUE) != 0,
        (profile & FREE) != 0,
        type(profile),
        (profile & SELECTOR) != 0,
        (int) code);
  }
}
