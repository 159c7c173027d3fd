package network.rei.dau.chain.endpoint;

import java.math.BigInteger;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.response.EthBlock;

/**
 * Represents a number without a block (a null round of Filecoin) by a block without transactions
 * that has the hash and the timestamp of the block before. So the next block links to it, and no
 * other block can have that hash at that number.
 */
final class NullRounds {

  /** How many may follow each other: one in thousands of them has more than 5. */
  static final int MAX_IN_A_ROW = 100;

  static final RpcFailure TOO_MANY =
      RpcFailure.malformed("more than " + MAX_IN_A_ROW + " null rounds");

  /** Without a block no gas is used, and there is no base fee. */
  private static final BlockTraffic.Entry TRAFFIC =
      new BlockTraffic.Entry(0, 0, BlockTraffic.UNKNOWN, 0);

  private NullRounds() {}

  /** Returns the header at a number, whose block is {@code found} or, if it has none, is before. */
  static BlockHeader headerAt(long number, BlockHeader found) {
    return found.number() == number
        ? found
        : new BlockHeader(number, found.hash(), found.hash(), found.timestamp());
  }

  /** Returns the representation of the null round after a block. */
  static BlockActivity after(BlockHeader before) {
    return new BlockActivity.Builder().build(headerAt(before.number() + 1, before), TRAFFIC);
  }

  /** Returns whether a header represents a null round. */
  static boolean isRepresentedBy(BlockHeader header) {
    return header.hash().equals(header.parentHash());
  }

  /** Returns the request for a header. */
  static Request<?, EthBlock> header(Web3j web3j, long number) {
    return web3j.ethGetBlockByNumber(
        DefaultBlockParameter.valueOf(BigInteger.valueOf(number)), false);
  }
}
