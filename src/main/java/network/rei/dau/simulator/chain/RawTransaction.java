package network.rei.dau.simulator.chain;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * A legacy transaction with all values that its encoding contains.
 *
 * @param from 20 bytes
 * @param to 20 bytes, or none for a contract creation
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawTransaction(
    byte[] from,
    byte[] to,
    long nonce,
    long gas,
    byte[] input,
    long value,
    long v,
    BigInteger r,
    BigInteger s) {

  static final long GAS_PRICE = 1_000_000_000;
  static final long GAS_OF_TRANSFER = 21_000;

  private static final int EIP_155 = 35;
  private static final byte[] NONE = {};
  private static final byte[] CALL_INPUT =
      HexFormat.of().parseHex("60fe47b1" + "0".repeat(62) + "2a");
  private static final byte[] CREATION_INPUT =
      HexFormat.of().parseHex("608060405234801561001057600080fd5b5061012b806100206000396000f3fe");

  /**
   * Returns a transaction of a chain.
   *
   * @param transaction its index in the chain
   * @param key of its pseudo-random values
   */
  static RawTransaction of(ChainView chain, int transaction, long key) {
    Accounts accounts = chain.accounts();
    int recipient = chain.recipient(transaction);
    boolean creation = recipient == ChainView.NO_ACCOUNT;
    boolean call = !creation && (HashRandom.word(key, 12) & 15) == 0;
    RawTransaction unsigned =
        new RawTransaction(
            accounts.address(chain.sender(transaction)),
            creation ? NONE : accounts.address(recipient),
            chain.nonce(transaction),
            creation ? 1_000_000 : call ? 200_000 : GAS_OF_TRANSFER,
            creation ? CREATION_INPUT : call ? CALL_INPUT : NONE,
            creation || call ? 0 : HashRandom.word(key, 13) >>> 24,
            chain.spec().chainId(),
            BigInteger.ZERO,
            BigInteger.ZERO);
    // EIP-155: signed is the encoding with the chain id in place of the signature.
    byte[] hash = chain.spec().signed() ? TransactionsRoot.keccak(unsigned.encode()) : NONE;
    Accounts.Signature signature = accounts.sign(chain.sender(transaction), hash, key);
    return unsigned.signed(signature, chain.spec().chainId() * 2 + EIP_155 + signature.parity());
  }

  private RawTransaction signed(Accounts.Signature signature, long withParity) {
    return new RawTransaction(
        from, to, nonce, gas, input, value, withParity, signature.r(), signature.s());
  }

  boolean isCreation() {
    return to.length == 0;
  }

  /** Returns the encoding that the root of a block contains. */
  byte[] encode() {
    return Rlp.list(
        Rlp.number(nonce),
        Rlp.number(GAS_PRICE),
        Rlp.number(gas),
        Rlp.text(to),
        Rlp.number(value),
        Rlp.text(input),
        Rlp.number(v),
        Rlp.number(r),
        Rlp.number(s));
  }
}
