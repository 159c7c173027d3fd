package network.rei.dau.chain.jsonrpc;

import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.dialect.TransactionEvidence;
import network.rei.dau.chain.proof.Signatures;

/** A block whose list of transactions is proven, and whose senders are still to be recovered. */
record SignedBlock(
    ChainRules rules, BlockActivity block, TransactionEvidence evidence, Signatures signatures) {

  /** Returns the block if its senders are those who signed, or the failure. */
  RpcResult check() {
    return switch (rules.verdict(block, evidence.with(signatures.prove(block)))) {
      case PLAUSIBLE -> new RpcResult.Block(block, true);
      case UNVERIFIED -> new RpcResult.Block(block, false);
      case HOLLOW, SURPLUS, CONTRADICTED ->
          RpcFailure.malformed("the sender of a transaction did not sign it");
    };
  }
}
