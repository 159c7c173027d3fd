package network.rei.dau.chain.jsonrpc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import javax.net.ssl.SSLException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import okhttp3.Response;

/** Classifies the failures below JSON-RPC: connections, HTTP statuses and {@code Retry-After}. */
final class HttpFailures {

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  /** An int holds any number with so many digits. */
  private static final int MAX_DIGITS = 9;

  private static final int MAX_HEADER_LENGTH = 80;

  private HttpFailures() {}

  /**
   * Returns the failure of a stream or a connection. The texts of the exceptions are left out,
   * since they may hold URLs.
   */
  static RpcFailure broken(IOException e) {
    if (e instanceof HttpTransport.ResponseTooLarge) {
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
   * Returns the status of a response, the type of its content, and how it is encoded, as text for
   * operators: "HTTP 200, content type text/html, content encoding br".
   */
  static String source(Response response) {
    Response received = received(response);
    return "HTTP "
        + response.code()
        + header(received, "Content-Type", ", content type ", ", no content type")
        + header(received, "Content-Encoding", ", content encoding ", "");
  }

  /** Returns whether the body of a response was received in another encoding. */
  static boolean isCompressed(Response response) {
    return received(response).header("Content-Encoding") != null;
  }

  /** OkHttp decodes gzip and removes the header from the response that it returns. */
  private static Response received(Response response) {
    return response.networkResponse() == null ? response : response.networkResponse();
  }

  private static String header(Response response, String name, String label, String absent) {
    String value = response.header(name);
    if (value == null || value.isBlank()) {
      return absent;
    }
    String shown = value.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    return label
        + (shown.length() <= MAX_HEADER_LENGTH
            ? shown
            : shown.substring(0, MAX_HEADER_LENGTH) + "...");
  }

  /**
   * Returns the failure of a status other than 200.
   *
   * @param source the text of {@link #source}
   * @param calls the number of calls in the HTTP request
   * @param detail a JSON-RPC error found in the body, or null
   */
  static RpcFailure status(int status, String source, int calls, RpcFailure detail) {
    String message = detail == null ? source : "HTTP " + status + ", " + detail.message();
    if (status == 429 || (detail != null && detail.kind() == Kind.RATE_LIMITED)) {
      return new RpcFailure(Kind.RATE_LIMITED, Cause.RATE, message);
    }
    if (status == 500 && detail != null && detail.cause() == Cause.TOO_LARGE) {
      return new RpcFailure(Kind.REFUSED, Cause.TOO_LARGE, message);
    }
    return switch (status) {
      case 413 -> new RpcFailure(Kind.REFUSED, Cause.TOO_LARGE, message);
      case 400, 405, 415, 422, 501 ->
          new RpcFailure(Kind.REFUSED, calls > 1 ? Cause.TOO_LARGE : Cause.DENIED, message);
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

  /**
   * Returns the time that a {@code Retry-After} header asks to wait (RFC 9110, 10.2.3: seconds, or
   * a date), from zero to an hour.
   *
   * @param header null if there was none
   * @return null if there is no header or it cannot be parsed
   */
  static Duration retryAfter(String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > MAX_DIGITS
          ? LONGEST_RETRY_AFTER
          : bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(now, until));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait;
  }

  private static RpcFailure unreachable(String message) {
    return new RpcFailure(Kind.UNREACHABLE, Cause.CONNECT, message);
  }
}
