package network.rei.dau.simulator.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a request.
 *
 * @param batch whether the body is an array
 * @param calls the calls in order
 * @param unanswerable whether the body is a batch with a {@code null} element, which a REI node
 *     never answers
 */
public record RpcRequest(boolean batch, List<RpcCall> calls, boolean unanswerable) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @throws IOException if the body is not JSON
   */
  static RpcRequest parse(byte[] body) throws IOException {
    JsonNode root = JSON.readTree(body);
    List<RpcCall> calls = new ArrayList<>(Math.max(1, root.size()));
    if (!root.isArray()) {
      calls.add(RpcCall.of(root));
      return new RpcRequest(false, calls, false);
    }
    boolean unanswerable = false;
    for (JsonNode element : root) {
      unanswerable |= element.isNull();
      calls.add(RpcCall.of(element));
    }
    return new RpcRequest(true, calls, unanswerable);
  }
}
