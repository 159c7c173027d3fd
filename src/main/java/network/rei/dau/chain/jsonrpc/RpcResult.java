package network.rei.dau.chain.jsonrpc;

import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;

/** The outcome of one call: a result of the expected type, or a failure. */
public sealed interface RpcResult
    permits RpcResult.Quantity, RpcResult.Header, RpcResult.Block, RpcResult.NullRound, RpcFailure {

  /** A number. */
  record Quantity(long value) implements RpcResult {}

  /** The header of a block. */
  record Header(BlockHeader header) implements RpcResult {}

  /**
   * A block with its transactions.
   *
   * @param verified whether nothing speaks against its list of transactions, see {@link
   *     network.rei.dau.chain.dialect.ChainRules}
   */
  record Block(BlockActivity activity, boolean verified) implements RpcResult {}

  /** The requested number has no block: the parent of the next block is the block before. */
  record NullRound() implements RpcResult {}

  /** Returns the failure; null if there is a result. */
  default RpcFailure failure() {
    return null;
  }
}
