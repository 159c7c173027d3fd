package network.rei.dau.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends requests at a constant rate, whether or not the earlier ones have been answered. The
 * latency of a request counts from the moment at which it was due, so that a pause of the service
 * affects all requests that were due during the pause.
 */
final class ConstantRateLoad {

  private static final int CONNECTIONS = 50;
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final long SECOND = 1_000_000_000;

  private final URI service;
  private final String path;

  ConstantRateLoad(URI service, String path) {
    this.service = service;
    this.path = path;
  }

  /**
   * Sends the requests.
   *
   * @return the 99th percentile of the latencies
   * @throws java.util.concurrent.CompletionException if a request is not answered, or not with 200
   */
  Duration run(int perSecond, int seconds) {
    long start = System.nanoTime() + SECOND / 10;
    int each = perSecond * seconds / CONNECTIONS;
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<CompletableFuture<long[]>> running =
          IntStream.range(0, CONNECTIONS)
              .mapToObj(
                  connection ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            long first = start + connection * SECOND / perSecond;
                            return times(first, CONNECTIONS * SECOND / perSecond, each);
                          },
                          threads))
              .toList();
      long[] times =
          running.stream().flatMapToLong(done -> Arrays.stream(done.join())).sorted().toArray();
      return Duration.ofNanos(times[times.length * 99 / 100]);
    } finally {
      threads.shutdown();
    }
  }

  private long[] times(long first, long interval, int count) {
    byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII);
    long[] times = new long[count];
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < count; i++) {
        long due = first + i * interval;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        socket.getOutputStream().write(request);
        in.skipNBytes(contentLength(in));
        times[i] = System.nanoTime() - due;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return times;
  }

  /** Reads the head of a response. */
  private static int contentLength(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(status);
    }
    int length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    if (length < 0) {
      throw new IOException("an answer without its length");
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed within an answer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
