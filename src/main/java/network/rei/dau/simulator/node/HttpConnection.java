package network.rei.dau.simulator.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import network.rei.dau.simulator.chain.ByteArrayBuilder;

/**
 * One HTTP/1.1 connection on a plain socket, which can also violate the protocol: announce more
 * bytes than it sends, close or reset the connection. One thread uses it.
 */
public final class HttpConnection implements Closeable {

  private static final int BUFFER = 64 * 1024;
  private static final int MAX_LINE = 16 * 1024;
  private static final int DRIP_MILLIS = 1000;
  private static final byte[] SPACE = {' '};

  /** The connection is closed at a longer body. */
  private static final long MAX_DRAINED = 256L << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Duration keepAlive;
  private final int maxBody;
  private final NodeCounters counters;
  private final byte[] buffer = new byte[BUFFER];
  private int buffered;

  /**
   * An HTTP request.
   *
   * @param method the method, such as {@code POST}
   * @param body the bytes of the body, or null if it was too large
   * @param acceptsGzip whether the client accepts gzip
   * @param last whether the connection is closed after the response
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(String method, byte[] body, boolean acceptsGzip, boolean last) {}

  HttpConnection(Socket socket, Duration keepAlive, int maxBody, NodeCounters counters)
      throws IOException {
    this.socket = socket;
    this.keepAlive = keepAlive;
    this.maxBody = maxBody;
    this.counters = counters;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(keepAlive.toMillis()));
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    out = socket.getOutputStream();
  }

  /**
   * Reads the next request; returns null if the client has closed the connection.
   *
   * @throws java.net.SocketTimeoutException if no request arrives within the keep-alive time
   */
  Request read() throws IOException {
    String line = readLine();
    if (line == null) {
      return null;
    }
    String[] words = line.split(" ", 3);
    long length = 0;
    boolean gzip = false;
    boolean last = line.endsWith("HTTP/1.0");
    for (String header = readLine(); header != null && !header.isEmpty(); header = readLine()) {
      int colon = header.indexOf(':');
      String name = header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      String value = header.substring(colon + 1).trim().toLowerCase(Locale.ROOT);
      switch (name) {
        case "content-length" -> length = Long.parseLong(value);
        case "transfer-encoding" -> length = -1;
        case "accept-encoding" -> gzip = value.contains("gzip");
        case "connection" -> last |= value.equals("close");
        case "expect" -> writeNow("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        default -> {}
      }
    }
    byte[] body = length < 0 ? readChunks() : readBody(length);
    return new Request(words[0], body, gzip, last);
  }

  private byte[] readBody(long length) throws IOException {
    if (length > MAX_DRAINED) {
      throw new IOException("the body has " + length + " bytes");
    }
    if (length > maxBody) {
      in.skipNBytes(length);
      return null;
    }
    byte[] body = in.readNBytes((int) length);
    if (body.length < length) {
      throw new IOException("the client closed the connection within its request");
    }
    return body;
  }

  private byte[] readChunks() throws IOException {
    ByteArrayBuilder body = new ByteArrayBuilder(1024);
    long length = 0;
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      length += size;
      byte[] chunk = readBody(size);
      if (chunk != null && length <= maxBody) {
        body.ascii(chunk);
      }
      readLine();
    }
    readLine();
    return length > maxBody ? null : body.toBytes();
  }

  private long chunkSize() throws IOException {
    String line = readLine();
    if (line == null) {
      throw new IOException("the client closed the connection within its request");
    }
    return Long.parseLong(line.replaceFirst(";.*", "").trim(), 16);
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (line.length() == MAX_LINE) {
        throw new IOException("a line is longer than " + MAX_LINE + " bytes");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  public void send(HttpResponse response) throws IOException {
    sendWithLength(response, response.length());
  }

  /** Sends a response with any Content-Length. */
  void sendWithLength(HttpResponse response, long contentLength) throws IOException {
    sendHead(response, "Content-Length: " + contentLength);
    for (byte[] piece : response.pieces()) {
      write(piece);
    }
    flush();
  }

  /** Sends the head of a response whose body is sent in chunks. */
  public void startChunks(HttpResponse head) throws IOException {
    sendHead(head, "Transfer-Encoding: chunked");
    flush();
  }

  public void sendChunk(byte[] chunk) throws IOException {
    write((Integer.toHexString(chunk.length) + "\r\n").getBytes(ISO_8859_1));
    write(chunk);
    write("\r\n".getBytes(ISO_8859_1));
    flush();
  }

  private void sendHead(HttpResponse response, String length) throws IOException {
    String head =
        "HTTP/1.1 "
            + response.status()
            + " "
            + HttpResponse.reason(response.status())
            + "\r\nContent-Type: "
            + response.contentType()
            + "\r\n"
            + response.headers()
            + length
            + "\r\nKeep-Alive: timeout="
            + keepAlive.toSeconds()
            + "\r\n\r\n";
    write(head.getBytes(ISO_8859_1));
  }

  private void write(byte[] bytes) throws IOException {
    if (bytes.length > BUFFER - buffered) {
      flush();
      if (bytes.length > BUFFER) {
        writeNow(bytes);
        return;
      }
    }
    System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
    buffered += bytes.length;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, buffered);
    counters.sent(buffered);
    buffered = 0;
  }

  private void writeNow(byte[] bytes) throws IOException {
    out.write(bytes);
    counters.sent(bytes.length);
  }

  /** Sends nothing until the client closes the connection or the socket is closed. */
  public void hang() throws IOException {
    socket.setSoTimeout(0);
    while (in.read() >= 0) {
      // The node does not answer further requests either.
    }
  }

  /**
   * Sends the start of a response, and a byte each second until the client closes the connection.
   */
  public void drip() throws IOException {
    sendHead(HttpResponse.json(List.of()), "Content-Length: " + Integer.MAX_VALUE);
    socket.setSoTimeout(DRIP_MILLIS);
    int read = 0;
    while (read >= 0) {
      write(SPACE);
      flush();
      try {
        read = in.read();
      } catch (SocketTimeoutException e) {
        // The next byte is due.
      }
    }
  }

  /** Makes {@link #close} reset the connection. */
  public void resetAtClose() throws IOException {
    socket.setSoLinger(true, 0);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
