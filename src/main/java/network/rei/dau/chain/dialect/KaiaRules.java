package network.rei.dau.chain.dialect;

import java.util.Set;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.Hash;

/**
 * The rules of Kaia: as Ethereum's, but the root is a hash of the transactions one after the other,
 * or that of a trie, as the chain's governance selects.
 */
final class KaiaRules extends EthereumRules {

  private static final Set<Long> CHAIN_IDS = Set.of(8_217L, 1_001L); // Kaia, Kairos

  @Override
  Set<Long> chainIds() {
    return CHAIN_IDS;
  }

  @Override
  boolean isRootOfNone(Hash root) {
    return root.equals(EmptyRoot.OF_KECCAK) || super.isRootOfNone(root);
  }

  @Override
  boolean isProvable(BlockActivity block) {
    return false;
  }
}
