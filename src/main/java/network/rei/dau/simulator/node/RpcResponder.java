package network.rei.dau.simulator.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.simulator.chain.BlockJson;
import network.rei.dau.simulator.chain.BlockJsonCache;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.fault.BlockCorruptor;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultInjector;

/** Replies to calls like a REI node, from one view of the chain, with the faults of calls. */
final class RpcResponder {

  private final FaultInjector faults;
  private final BlockJsonCache rendered;

  RpcResponder(FaultInjector faults, BlockJsonCache rendered) {
    this.faults = faults;
    this.rendered = rendered;
  }

  List<RpcReply> answer(RpcRequest request, ChainView chain, long chainId) {
    List<RpcReply> replies = new ArrayList<>(request.calls().size());
    for (RpcCall call : request.calls()) {
      replies.add(answer(call, chain, chainId));
    }
    return replies;
  }

  private RpcReply answer(RpcCall call, ChainView chain, long chainId) {
    if (!call.valid()) {
      return RpcReply.invalid();
    }
    Optional<Fault.CallError> error = faults.first(Fault.CallError.class, call);
    if (error.isPresent()) {
      return RpcReply.error(call, error.get().code(), error.get().message());
    }
    if (faults.first(Fault.CallRate.class, call).isPresent()) {
      return RpcReply.error(call, -32005, "rate limit exceeded");
    }
    return switch (call.method()) {
      case RpcCall.GET_BLOCK -> block(call, chain);
      case "eth_blockNumber" -> RpcReply.result(call, hex(head(call, chain)));
      case "eth_chainId" -> RpcReply.result(call, hex(chainId));
      case "net_version" -> RpcReply.result(call, "\"" + chainId + "\"");
      case "web3_clientVersion" -> RpcReply.result(call, "\"Mist/v0.0.1\"");
      case "eth_syncing" -> RpcReply.result(call, "false");
      default ->
          RpcReply.error(
              call, -32601, "Method not found - " + call.method().replaceFirst("^eth_", ""));
    };
  }

  private RpcReply block(RpcCall call, ChainView chain) {
    if (!call.params().isArray()) {
      return RpcReply.error(
          call, 500, "undefined is not iterable (cannot read property Symbol(Symbol.iterator))");
    }
    if (call.params().path(0).asText("").equals("pending")) {
      return RpcReply.result(call, BlockJson.pending(chain));
    }
    long number = call.blockNumber(chain);
    if (number < 0 || !chain.serves(number)) {
      return RpcReply.result(call, BlockCorruptor.NULL);
    }
    if (call.requestsHead()) {
      long claimed = head(call, chain);
      if (claimed != number) {
        return RpcReply.result(call, BlockCorruptor.numbered(chain, number, claimed, call.full()));
      }
    }
    Optional<Fault.DefectiveBlock> defective = faults.first(Fault.DefectiveBlock.class, call);
    if (defective.isPresent()) {
      byte[] json = BlockCorruptor.render(defective.get().defect(), chain, number, call.full());
      return RpcReply.result(call, json);
    }
    return call.full()
        ? RpcReply.block(call, rendered.full(chain, number), number)
        : RpcReply.result(call, BlockJson.render(chain, number, false));
  }

  private long head(RpcCall call, ChainView chain) {
    return faults
        .first(Fault.WrongHead.class, call)
        .map(Fault.WrongHead::number)
        .orElse(chain.head());
  }

  private static String hex(long number) {
    return "\"0x" + Long.toHexString(number) + "\"";
  }
}
