package network.rei.dau.chain.jsonrpc;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs texts through the reader. */
public final class Responses {

  private Responses() {}

  public static RpcCall block(long number, long id) {
    return withId(RpcCall.block(null, number), id);
  }

  public static RpcCall header(long number, long id) {
    return withId(RpcCall.header(null, number), id);
  }

  public static RpcCall chainId(long id) {
    return withId(RpcCall.chainId(null), id);
  }

  private static RpcCall withId(RpcCall request, long id) {
    request.setId(id);
    return request;
  }

  public static BatchResponseReader read(byte[] json, RpcCall... requests) {
    return new BatchResponseReader(List.of(requests)).read(new ByteArrayInputStream(json));
  }

  public static BatchResponseReader read(String json, RpcCall... requests) {
    return read(json.getBytes(StandardCharsets.UTF_8), requests);
  }

  /** The answer to the one request. */
  public static RpcResult one(String json, RpcCall request) {
    return read(json, request).answers().get(0);
  }

  /** The fault of a block 17 whose JSON is this. */
  public static RpcFailure faultOf17(String block) {
    return one("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + block + "}", block(17, 1)).fault();
  }
}
