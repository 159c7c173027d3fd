package network.rei.dau.chain.dialect;

import java.util.Set;

/**
 * The rules of Arbitrum: as Ethereum's. Each block begins with an internal transaction. The
 * encodings of its other types, which no recorded block proves, count as unknown.
 */
final class ArbitrumRules extends EthereumRules {

  private static final long INTERNAL = 0x6a;

  private static final Set<Long> CHAIN_IDS =
      Set.of(
          42_161L, // Arbitrum One
          42_170L, // Arbitrum Nova
          421_614L); // Arbitrum Sepolia

  @Override
  Set<Long> chainIds() {
    return CHAIN_IDS;
  }

  @Override
  public boolean encodes(long type) {
    return type == INTERNAL || super.encodes(type);
  }
}
