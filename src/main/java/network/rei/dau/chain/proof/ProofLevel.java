package network.rei.dau.chain.proof;

/** What is proven of the transactions of each block, in the order of the work that it costs. */
public enum ProofLevel {
  /** Nothing: only whether the list may be empty follows from the root. */
  NONE,
  /** The list is recomputed to {@code transactionsRoot}. */
  ROOTS,
  /** In addition, the sender of each transaction is recovered from its signature. */
  SENDERS;

  /** Returns the higher one of two levels. */
  public ProofLevel or(ProofLevel other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
