package network.rei.dau.chain.proof;

import java.util.List;
import network.rei.dau.activity.block.BlockActivity;

/** The signatures of all transactions of a block, from which the senders are recovered. */
public final class Signatures {

  /** Of one: its hash, two numbers of 256 bits, and their objects. */
  private static final int BYTES = 256;

  private final List<Signature> signatures;

  Signatures(List<Signature> signatures) {
    this.signatures = List.copyOf(signatures);
  }

  /** Returns the memory that they take, in bytes, approximately. */
  public long memoryBytes() {
    return (long) signatures.size() * BYTES;
  }

  /**
   * Compares the senders of the block with those who signed, which takes about a fifth of a
   * millisecond for a transaction.
   */
  public ListProof prove(BlockActivity block) {
    ListProof proof = ListProof.PROVEN;
    for (int i = 0; i < signatures.size(); i++) {
      if (signatures.get(i).isMissing()) {
        proof = ListProof.UNPROVABLE;
      } else if (!signatures.get(i).isOf(block.sender(i))) {
        return ListProof.CONTRADICTED;
      }
    }
    return proof;
  }
}
