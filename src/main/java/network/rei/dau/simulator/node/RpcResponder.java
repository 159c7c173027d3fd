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

/** Answers calls as a REI node does, from one view of the chain, with the faults of calls. */
final class RpcResponder {

  private final FaultInjector faults;
  private final BlockJsonCache rendered;

  RpcResponder(FaultInjector faults, BlockJsonCache rendered) {
    this.faults = faults;
    this.rendered = rendered;
  }

  List<RpcItem> answer(RpcRequest request, ChainView chain, long chainId) {
    List<RpcItem> items = new ArrayList<>(request.calls().size());
    for (RpcCall call : request.calls()) {
      items.add(answer(call, chain, chainId));
    }
    return items;
  }

  private RpcItem answer(RpcCall call, ChainView chain, long chainId) {
    if (!call.valid()) {
      return RpcItem.invalid();
    }
    Optional<Fault.ItemError> error = faults.first(Fault.ItemError.class, call);
    if (error.isPresent()) {
      return RpcItem.error(call, error.get().code(), error.get().message());
    }
    return switch (call.method()) {
      case RpcCall.GET_BLOCK -> block(call, chain);
      case "eth_blockNumber" -> RpcItem.result(call, hex(chain.head()));
      case "eth_chainId" -> RpcItem.result(call, hex(chainId));
      case "net_version" -> RpcItem.result(call, "\"" + chainId + "\"");
      case "web3_clientVersion" -> RpcItem.result(call, "\"Mist/v0.0.1\"");
      case "eth_syncing" -> RpcItem.result(call, "false");
      default ->
          RpcItem.error(
              call, -32601, "Method not found - " + call.method().replaceFirst("^eth_", ""));
    };
  }

  private RpcItem block(RpcCall call, ChainView chain) {
    if (!call.params().isArray()) {
      return RpcItem.error(
          call, 500, "undefined is not iterable (cannot read property Symbol(Symbol.iterator))");
    }
    if (call.params().path(0).asText("").equals("pending")) {
      return RpcItem.result(call, BlockJson.pending(chain));
    }
    long number = call.blockNumber(chain);
    if (number < 0 || !chain.serves(number)) {
      return RpcItem.result(call, BlockCorruptor.NULL);
    }
    Optional<Fault.FlawedBlock> flawed = faults.first(Fault.FlawedBlock.class, call);
    if (flawed.isPresent()) {
      byte[] json = BlockCorruptor.render(flawed.get().flaw(), chain, number, call.full());
      return RpcItem.result(call, json);
    }
    return call.full()
        ? RpcItem.block(call, rendered.full(chain, number), number)
        : RpcItem.result(call, BlockJson.render(chain, number, false));
  }

  private static String hex(long number) {
    return "\"0x" + Long.toHexString(number) + "\"";
  }
}
