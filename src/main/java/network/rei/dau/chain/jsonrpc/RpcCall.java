package network.rei.dau.chain.jsonrpc;

import java.util.List;
import network.rei.dau.chain.proof.ProofLevel;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.response.EthChainId;

/**
 * One request of web3j, with what its result must be.
 *
 * @param request built by {@code Web3j}; its id is unique in this process
 * @param expected what the result must be
 * @param block the number of the requested block; -1 if no block is requested, or the newest one
 * @param proof what is proven of the block if the settings do not ask for more
 */
public record RpcCall(Request<?, ?> request, Expected expected, long block, ProofLevel proof) {

  /** What a result must be. */
  public enum Expected {
    /** A number in hexadecimal digits. */
    QUANTITY,
    /** A block of which only the header is read. */
    HEADER,
    /** A block with its transactions in full. */
    BLOCK
  }

  private static final String LATEST = DefaultBlockParameterName.LATEST.getValue();

  /** {@code eth_chainId}, which goes first in a batch to show which chain the endpoint serves. */
  public static final RpcCall CHAIN_ID =
      of(new Request<>("eth_chainId", List.of(), null, EthChainId.class));

  /**
   * Returns the call of a request.
   *
   * @throws NumberFormatException if it asks for a block by another tag than {@code latest}
   */
  public static RpcCall of(Request<?, ?> request) {
    if (!request.getMethod().equals("eth_getBlockByNumber")) {
      return new RpcCall(request, Expected.QUANTITY, -1, ProofLevel.NONE);
    }
    boolean full = Boolean.TRUE.equals(request.getParams().get(1));
    String block = String.valueOf(request.getParams().get(0));
    long number = block.equals(LATEST) ? -1 : Long.decode(block);
    return new RpcCall(request, full ? Expected.BLOCK : Expected.HEADER, number, ProofLevel.NONE);
  }

  /** Returns the same call, of whose block is proven at least this, whatever the settings say. */
  public RpcCall atLeast(ProofLevel level) {
    return new RpcCall(request, expected, block, proof.or(level));
  }

  /** Returns whether a block of this number answers it. */
  boolean accepts(long number) {
    return block < 0 || number == block;
  }

  long id() {
    return request.getId();
  }
}
