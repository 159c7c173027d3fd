package network.rei.dau.simulator.node;

import com.fasterxml.jackson.databind.JsonNode;
import network.rei.dau.simulator.chain.ChainView;

/**
 * A JSON-RPC call.
 *
 * @param valid whether it is a call of version 2.0
 * @param method the method, or null for an invalid call
 * @param params the JSON of {@code params}, or a missing node
 * @param id the JSON text of the id, or null if the call has none
 */
public record RpcCall(boolean valid, String method, JsonNode params, String id) {

  static final String GET_BLOCK = "eth_getBlockByNumber";

  static RpcCall of(JsonNode node) {
    boolean valid = "2.0".equals(node.path("jsonrpc").asText()) && node.path("method").isTextual();
    JsonNode id = node.get("id");
    return new RpcCall(
        valid,
        node.path("method").asText(null),
        node.path("params"),
        id == null ? null : id.toString());
  }

  boolean requestsBlock() {
    return valid && GET_BLOCK.equals(method);
  }

  boolean requestsHead() {
    return requestsBlock() && params.path(0).asText("").equals("latest");
  }

  boolean full() {
    return params.path(1).asBoolean(false);
  }

  /** Returns the number of the block if the call requests a block by number, otherwise -1. */
  public long blockNumber() {
    return requestsBlock() ? parseQuantity(params.path(0).asText("")) : -1;
  }

  /** Returns the number of the block if the call requests one by number or tag, otherwise -1. */
  public long blockNumber(ChainView chain) {
    if (!requestsBlock()) {
      return -1;
    }
    String tag = params.path(0).asText("");
    return switch (tag) {
      case "latest" -> chain.head();
      case "earliest" -> 0;
      default -> parseQuantity(tag);
    };
  }

  private static long parseQuantity(String text) {
    if (!text.startsWith("0x") || text.length() < 3 || text.length() > 17) {
      return -1;
    }
    try {
      return Long.parseLong(text, 2, text.length(), 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
