package network.rei.dau.simulator.chain;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A transaction with all values that its encoding contains: a legacy one, or one of EIP-1559.
 *
 * @param from 20 bytes
 * @param to 20 bytes, or none for a contract creation
 * @param type 0 or 2
 * @param gasPrice that is paid for gas, which is also the most that one of EIP-1559 would pay
 * @param v the last part of the signature: with the chain id (EIP-155) in a legacy transaction, and
 *     the parity alone in another
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawTransaction(
    byte[] from,
    byte[] to,
    long nonce,
    int type,
    long gasPrice,
    long gas,
    byte[] input,
    long value,
    long chainId,
    long v,
    BigInteger r,
    BigInteger s) {

  static final long TIP = 1_000_000;

  private static final long GAS_PRICE = 1_000_000_000;
  private static final long GAS_OF_TRANSFER = 21_000;
  private static final long GAS_OF_CALL = 45_000;
  private static final long GAS_OF_CREATION = 1_000_000;

  private static final int TYPE_WORD = 14;
  private static final int FREE_ONE_OF = 512;

  private static final int LEGACY = 0;
  private static final int WITH_BASE_FEE = 2;
  private static final int EIP_155 = 35;
  private static final byte[] NONE = {};

  /** Returns the key of the pseudo-random values of a transaction. */
  static long key(long blockHash, int index) {
    return HashRandom.key(blockHash, HashRandom.TRANSACTION, index, 0);
  }

  /**
   * Returns a transaction of a chain.
   *
   * @param transaction its index in the chain
   * @param key of its pseudo-random values
   */
  static RawTransaction of(ChainView chain, int transaction, long key) {
    RawTransaction unsigned = unsigned(chain, transaction, key);
    byte[] hash = chain.spec().signed() ? TransactionsRoot.keccak(unsigned.unsignedBytes()) : NONE;
    return unsigned.signed(chain.accounts().sign(chain.sender(transaction), hash, key));
  }

  /** Returns a transaction of a chain without its signature. */
  static RawTransaction unsigned(ChainView chain, int transaction, long key) {
    Accounts accounts = chain.accounts();
    int recipient = chain.recipient(transaction);
    CallKind kind = CallKind.of(recipient, key);
    long random = HashRandom.word(key, TYPE_WORD) >>> 1;
    boolean free = random % FREE_ONE_OF == 0 || chain.sender(transaction) == Dapps.SYSTEM_SENDER;
    boolean creation = recipient == ChainView.NO_ACCOUNT;
    long gas = creation ? GAS_OF_CREATION : GAS_OF_TRANSFER;
    return new RawTransaction(
        accounts.address(chain.sender(transaction)),
        creation ? NONE : accounts.address(recipient),
        chain.nonce(transaction),
        chain.spec().baseFee() && !free && random % 4 == 1 ? WITH_BASE_FEE : LEGACY,
        free ? 0 : GAS_PRICE,
        kind.isCall() ? GAS_OF_CALL + (random >>> 20 & 0xffff) : gas,
        kind.input(),
        kind.movesValue() ? HashRandom.word(key, 13) >>> 24 : 0,
        chain.spec().chainId(),
        0,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  private RawTransaction signed(Accounts.Signature signature) {
    return new RawTransaction(
        from,
        to,
        nonce,
        type,
        gasPrice,
        gas,
        input,
        value,
        chainId,
        isLegacy() ? chainId * 2 + EIP_155 + signature.parity() : signature.parity(),
        signature.r(),
        signature.s());
  }

  boolean isCreation() {
    return to.length == 0;
  }

  boolean isLegacy() {
    return type == LEGACY;
  }

  /** Returns the encoding that the root of a block contains. */
  byte[] encode() {
    return isLegacy()
        ? legacy(Rlp.number(v), Rlp.number(r), Rlp.number(s))
        : withBaseFee(Rlp.number(v), Rlp.number(r), Rlp.number(s));
  }

  /** Returns what is signed: by EIP-155, with the chain id in place of the signature. */
  private byte[] unsignedBytes() {
    return isLegacy() ? legacy(Rlp.number(chainId), Rlp.EMPTY, Rlp.EMPTY) : withBaseFee();
  }

  private byte[] legacy(byte[]... signature) {
    return list(
        signature,
        Rlp.number(nonce),
        Rlp.number(gasPrice),
        Rlp.number(gas),
        Rlp.text(to),
        Rlp.number(value),
        Rlp.text(input));
  }

  private byte[] withBaseFee(byte[]... signature) {
    byte[] list =
        list(
            signature,
            Rlp.number(chainId),
            Rlp.number(nonce),
            Rlp.number(TIP),
            Rlp.number(gasPrice),
            Rlp.number(gas),
            Rlp.text(to),
            Rlp.number(value),
            Rlp.text(input),
            Rlp.list());
    byte[] typed = new byte[1 + list.length];
    typed[0] = WITH_BASE_FEE;
    System.arraycopy(list, 0, typed, 1, list.length);
    return typed;
  }

  private static byte[] list(byte[][] signature, byte[]... fields) {
    byte[][] items = Arrays.copyOf(fields, fields.length + signature.length);
    System.arraycopy(signature, 0, items, fields.length, signature.length);
    return Rlp.list(items);
  }
}
