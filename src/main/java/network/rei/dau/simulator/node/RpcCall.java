package network.rei.dau.simulator.node;

import com.fasterxml.jackson.databind.JsonNode;
import network.rei.dau.simulator.chain.ChainView;

/**
 * One JSON-RPC call.
 *
 * @param valid false where it is no call of version 2.0
 * @param method may be null where not valid
 * @param params the JSON of {@code params}, or a missing node
 * @param id its JSON text, or null where the call has none
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

  boolean asksForBlock() {
    return valid && GET_BLOCK.equals(method);
  }

  boolean full() {
    return params.path(1).asBoolean(false);
  }

  /** The block's number where it is asked for by number, else -1. */
  public long blockNumber() {
    return asksForBlock() ? parseQuantity(params.path(0).asText("")) : -1;
  }

  /** The block's number also where it is asked for by a tag, else -1. */
  public long blockNumber(ChainView chain) {
    if (!asksForBlock()) {
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
