package network.rei.dau.chain.dialect;

import java.util.Set;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.Hash;

/**
 * The strict rules: {@code transactionsRoot} is the root of a Merkle Patricia trie of exactly the
 * transactions of the list, and each transaction has {@code to} and {@code nonce}. They hold on REI
 * and Ethereum, and on chains whose nodes derive from Ethereum's and keep the root.
 */
class EthereumRules implements ChainRules {

  private static final Set<Long> CHAIN_IDS =
      Set.of(
          47_805L, // REI
          23_579L, // REI devnet
          1L, // Ethereum
          11_155_111L, // Sepolia
          17_000L, // Holesky
          560_048L, // Hoodi
          61L, // Ethereum Classic
          56L, // BNB Smart Chain
          97L, // BNB Smart Chain testnet
          100L, // Gnosis
          10_200L, // Gnosis Chiado
          250L, // Fantom
          43_114L, // Avalanche C-Chain
          43_113L, // Avalanche Fuji
          59_144L, // Linea
          534_352L); // Scroll

  /** Returns the chains that have these rules. */
  Set<Long> chainIds() {
    return CHAIN_IDS;
  }

  @Override
  public MissingFields missingFields(long type) {
    return MissingFields.REFUSED;
  }

  @Override
  public final Verdict verdict(BlockActivity block, TransactionEvidence evidence) {
    boolean empty = block.transactionCount() == 0;
    if (empty != isRootOfNone(evidence.root()) && !isOutsideOfRoot(block)) {
      return empty ? Verdict.HOLLOW : Verdict.SURPLUS;
    }
    if (empty) {
      return Verdict.PLAUSIBLE;
    }
    return switch (evidence.proof()) {
      case UNTRIED, PROVEN -> Verdict.PLAUSIBLE;
      case UNPROVABLE -> Verdict.UNVERIFIED;
      case CONTRADICTED -> isProvable(block) ? Verdict.CONTRADICTED : Verdict.UNVERIFIED;
    };
  }

  /** Returns whether a block with this root has no transactions. */
  boolean isRootOfNone(Hash root) {
    return root.equals(EmptyRoot.OF_TRIE);
  }

  /** Returns whether the transactions of a block, which has some, are not part of its root. */
  boolean isOutsideOfRoot(BlockActivity block) {
    return false;
  }

  /**
   * Returns whether the root is that of the trie of all transactions of a block, which has some.
   */
  boolean isProvable(BlockActivity block) {
    return true;
  }
}
