package network.rei.dau.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An HTTP response before it is sent, which mutations change. */
final class Reply {

  /** What happens to the connection. */
  enum Transmission {
    /** The response is sent as it is. */
    NORMAL,
    /** The connection is closed without a response. */
    CLOSED,
    /** The connection is reset without a response. */
    RESET,
    /** Nothing is sent until the client closes the connection. */
    SILENT,
    /** Half of the body is sent, and the connection is closed. */
    CUT,
    /** The body is sent in pieces of a few bytes, with pauses. */
    DRIBBLING,
    /** Spaces are sent until the client closes the connection or 64 MiB were sent. */
    ENDLESS
  }

  /** One header. */
  record Header(String name, String value) {}

  int status = 200;
  final List<Header> headers = new ArrayList<>();
  byte[] body;
  Transmission transmission = Transmission.NORMAL;

  /** The Content-Length that is sent; null for the right one. */
  String contentLength;

  Reply(byte[] body) {
    this.body = body;
    headers.add(new Header("Content-Type", "application/json"));
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  void text(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
  }

  void header(String name, String value) {
    headers.removeIf(header -> header.name().equalsIgnoreCase(name));
    headers.add(new Header(name, value));
  }

  byte[] head() {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
    headers.forEach(
        header -> head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    if (!contentLengthIsOmitted()) {
      head.append("Content-Length: ")
          .append(contentLength == null ? Integer.toString(body.length) : contentLength)
          .append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private boolean contentLengthIsOmitted() {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase("Transfer-Encoding"));
  }
}
