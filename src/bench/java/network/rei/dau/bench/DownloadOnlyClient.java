package network.rei.dau.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Downloads all blocks in batches of 200 over 16 connections and discards them, which is the lower
 * bound of the time of any client. It parses only the lengths of the responses.
 *
 * <p>Arguments: the URL of the node, the number of blocks. It uses only the JDK, so that it starts
 * quickly.
 */
public final class DownloadOnlyClient {

  private static final int CONNECTIONS = 16;
  private static final int BATCH = 200;
  private static final String LENGTH = "content-length:";

  private final URI url;
  private final int blocks;
  private final AtomicInteger next = new AtomicInteger();

  private DownloadOnlyClient(URI url, int blocks) {
    this.url = url;
    this.blocks = blocks;
  }

  public static void main(String[] args) throws InterruptedException {
    DownloadOnlyClient client =
        new DownloadOnlyClient(URI.create(args[0]), Integer.parseInt(args[1]));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread thread = new Thread(client::download);
      thread.setUncaughtExceptionHandler(
          (failedThread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void download() {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      byte[] buffer = new byte[1 << 16];
      for (int first = next.getAndAdd(BATCH); first < blocks; first = next.getAndAdd(BATCH)) {
        socket.getOutputStream().write(request(first, Math.min(blocks, first + BATCH)));
        discard(in, buffer);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] request(int from, int to) {
    StringBuilder body = new StringBuilder("[");
    for (int number = from; number < to; number++) {
      body.append(number == from ? "" : ",")
          .append("{\"jsonrpc\":\"2.0\",\"method\":\"eth_getBlockByNumber\",\"params\":[\"0x")
          .append(Integer.toHexString(number))
          .append("\",true],\"id\":")
          .append(number)
          .append('}');
    }
    body.append(']');
    String head =
        "POST / HTTP/1.1\r\nHost: node\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void discard(InputStream in, byte[] buffer) throws IOException {
    long left = -1;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        left = Long.parseLong(line.substring(LENGTH.length()).trim());
      }
    }
    if (left < 0) {
      throw new IOException("the response of the node has no Content-Length");
    }
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException();
      }
      left -= read;
    }
  }

  /** Returns a line of a head of HTTP without its end. */
  static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
