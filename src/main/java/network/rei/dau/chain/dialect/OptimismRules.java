package network.rei.dau.chain.dialect;

import java.util.Set;

/**
 * The rules of the OP stack: as Ethereum's, but op-reth leaves out {@code to} in a deposit that
 * creates a contract, and {@code nonce} in a deposit without one.
 */
class OptimismRules extends EthereumRules {

  static final long DEPOSIT = 0x7e;

  private static final Set<Long> CHAIN_IDS =
      Set.of(
          10L, // OP Mainnet
          11_155_420L, // OP Sepolia
          8_453L, // Base
          84_532L, // Base Sepolia
          130L, // Unichain
          480L, // World Chain
          1_135L, // Lisk
          1_868L, // Soneium
          34_443L, // Mode
          57_073L, // Ink
          7_777_777L); // Zora

  @Override
  Set<Long> chainIds() {
    return CHAIN_IDS;
  }

  @Override
  public boolean encodes(long type) {
    return type == DEPOSIT || super.encodes(type);
  }

  @Override
  public MissingFields missingFields(long type) {
    return type == DEPOSIT ? MissingFields.EXPECTED : MissingFields.REFUSED;
  }
}
