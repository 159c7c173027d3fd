package network.rei.dau.simulator.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * The answer to one call.
 *
 * @param json its result, or its error object
 * @param error which of the two
 * @param id JSON text of its id, or null for none
 * @param versioned whether it says {@code jsonrpc: 2.0}
 * @param soundBlock the block that it holds in full and sound, else -1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RpcItem(byte[] json, boolean error, String id, boolean versioned, long soundBlock) {

  private static final byte[] RESULT = "{\"jsonrpc\":\"2.0\",\"result\":".getBytes(UTF_8);
  private static final byte[] ERROR = "{\"jsonrpc\":\"2.0\",\"error\":".getBytes(UTF_8);
  private static final byte[] BARE_ERROR = "{\"error\":".getBytes(UTF_8);
  private static final byte[] END = "}".getBytes(UTF_8);

  public static RpcItem result(RpcCall call, byte[] json) {
    return new RpcItem(json, false, call.id(), true, -1);
  }

  public static RpcItem result(RpcCall call, String json) {
    return result(call, json.getBytes(UTF_8));
  }

  public static RpcItem block(RpcCall call, byte[] json, long number) {
    return new RpcItem(json, false, call.id(), true, number);
  }

  public static RpcItem error(RpcCall call, int code, String message) {
    return new RpcItem(errorObject(code, message).getBytes(UTF_8), true, call.id(), true, -1);
  }

  /** As a REI node answers what is no call. */
  static RpcItem invalid() {
    String error = errorObject(-32600, "Invalid Request, wrong version - undefined");
    return new RpcItem(error.getBytes(UTF_8), true, null, false, -1);
  }

  public static String errorObject(int code, String message) {
    String escaped = message.replace("\\", "\\\\").replace("\"", "\\\"");
    return "{\"code\":" + code + ",\"message\":\"" + escaped + "\"}";
  }

  public RpcItem withId(String other) {
    return new RpcItem(json, error, other, versioned, soundBlock);
  }

  void appendTo(List<byte[]> pieces) {
    pieces.add(versioned ? (error ? ERROR : RESULT) : BARE_ERROR);
    pieces.add(json);
    pieces.add(id == null ? END : (",\"id\":" + id + "}").getBytes(UTF_8));
  }
}
