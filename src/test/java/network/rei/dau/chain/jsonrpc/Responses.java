package network.rei.dau.chain.jsonrpc;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.proof.ProofLevel;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthChainId;

/** Runs texts through the parser. */
final class Responses {

  private Responses() {}

  static RpcCall block(long number, long id) {
    return getBlock(number, true, id);
  }

  static RpcCall header(long number, long id) {
    return getBlock(number, false, id);
  }

  static RpcCall chainId(long id) {
    return withId(new Request<>("eth_chainId", List.of(), null, EthChainId.class), id);
  }

  private static RpcCall getBlock(long number, boolean full, long id) {
    List<Object> params = List.of("0x" + Long.toHexString(number), full);
    return withId(new Request<>("eth_getBlockByNumber", params, null, EthBlock.class), id);
  }

  private static RpcCall withId(Request<?, ?> request, long id) {
    request.setId(id);
    return RpcCall.of(request);
  }

  /** Reads a response by the rules of REI. */
  static BatchResult read(byte[] json, RpcCall... calls) {
    return read(ChainRules.of(47_805), json, calls);
  }

  static BatchResult read(ChainRules rules, byte[] json, RpcCall... calls) {
    return read(rules, Long.MAX_VALUE, json, calls);
  }

  static BatchResult read(ChainRules rules, long maxBlockBytes, byte[] json, RpcCall... calls) {
    return read(rules, ProofLevel.NONE, maxBlockBytes, json, calls);
  }

  static BatchResult read(
      ChainRules rules, ProofLevel level, long maxBlockBytes, byte[] json, RpcCall... calls) {
    return new BatchResponseReader(List.of(calls), rules, level, maxBlockBytes)
        .read(new ByteArrayInputStream(json), "HTTP 200")
        .withSenders();
  }

  static BatchResult read(String json, RpcCall... calls) {
    return read(json.getBytes(StandardCharsets.UTF_8), calls);
  }

  /** Returns the result of the only call. */
  static RpcResult one(String json, RpcCall call) {
    return read(json, call).results().get(0);
  }

  /** Returns the result of a call for a block with this JSON, by the rules of a chain. */
  static RpcResult block(long chainId, long number, String json) {
    return block(chainId, ProofLevel.NONE, number, json);
  }

  static RpcResult block(long chainId, ProofLevel level, long number, String json) {
    byte[] response = ("{\"id\":1,\"result\":" + json + "}").getBytes(StandardCharsets.UTF_8);
    return read(ChainRules.of(chainId), level, Long.MAX_VALUE, response, block(number, 1))
        .results()
        .get(0);
  }

  /** Returns the failure of block 17 with this JSON. */
  static RpcFailure failureOf17(String block) {
    return one("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + block + "}", block(17, 1)).failure();
  }
}
