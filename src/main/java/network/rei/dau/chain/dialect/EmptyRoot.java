package network.rei.dau.chain.dialect;

import java.util.Set;
import network.rei.dau.activity.block.Hash;

/** The values of {@code transactionsRoot} that chains use for a block without transactions. */
public final class EmptyRoot {

  /** The root of an empty Merkle Patricia trie, which Ethereum uses. */
  public static final Hash OF_TRIE =
      Hash.parse("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

  /** Keccak-256 of no bytes, which Kaia uses. */
  static final Hash OF_KECCAK =
      Hash.parse("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

  /** SHA-256 of no bytes, which chains on CometBFT use. */
  static final Hash OF_SHA_256 =
      Hash.parse("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  static final Set<Hash> ALL = Set.of(OF_TRIE, OF_KECCAK, OF_SHA_256);

  private EmptyRoot() {}
}
