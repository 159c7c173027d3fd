package network.rei.dau.simulator.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.simulator.node.HttpConnection;
import network.rei.dau.simulator.node.HttpResponse;
import network.rei.dau.simulator.node.RequestHandler;
import network.rei.dau.simulator.node.RpcCall;
import network.rei.dau.simulator.node.RpcReply;
import network.rei.dau.simulator.node.RpcRequest;

/** Sends the responses of the faults that replace the response of the node. */
public final class FaultResponder {

  private static final int CHUNK = 64 * 1024;
  private static final String ENDLESS_STRING =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"extraData\":\"0x";

  private FaultResponder() {}

  /**
   * Sends a response or breaks the connection.
   *
   * @return whether the connection remains usable
   */
  public static boolean respond(Fault fault, RpcRequest request, HttpConnection connection)
      throws IOException {
    if (fault instanceof Fault.BrokenConnection broken) {
      return breakConnection(broken.failure(), connection);
    }
    if (fault instanceof Fault.BatchLimit limit) {
      return reject(limit.form(), request, connection);
    }
    if (fault instanceof Fault.Flood flood) {
      flood(flood, request.batch(), connection);
      return false;
    }
    if (fault instanceof Fault.HttpError error) {
      connection.send(gateway(error.status(), error.retryAfter()));
    } else if (fault instanceof Fault.RequestRate rate) {
      connection.send(gateway(429, rate.retryAfter()));
    } else if (fault instanceof Fault.ErrorObject error) {
      connection.send(errorObject(error.code(), error.message()));
    } else if (fault instanceof Fault.GzipBomb bomb) {
      String start = (request.batch() ? "[" : "") + ENDLESS_STRING;
      connection.send(
          HttpResponse.json(GzipBombs.pieces(bomb.inflatedBytes(), start))
              .withHeader("Content-Encoding", "gzip"));
    } else {
      throw new IllegalArgumentException(fault + " does not replace the response");
    }
    return true;
  }

  private static HttpResponse gateway(int status, String retryAfter) {
    HttpResponse page = HttpResponse.gatewayPage(status);
    return retryAfter == null ? page : page.withHeader("Retry-After", retryAfter);
  }

  private static HttpResponse errorObject(int code, String message) {
    String error = RpcReply.errorObject(code, message);
    return HttpResponse.json("{\"jsonrpc\":\"2.0\",\"error\":" + error + ",\"id\":null}");
  }

  private static boolean breakConnection(Fault.ConnectionFailure failure, HttpConnection connection)
      throws IOException {
    switch (failure) {
      case HANG -> connection.hang();
      case DRIP -> connection.drip();
      case RESET -> connection.resetAtClose();
      case CUT -> {}
    }
    return false;
  }

  private static boolean reject(
      Fault.BatchRejection form, RpcRequest request, HttpConnection connection) throws IOException {
    switch (form) {
      case CUT -> {
        return false;
      }
      case HTTP_413 -> connection.send(HttpResponse.gatewayPage(413));
      case OBJECT_32600, OBJECT_32602, OBJECT_32005 ->
          connection.send(errorObject(form.code, form.message));
      case FIRST_ITEM_32600 -> connection.send(errors(form, request.calls().subList(0, 1)));
      case ITEMS_32600, ITEMS_32602, ITEMS_32005 -> connection.send(errors(form, request.calls()));
    }
    return true;
  }

  private static HttpResponse errors(Fault.BatchRejection form, List<RpcCall> calls) {
    List<RpcReply> replies = new ArrayList<>(calls.size());
    for (RpcCall call : calls) {
      replies.add(RpcReply.error(call, form.code, form.message));
    }
    return RequestHandler.body(true, replies);
  }

  private static void flood(Fault.Flood flood, boolean batch, HttpConnection connection)
      throws IOException {
    String open = batch ? "[" : "";
    String start;
    String unit;
    switch (flood.content()) {
      case STRING -> {
        start = open + ENDLESS_STRING;
        unit = "0";
      }
      case SPACES -> {
        start = " ";
        unit = " ";
      }
      default -> {
        start = batch ? "[" : "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"transactions\":[";
        unit = batch ? "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}," : "{\"hash\":\"0x00\"},";
      }
    }
    connection.startChunks(HttpResponse.json(List.of()));
    connection.sendChunk(start.getBytes(US_ASCII));
    byte[] chunk = unit.repeat(CHUNK / unit.length()).getBytes(US_ASCII);
    for (long sent = 0; sent < flood.bytes(); sent += chunk.length) {
      connection.sendChunk(chunk);
    }
  }
}
