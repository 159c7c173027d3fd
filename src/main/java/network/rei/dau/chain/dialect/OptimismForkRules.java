package network.rei.dau.chain.dialect;

import java.util.Set;

/**
 * The rules of chains whose nodes are forks of the OP stack's. Their deposits may be encoded in
 * another way, as those of Mantle are, which have more fields.
 */
final class OptimismForkRules extends OptimismRules {

  private static final Set<Long> CHAIN_IDS =
      Set.of(
          204L, // opBNB
          252L, // Fraxtal
          5_000L, // Mantle
          81_457L); // Blast

  @Override
  Set<Long> chainIds() {
    return CHAIN_IDS;
  }

  @Override
  public boolean encodes(long type) {
    return type != DEPOSIT && super.encodes(type);
  }
}
