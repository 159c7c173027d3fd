package network.rei.dau.chain.proof;

/** The outcome of proving a list of transactions. */
public enum ListProof {
  /** It was not tried. */
  UNTRIED,
  /** The transactions are those that the block commits to. */
  PROVEN,
  /** The list has a transaction that cannot be encoded here, or one without a signature. */
  UNPROVABLE,
  /**
   * The transactions yield another root or another sender, or one of them lacks a field that its
   * encoding has.
   */
  CONTRADICTED
}
