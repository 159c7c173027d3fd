package network.rei.dau.chain.dialect;

import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.proof.ListProof;

/**
 * What the JSON of a block says about its transactions besides their list.
 *
 * @param root {@code transactionsRoot}
 * @param executed whether {@code gasUsed} is above 0
 * @param assumed whether a transaction was {@linkplain ChainRules.MissingFields#ASSUMED assumed} to
 *     have no recipient or no nonce
 * @param proof whether the root follows from the list, and the senders from the signatures
 */
public record TransactionEvidence(Hash root, boolean executed, boolean assumed, ListProof proof) {

  /** Returns the same evidence with another outcome of the proof. */
  public TransactionEvidence with(ListProof other) {
    return new TransactionEvidence(root, executed, assumed, other);
  }
}
