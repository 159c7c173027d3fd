package network.rei.dau.chain.dialect;

import java.util.Set;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;

/**
 * The rules of Polygon PoS: as Ethereum's, but Bor lists the transaction that takes over the state
 * of Ethereum (from the zero address to the zero address), which is not part of the root.
 */
final class PolygonRules extends EthereumRules {

  private static final Set<Long> CHAIN_IDS = Set.of(137L, 80_002L); // Polygon, Amoy
  private static final Address ZERO = Address.at(new byte[Address.BYTES], 0);

  @Override
  Set<Long> chainIds() {
    return CHAIN_IDS;
  }

  @Override
  boolean isOutsideOfRoot(BlockActivity block) {
    return block.transactionCount() == 1
        && !block.isCreation(0)
        && block.sender(0).equals(ZERO)
        && block.recipient(0).equals(ZERO);
  }
}
