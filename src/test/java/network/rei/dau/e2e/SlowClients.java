package network.rei.dau.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Slow clients: one half sends its requests a byte a second, the other half requests a large answer
 * and does not read it. A client whose connection the service closes connects again, so that their
 * number is constant.
 */
final class SlowClients implements AutoCloseable {

  /** Smaller than an answer, so that the rest of the answer remains in the service. */
  private static final int RECEIVE_BYTES = 4 * 1024;

  private static final byte[] BEGIN =
      "GET /alive HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(US_ASCII);
  private static final ByteBuffer MORE = ByteBuffer.wrap(new byte[] {'x'}).asReadOnlyBuffer();

  private final InetSocketAddress service;
  private final byte[] large;
  private final List<SocketChannel> senders = new ArrayList<>();
  private final List<SocketChannel> readers = new ArrayList<>();
  private final LongAdder closedByService = new LongAdder();
  private final ScheduledExecutorService sending = Executors.newSingleThreadScheduledExecutor();

  private SlowClients(URI service, String large) {
    this.service = new InetSocketAddress(service.getHost(), service.getPort());
    this.large = ("GET " + large + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII);
  }

  /**
   * Connects the clients.
   *
   * @param large the path that readers request, whose answer exceeds the buffers of sockets
   */
  static SlowClients connect(URI service, int count, String large) throws IOException {
    SlowClients clients = new SlowClients(service, large);
    for (int i = 0; i < count / 2; i++) {
      clients.senders.add(clients.connected(BEGIN));
      clients.readers.add(clients.connected(clients.large));
    }
    var unused = clients.sending.scheduleWithFixedDelay(clients::dribble, 1, 1, TimeUnit.SECONDS);
    return clients;
  }

  /** Returns how many connections of sending clients the service has closed. */
  long closedByService() {
    return closedByService.sum();
  }

  private SocketChannel connected(byte[] first) throws IOException {
    SocketChannel client = SocketChannel.open();
    client.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
    client.connect(service);
    client.configureBlocking(false);
    client.write(ByteBuffer.wrap(first));
    return client;
  }

  private void dribble() {
    for (int i = 0; i < senders.size(); i++) {
      if (!isOpenAfterOneByteMore(senders.get(i))) {
        closedByService.increment();
        try {
          senders.get(i).close();
          senders.set(i, connected(BEGIN));
        } catch (IOException e) {
          // The next attempt follows in a second; the test counts the open connections.
        }
      }
    }
  }

  private static boolean isOpenAfterOneByteMore(SocketChannel client) {
    try {
      client.write(MORE.duplicate());
      return client.read(ByteBuffer.allocate(1)) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    sending.shutdownNow();
    try {
      sending.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (SocketChannel client : senders) {
      client.close();
    }
    for (SocketChannel client : readers) {
      client.close();
    }
  }
}
