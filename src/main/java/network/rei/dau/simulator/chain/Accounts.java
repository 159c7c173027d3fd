package network.rei.dau.simulator.chain;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The addresses of the accounts of a chain, and what they sign. The keys of a signed chain follow
 * from its seed, and its addresses from the keys; the addresses and signatures of any other chain
 * are pseudo-random, because a real address takes a tenth of a millisecond.
 */
final class Accounts {

  private static final int ADDRESS_BYTES = 20;
  private static final int WORD_BYTES = 32;
  private static final int SECRET_COUNT = 16;

  private final long seed;
  private final boolean signed;
  private final Map<Integer, byte[]> addresses = new ConcurrentHashMap<>();

  /** The curve of Ethereum, whose classes are loaded only if the chain is signed. */
  private static final class Curve {
    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger ORDER = PARAMETERS.getN();

    /**
     * The secret numbers of all signatures, of which a wallet must never use one twice; here, they
     * make a signature cheap.
     */
    private static final List<Secret> SECRETS =
        IntStream.rangeClosed(1, SECRET_COUNT).mapToObj(Secret::of).toList();

    static ECPoint point(BigInteger scalar) {
      return new FixedPointCombMultiplier().multiply(PARAMETERS.getG(), scalar).normalize();
    }

    private Curve() {}
  }

  /** A point of the curve, and the inverse of its factor. */
  private record Secret(BigInteger inverse, BigInteger r, int parity) {
    static Secret of(int factor) {
      BigInteger k = scalar(HashRandom.key(factor, HashRandom.PRIVATE_KEY, 0, 1), 0);
      ECPoint point = Curve.point(k);
      return new Secret(
          k.modInverse(Curve.ORDER),
          point.getAffineXCoord().toBigInteger().mod(Curve.ORDER),
          point.getAffineYCoord().testBitZero() ? 1 : 0);
    }
  }

  /**
   * A signature.
   *
   * @param parity of the curve point, 0 or 1
   */
  record Signature(int parity, BigInteger r, BigInteger s) {}

  Accounts(ChainSpec spec) {
    this.seed = spec.seed();
    this.signed = spec.signed();
  }

  /** Returns the address of an account, 20 bytes, which must not be modified. */
  byte[] address(int account) {
    return signed
        ? addresses.computeIfAbsent(account, this::addressOfKey)
        : HashRandom.bytes(HashRandom.accountKey(seed, account), 0, ADDRESS_BYTES);
  }

  private byte[] addressOfKey(int account) {
    ECPoint publicKey = Curve.point(privateKey(account));
    byte[] encoded = publicKey.getEncoded(false); // begins with a byte for this form
    byte[] hash = TransactionsRoot.keccak(Arrays.copyOfRange(encoded, 1, encoded.length));
    return Arrays.copyOfRange(hash, hash.length - ADDRESS_BYTES, hash.length);
  }

  private BigInteger privateKey(int account) {
    return scalar(HashRandom.key(seed, HashRandom.PRIVATE_KEY, account, 0), 0);
  }

  private static BigInteger scalar(long key, int firstWord) {
    BigInteger random = new BigInteger(1, HashRandom.bytes(key, firstWord, WORD_BYTES));
    return random.mod(Curve.ORDER.subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  /**
   * Returns the signature of an account.
   *
   * @param hash of what it signs
   * @param key of the pseudo-random values of the transaction
   */
  Signature sign(int account, byte[] hash, long key) {
    if (!signed) {
      return new Signature(
          (int) HashRandom.word(key, 14) & 1, pseudoRandom(key, 4), pseudoRandom(key, 8));
    }
    Secret secret = Curve.SECRETS.get((int) HashRandom.word(key, 4) & (SECRET_COUNT - 1));
    BigInteger r = secret.r;
    int parity = secret.parity;
    BigInteger s =
        r.multiply(privateKey(account))
            .add(new BigInteger(1, hash))
            .multiply(secret.inverse)
            .mod(Curve.ORDER);
    // A chain accepts only the lower one of the two values of s (EIP-2).
    return s.compareTo(Curve.ORDER.shiftRight(1)) > 0
        ? new Signature(1 - parity, r, Curve.ORDER.subtract(s))
        : new Signature(parity, r, s);
  }

  /** Returns a number of 32 bytes whose first hexadecimal digit is not 0. */
  private static BigInteger pseudoRandom(long key, int firstWord) {
    byte[] bytes = HashRandom.bytes(key, firstWord, WORD_BYTES);
    if ((bytes[0] & 0xf0) == 0) {
      bytes[0] |= 0x10;
    }
    return new BigInteger(1, bytes);
  }
}
