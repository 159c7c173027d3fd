package network.rei.dau.chain.proof;

import java.math.BigInteger;
import java.util.Arrays;
import network.rei.dau.activity.block.Address;
import org.web3j.crypto.ECDSASignature;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

/**
 * The signature of a transaction. High values of {@code s} are accepted, as they are in blocks
 * before Homestead: the chain has decided which signatures are valid.
 *
 * @param hash Keccak-256 of what was signed, 32 bytes
 * @param parity of the curve point, 0 or 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Signature(byte[] hash, int parity, BigInteger r, BigInteger s) {

  /** Of a transaction that no account signed. */
  static final Signature MISSING = new Signature(new byte[0], 0, BigInteger.ZERO, BigInteger.ZERO);

  /** Of a transaction whose encoding contains the sender. */
  static final Signature NOT_NEEDED = new Signature(new byte[0], 0, BigInteger.ONE, BigInteger.ONE);

  private static final int PUBLIC_KEY_BYTES = 64;

  /** Returns whether there is none: some chains list transactions that no account signed. */
  boolean isMissing() {
    return r.signum() == 0 && s.signum() == 0;
  }

  /** Returns whether an address signed. */
  @SuppressWarnings("ReferenceEquality") // the constant
  boolean isOf(Address sender) {
    if (this == NOT_NEEDED) {
      return true;
    }
    BigInteger key = publicKey();
    if (key == null) {
      return false;
    }
    byte[] hashed = Hash.sha3(Numeric.toBytesPadded(key, PUBLIC_KEY_BYTES));
    byte[] address = Arrays.copyOfRange(hashed, hashed.length - Address.BYTES, hashed.length);
    return Address.at(address, 0).equals(sender);
  }

  /** Returns null if no key can have made it. */
  private BigInteger publicKey() {
    try {
      return Sign.recoverFromSignature(parity, new ECDSASignature(r, s), hash);
    } catch (RuntimeException e) {
      // Bouncy Castle and web3j reject numbers outside of the field in several ways.
      return null;
    }
  }
}
