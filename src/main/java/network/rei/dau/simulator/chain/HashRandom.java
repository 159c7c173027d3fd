package network.rei.dau.simulator.chain;

/**
 * Derives pseudo-random words from keys: the same key gives the same words on every machine. The
 * finalizer is that of SplitMix64 (Steele, Lea, Flood: <i>Fast Splittable Pseudorandom Number
 * Generators</i>, 2014).
 */
public final class HashRandom {

  static final long BLOCK = 1;
  static final long ACCOUNT = 2;
  static final long TRANSACTION = 3;
  static final long HEADER = 4;
  static final long TRAFFIC = 5;
  static final long GAP = 6;
  static final long HISTORY = 7;
  static final long PRIVATE_KEY = 8;
  static final long CALL = 9;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private HashRandom() {}

  /** Returns a key for {@link #word}, derived from one of the kinds above and two numbers. */
  public static long key(long seed, long kind, long a, long b) {
    long h = scramble(seed + kind * GOLDEN);
    h = scramble(h ^ (a * 0xD1342543DE82EF95L + 1));
    return scramble(h + b * 0xA0761D6478BD642FL);
  }

  /** Returns a word of a key. */
  static long word(long key, int index) {
    return scramble(key + (index + 1L) * GOLDEN);
  }

  /** Returns bytes of the words of a key from {@code firstWord} on. */
  static byte[] bytes(long key, int firstWord, int count) {
    byte[] bytes = new byte[count];
    long word = 0;
    for (int i = 0; i < count; i++) {
      if (i % Long.BYTES == 0) {
        word = word(key, firstWord + i / Long.BYTES);
      }
      bytes[i] = (byte) (word >>> (56 - 8 * (i % Long.BYTES)));
    }
    return bytes;
  }

  /** Returns a word of a key as a number in [0, 1). */
  static double fraction(long key, int index) {
    return (word(key, index) >>> 11) * 0x1.0p-53;
  }

  static long blockKey(long seed, int branch, long number) {
    return key(seed, BLOCK, branch, number);
  }

  static long accountKey(long seed, int account) {
    return key(seed, ACCOUNT, account, 0);
  }

  /** Returns {@code 0x} and a number of bytes of the words of a key in lower case. */
  public static String hex(long key, int bytes) {
    ByteArrayBuilder builder = new ByteArrayBuilder(2 + bytes * 2);
    builder.hexWords(key, 0, bytes);
    return builder.asText();
  }

  private static long scramble(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
