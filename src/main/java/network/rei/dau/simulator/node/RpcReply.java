package network.rei.dau.simulator.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * The reply to a call.
 *
 * @param json the result or the error object
 * @param error whether {@code json} is an error object
 * @param id the JSON text of the id, or null for none
 * @param versioned whether the reply has {@code jsonrpc: 2.0}
 * @param validBlock the number of the block that the reply has in full and without a defect, or -1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RpcReply(byte[] json, boolean error, String id, boolean versioned, long validBlock) {

  private static final byte[] RESULT = "{\"jsonrpc\":\"2.0\",\"result\":".getBytes(UTF_8);
  private static final byte[] ERROR = "{\"jsonrpc\":\"2.0\",\"error\":".getBytes(UTF_8);
  private static final byte[] BARE_ERROR = "{\"error\":".getBytes(UTF_8);
  private static final byte[] END = "}".getBytes(UTF_8);

  public static RpcReply result(RpcCall call, byte[] json) {
    return new RpcReply(json, false, call.id(), true, -1);
  }

  public static RpcReply result(RpcCall call, String json) {
    return result(call, json.getBytes(UTF_8));
  }

  public static RpcReply block(RpcCall call, byte[] json, long number) {
    return new RpcReply(json, false, call.id(), true, number);
  }

  public static RpcReply error(RpcCall call, int code, String message) {
    return new RpcReply(errorObject(code, message).getBytes(UTF_8), true, call.id(), true, -1);
  }

  /** Returns the reply of a REI node to an invalid call. */
  static RpcReply invalid() {
    String error = errorObject(-32600, "Invalid Request, wrong version - undefined");
    return new RpcReply(error.getBytes(UTF_8), true, null, false, -1);
  }

  public static String errorObject(int code, String message) {
    String escaped = message.replace("\\", "\\\\").replace("\"", "\\\"");
    return "{\"code\":" + code + ",\"message\":\"" + escaped + "\"}";
  }

  public RpcReply withId(String newId) {
    return new RpcReply(json, error, newId, versioned, validBlock);
  }

  void appendTo(List<byte[]> pieces) {
    pieces.add(versioned ? (error ? ERROR : RESULT) : BARE_ERROR);
    pieces.add(json);
    pieces.add(id == null ? END : (",\"id\":" + id + "}").getBytes(UTF_8));
  }
}
