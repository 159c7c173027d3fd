package network.rei.dau.chain.dialect;

import java.util.List;
import network.rei.dau.activity.block.BlockActivity;

/**
 * Decides what a block of a chain must look like. There is one small class for each family of
 * chains whose header proves whether the list of transactions may be empty, and {@link
 * TolerantRules} for all other chains.
 *
 * <p>The reason for most rules is that a node may answer a block without the transactions that it
 * has: some nodes that lack old bodies do so. Where {@code transactionsRoot} proves that the list
 * is not empty, such a block is refused. Where nothing proves it, the block is accepted and counted
 * as unverified. The same holds for a list that contradicts its root or its signatures: it is
 * refused only on chains whose roots and signatures are those of Ethereum.
 */
public interface ChainRules {

  /** EIP-7702. */
  long LAST_TYPE_OF_ETHEREUM = 4;

  /** The type of a transaction that names none. */
  long NO_TYPE = -1;

  /** What a transaction without the key {@code to} or {@code nonce} is. */
  enum MissingFields {
    /** Malformed: the chain's nodes write both keys in each transaction. */
    REFUSED,
    /** Right: the transaction has no recipient, or no nonce. */
    EXPECTED,
    /** Read as if it had no recipient, or no nonce, and not verified. */
    ASSUMED
  }

  /** What the header says about the list of transactions. */
  enum Verdict {
    /** The list may be right. */
    PLAUSIBLE,
    /** The list may be right, but nothing proves it where a proof was tried or is needed. */
    UNVERIFIED,
    /** The list is empty, and the header proves that the block has transactions. */
    HOLLOW,
    /** The list has transactions, and the header proves that the block has none. */
    SURPLUS,
    /** The header proves that the block has other transactions, or a signature another sender. */
    CONTRADICTED
  }

  /**
   * Returns the rules of a chain.
   *
   * @param chainId the result of {@code eth_chainId}
   */
  static ChainRules of(long chainId) {
    if (FilecoinRules.CHAIN_IDS.contains(chainId)) {
      return new FilecoinRules();
    }
    return List.of(
            new EthereumRules(),
            new ArbitrumRules(),
            new OptimismRules(),
            new OptimismForkRules(),
            new PolygonRules(),
            new KaiaRules())
        .stream()
        .filter(rules -> rules.chainIds().contains(chainId))
        .<ChainRules>map(rules -> rules)
        .findFirst()
        .orElseGet(TolerantRules::new);
  }

  /**
   * Returns what a transaction without the key {@code to} or {@code nonce} is. A key with the value
   * null counts as left out for {@code nonce}; for {@code to} it means that a contract is created.
   *
   * @param type of the transaction, or {@link #NO_TYPE}
   */
  MissingFields missingFields(long type);

  /**
   * Returns whether the chain may encode transactions of a type as its specification says. Where
   * another encoding would refuse a right block, a type is left out unless a recorded block proves
   * it.
   *
   * @param type of the transaction, or {@link #NO_TYPE}
   */
  default boolean encodes(long type) {
    return type <= LAST_TYPE_OF_ETHEREUM;
  }

  /** Returns whether an error that answers a call for a block says that the number has no block. */
  default boolean isNullRound(long errorCode, String errorMessage) {
    return false;
  }

  /** Returns what the header of a block says about the block's list of transactions. */
  Verdict verdict(BlockActivity block, TransactionEvidence evidence);
}
