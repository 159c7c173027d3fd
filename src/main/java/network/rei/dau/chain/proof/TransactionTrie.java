package network.rei.dau.chain.proof;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.web3j.crypto.Hash;

/**
 * Computes the root of the Merkle Patricia trie that maps the RLP of each index to a transaction.
 *
 * <p>The keys are added in their order, so that a node is complete, and is replaced by its hash, as
 * soon as a key beside it follows. In memory are therefore the last transaction, the branches on
 * the way to it, and the first transaction, whose key (0x80) follows that of the 128th (0x7f).
 */
final class TransactionTrie {

  /** The last index that is its own key. */
  private static final int LAST_OF_ONE_BYTE = 0x7f;

  private static final int WIDTH = 16;
  private static final int HASH_BYTES = 32;
  private static final int EMPTY = 0x80;

  private final RlpWriter node = new RlpWriter();
  private final Deque<Branch> branches = new ArrayDeque<>();
  private int count;
  private byte[] first;
  private byte[] path;
  private byte[] value;

  /**
   * A branch on the way to the last key.
   *
   * @param depth the number of nibbles before it
   * @param children the RLP of each child: the node if it has less than 32 bytes, or its hash
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Branch(int depth, byte[][] children) {
    Branch(int depth) {
      this(depth, new byte[WIDTH][]);
    }
  }

  /** Removes the transactions. */
  void clear() {
    branches.clear();
    count = 0;
    first = null;
    path = null;
    value = null;
  }

  /** Adds the encoding of the next transaction, which must not be modified afterwards. */
  void add(byte[] encoded) {
    if (count == 0) {
      first = encoded;
    } else {
      if (count > LAST_OF_ONE_BYTE) {
        addFirst();
      }
      put(count, encoded);
    }
    count++;
  }

  /** Returns the root, 32 bytes; nothing may be added afterwards. */
  byte[] root() {
    addFirst();
    node.clear();
    if (count == 0) {
      node.raw(EMPTY);
    } else if (branches.isEmpty()) {
      writeLeaf(0);
    } else {
      close(branches.getLast().depth);
      writeBranch(branches.pop());
    }
    return Hash.sha3(node.buffer(), 0, node.length());
  }

  private void addFirst() {
    if (first != null) {
      put(0, first);
      first = null;
    }
  }

  private void put(int index, byte[] encoded) {
    byte[] next = path(index);
    if (path != null) {
      close(Arrays.mismatch(path, next));
    }
    path = next;
    value = encoded;
  }

  /** Completes the nodes of the last key below the depth where the next key leaves its path. */
  private void close(int fork) {
    Branch parent = deepest(fork);
    writeLeaf(parent.depth + 1);
    parent.children[path[parent.depth]] = reference();
    while (parent.depth > fork) {
      Branch closed = branches.pop();
      parent = deepest(fork);
      writeBranch(closed);
      byte[] reference = reference();
      if (closed.depth > parent.depth + 1) {
        writeExtension(parent.depth + 1, closed.depth, reference);
        reference = reference();
      }
      parent.children[path[parent.depth]] = reference;
    }
  }

  /** Returns the deepest branch, which is at the fork or below it. */
  private Branch deepest(int fork) {
    if (branches.isEmpty() || branches.peek().depth < fork) {
      branches.push(new Branch(fork));
    }
    return branches.peek();
  }

  private void writeLeaf(int from) {
    int list = node.clear().beginList();
    node.text(compact(from, path.length, true)).text(value).endList(list);
  }

  private void writeExtension(int from, int to, byte[] child) {
    int list = node.clear().beginList();
    node.text(compact(from, to, false)).raw(child, 0, child.length).endList(list);
  }

  private void writeBranch(Branch branch) {
    int list = node.clear().beginList();
    for (byte[] child : branch.children) {
      if (child == null) {
        node.raw(EMPTY);
      } else {
        node.raw(child, 0, child.length);
      }
    }
    node.raw(EMPTY).endList(list);
  }

  /** Returns how a parent contains the node that was written. */
  private byte[] reference() {
    if (node.length() >= HASH_BYTES) {
      byte[] hash = Hash.sha3(node.buffer(), 0, node.length());
      node.clear().text(hash);
    }
    return node.toBytes();
  }

  /** Returns nibbles of the last key in the hex prefix encoding. */
  private byte[] compact(int from, int to, boolean leaf) {
    int nibbles = to - from;
    byte[] bytes = new byte[nibbles / 2 + 1];
    boolean odd = nibbles % 2 == 1;
    bytes[0] = (byte) ((leaf ? 0x20 : 0) | (odd ? 0x10 | path[from] : 0));
    int at = odd ? from + 1 : from;
    for (int i = 1; i < bytes.length; i++, at += 2) {
      bytes[i] = (byte) (path[at] << 4 | path[at + 1]);
    }
    return bytes;
  }

  /** Returns the nibbles of the RLP of an index. */
  private byte[] path(int index) {
    node.clear().number(index);
    byte[] nibbles = new byte[node.length() * 2];
    for (int i = 0; i < node.length(); i++) {
      nibbles[2 * i] = (byte) (node.buffer()[i] >> 4 & 0xf);
      nibbles[2 * i + 1] = (byte) (node.buffer()[i] & 0xf);
    }
    return nibbles;
  }
}
