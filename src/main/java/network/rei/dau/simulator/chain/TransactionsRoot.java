package network.rei.dau.simulator.chain;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * Computes the root of the Merkle Patricia trie of a list of transactions, from the whole list. The
 * service computes it in another way, so that a fault of one of them shows.
 */
final class TransactionsRoot {

  private static final int HASH_BITS = 256;
  private static final int HASH_BYTES = 32;
  private static final int WIDTH = 16;

  /** The number of indexes whose key is one byte. */
  private static final int SINGLE_BYTES = 128;

  private final byte[][] paths;
  private final byte[][] values;

  private TransactionsRoot(byte[][] paths, byte[][] values) {
    this.paths = paths;
    this.values = values;
  }

  /** Returns the root of some encoded transactions, at least one. */
  static byte[] of(List<byte[]> transactions) {
    int count = transactions.size();
    byte[][] paths = new byte[count][];
    byte[][] values = new byte[count][];
    for (int i = 0; i < count; i++) {
      // In the order of the keys: the first transaction, with the key 0x80, follows the 128th.
      int place = i == 0 ? Math.min(count, SINGLE_BYTES) - 1 : i < SINGLE_BYTES ? i - 1 : i;
      paths[place] = path(i);
      values[place] = transactions.get(i);
    }
    return keccak(new TransactionsRoot(paths, values).node(0, count, 0));
  }

  /** Returns Keccak-256. */
  static byte[] keccak(byte[] bytes) {
    KeccakDigest digest = new KeccakDigest(HASH_BITS);
    digest.update(bytes, 0, bytes.length);
    byte[] hash = new byte[HASH_BYTES];
    digest.doFinal(hash, 0);
    return hash;
  }

  /** Returns the node of the sorted paths of a range, which are equal up to a depth. */
  private byte[] node(int from, int to, int depth) {
    byte[] path = paths[from];
    if (to - from == 1) {
      return Rlp.list(Rlp.text(compact(path, depth, path.length, true)), Rlp.text(values[from]));
    }
    int fork = Arrays.mismatch(path, paths[to - 1]);
    if (fork > depth) {
      return Rlp.list(Rlp.text(compact(path, depth, fork, false)), reference(node(from, to, fork)));
    }
    byte[][] children = new byte[WIDTH + 1][];
    Arrays.fill(children, Rlp.EMPTY);
    for (int first = from; first < to; ) {
      int next = first;
      while (next < to && paths[next][depth] == paths[first][depth]) {
        next++;
      }
      children[paths[first][depth]] = reference(node(first, next, depth + 1));
      first = next;
    }
    return Rlp.list(children);
  }

  private static byte[] reference(byte[] node) {
    return node.length < HASH_BYTES ? node : Rlp.text(keccak(node));
  }

  private static byte[] compact(byte[] path, int from, int to, boolean leaf) {
    byte[] bytes = new byte[(to - from) / 2 + 1];
    boolean odd = (to - from) % 2 == 1;
    bytes[0] = (byte) ((leaf ? 0x20 : 0) | (odd ? 0x10 | path[from] : 0));
    for (int i = odd ? from + 1 : from, at = 1; i < to; i += 2, at++) {
      bytes[at] = (byte) (path[i] << 4 | path[i + 1]);
    }
    return bytes;
  }

  private static byte[] path(int index) {
    byte[] key = Rlp.number(index);
    byte[] nibbles = new byte[key.length * 2];
    for (int i = 0; i < nibbles.length; i++) {
      nibbles[i] = (byte) (i % 2 == 0 ? (key[i / 2] & 0xf0) >> 4 : key[i / 2] & 0xf);
    }
    return nibbles;
  }
}
