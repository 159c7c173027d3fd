package network.rei.dau.chain;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs texts through the reader. */
final class Answers {

  private Answers() {}

  static RpcRequest block(long number, long id) {
    return withId(RpcRequest.block(null, number), id);
  }

  static RpcRequest header(long number, long id) {
    return withId(RpcRequest.header(null, number), id);
  }

  static RpcRequest chainId(long id) {
    return withId(RpcRequest.chainId(null), id);
  }

  private static RpcRequest withId(RpcRequest request, long id) {
    request.setId(id);
    return request;
  }

  static AnswerReader read(byte[] json, RpcRequest... requests) {
    return new AnswerReader(List.of(requests)).read(new ByteArrayInputStream(json));
  }

  static AnswerReader read(String json, RpcRequest... requests) {
    return read(json.getBytes(StandardCharsets.UTF_8), requests);
  }

  /** The answer to the one request. */
  static RpcResponse one(String json, RpcRequest request) {
    return read(json, request).answers().get(0);
  }

  /** The fault of a block 17 whose JSON is this. */
  static Fault faultOf17(String block) {
    return one("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + block + "}", block(17, 1)).fault();
  }
}
