package network.rei.dau.simulator.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An HTTP response.
 *
 * @param status the HTTP status
 * @param contentType the content type of the body
 * @param headers further header lines, each ending with CR LF
 * @param pieces the body, in pieces that are sent one after the other
 */
public record HttpResponse(int status, String contentType, String headers, List<byte[]> pieces) {

  static final String JSON = "application/json; charset=utf-8";
  static final String HTML = "text/html; charset=utf-8";

  public static HttpResponse json(List<byte[]> pieces) {
    return new HttpResponse(200, JSON, "", pieces);
  }

  public static HttpResponse json(String body) {
    return json(List.of(body.getBytes(UTF_8)));
  }

  /** Returns an error page like those of Express. */
  static HttpResponse html(int status, String message) {
    return page(
        status,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<title>Error</title>\n</head>\n<body>\n<pre>"
            + message
            + "</pre>\n</body>\n</html>\n");
  }

  /** Returns an error page like those of nginx. */
  public static HttpResponse gatewayPage(int status) {
    String title = status + " " + reason(status);
    return page(
        status,
        "<html>\r\n<head><title>"
            + title
            + "</title></head>\r\n<body>\r\n<center><h1>"
            + title
            + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
  }

  private static HttpResponse page(int status, String html) {
    return new HttpResponse(status, HTML, "", List.of(html.getBytes(UTF_8)));
  }

  public HttpResponse withHeader(String name, String value) {
    return new HttpResponse(status, contentType, headers + name + ": " + value + "\r\n", pieces);
  }

  HttpResponse withPieces(List<byte[]> newPieces) {
    return new HttpResponse(status, contentType, headers, newPieces);
  }

  long length() {
    long length = 0;
    for (byte[] piece : pieces) {
      length += piece.length;
    }
    return length;
  }

  /** Returns the first bytes of the body in one array. */
  byte[] firstBytes(long count) {
    byte[] body = new byte[Math.toIntExact(count)];
    int filled = 0;
    for (byte[] piece : pieces) {
      int taken = Math.min(piece.length, body.length - filled);
      System.arraycopy(piece, 0, body, filled, taken);
      filled += taken;
    }
    return body;
  }

  HttpResponse gzipped() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream((int) (length() / 3) + 64);
    try (GZIPOutputStream gzip = new FastGzip(packed)) {
      for (byte[] piece : pieces) {
        gzip.write(piece);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return withPieces(List.of(packed.toByteArray())).withHeader("Content-Encoding", "gzip");
  }

  static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 411 -> "Length Required";
      case 413 -> "Payload Too Large";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Status " + status;
    };
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
