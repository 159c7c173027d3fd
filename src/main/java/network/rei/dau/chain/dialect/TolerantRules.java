package network.rei.dau.chain.dialect;

import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.chain.proof.ListProof;

/**
 * The rules of all other chains, on which {@code transactionsRoot} proves nothing: it is zeros on
 * zkSync; it covers actions that the list omits on IoTeX, Theta and Harmony; Cronos and other
 * chains on CometBFT, Conflux and Filecoin have roots of their own. A block is refused for a field
 * with a wrong type or a key that occurs twice, but never for its root.
 *
 * <p>Unverified are an empty list, unless the root is that of no transactions and nothing was
 * executed; a list under the root of none; and a transaction that lacks {@code to} or {@code nonce}
 * where that is not known to be right. If a proof is tried, a list that it does not prove is
 * unverified, and one that it proves is not.
 */
class TolerantRules implements ChainRules {

  /** On Tempo, a transaction with {@code calls} instead of {@code to} and {@code input}. */
  private static final long TEMPO = 0x76;

  @Override
  public MissingFields missingFields(long type) {
    return type == TEMPO || type == OptimismRules.DEPOSIT
        ? MissingFields.EXPECTED
        : MissingFields.ASSUMED;
  }

  /** A proof that fails refuses no block, so each known encoding is tried. */
  @Override
  public boolean encodes(long type) {
    return true;
  }

  @Override
  public Verdict verdict(BlockActivity block, TransactionEvidence evidence) {
    if (block.transactionCount() > 0 && evidence.proof() != ListProof.UNTRIED) {
      return evidence.proof() == ListProof.PROVEN ? Verdict.PLAUSIBLE : Verdict.UNVERIFIED;
    }
    boolean rootOfNone = EmptyRoot.ALL.contains(evidence.root());
    boolean plausible =
        block.transactionCount() == 0 ? rootOfNone && !evidence.executed() : !rootOfNone;
    return plausible && !evidence.assumed() ? Verdict.PLAUSIBLE : Verdict.UNVERIFIED;
  }
}
