package network.rei.dau.chain.jsonrpc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;

/** What went wrong below JSON-RPC: connections and HTTP statuses. */
final class HttpFailures {

  private HttpFailures() {}

  /** The stream or the connection broke. Exceptions' own texts may hold URLs and are left out. */
  static RpcFailure broken(IOException e) {
    if (e instanceof ResponseSizeLimit.Exceeded) {
      return new RpcFailure(Kind.MALFORMED, Cause.TOO_LARGE, e.getMessage());
    }
    if (e instanceof InterruptedIOException) {
      return new RpcFailure(Kind.TIMEOUT, Cause.TIMEOUT, "no answer in time");
    }
    if (e instanceof UnknownHostException) {
      return unreachable("the host's name is not known");
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return unreachable("no connection");
    }
    if (e instanceof SSLException) {
      return unreachable("no secure connection");
    }
    return new RpcFailure(Kind.UNREACHABLE, Cause.CUT, "the connection broke");
  }

  /**
   * A status other than 200.
   *
   * @param requests how many were asked in the one HTTP request
   * @param detail a JSON-RPC error found in the body, or null
   */
  static RpcFailure status(int status, int requests, RpcFailure detail) {
    String message = "HTTP " + status + (detail == null ? "" : ", " + detail.message());
    if (status == 429 || (detail != null && detail.kind() == Kind.RATE_LIMITED)) {
      return new RpcFailure(Kind.RATE_LIMITED, Cause.RATE, message);
    }
    if (status == 500 && detail != null && detail.cause() == Cause.TOO_LARGE) {
      return new RpcFailure(Kind.REFUSED, Cause.TOO_LARGE, message);
    }
    return switch (status) {
      case 413 -> new RpcFailure(Kind.REFUSED, Cause.TOO_LARGE, message);
      case 400, 405, 415, 422, 501 ->
          new RpcFailure(Kind.REFUSED, requests > 1 ? Cause.TOO_LARGE : Cause.DENIED, message);
      case 401, 403, 404 -> new RpcFailure(Kind.REFUSED, Cause.DENIED, message);
      case 301, 302, 303, 307, 308 ->
          new RpcFailure(
              Kind.REFUSED,
              Cause.DENIED,
              message + " (a redirect: rei-dau.rpc.urls needs the address that it leads to)");
      case 408 -> new RpcFailure(Kind.TIMEOUT, Cause.TIMEOUT, message);
      default -> new RpcFailure(Kind.REFUSED, Cause.SERVER, message);
    };
  }

  private static RpcFailure unreachable(String message) {
    return new RpcFailure(Kind.UNREACHABLE, Cause.CONNECT, message);
  }
}
