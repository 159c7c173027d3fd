package network.rei.dau.chain.dialect;

import java.util.Set;
import java.util.stream.IntStream;
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
    return block.transactionCount() == 1 && isOfBor(block, 0);
  }

  @Override
  boolean isProvable(BlockActivity block) {
    return IntStream.range(0, block.transactionCount()).noneMatch(i -> isOfBor(block, i));
  }

  private static boolean isOfBor(BlockActivity block, int transaction) {
    return !block.isCreation(transaction)
        && block.sender(transaction).equals(ZERO)
        && block.recipient(transaction).equals(ZERO);
  }
}
