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
 * Clients that are as slow as they can be, half of each kind: those that send their request a byte
 * a second, and those that ask for much and never read any of it. Whom the service has enough of
 * comes again, so that there are always as many.
 */
final class SlowClients implements AutoCloseable {

  /** Less than one answer, so that the rest of it must wait in the service. */
  private static final int RECEIVE_BYTES = 4 * 1024;

  private static final byte[] BEGIN =
      "GET /alive HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(US_ASCII);
  private static final ByteBuffer MORE = ByteBuffer.wrap(new byte[] {'x'}).asReadOnlyBuffer();

  private final InetSocketAddress service;
  private final byte[] large;
  private final List<SocketChannel> senders = new ArrayList<>();
  private final List<SocketChannel> readers = new ArrayList<>();
  private final LongAdder turnedAway = new LongAdder();
  private final ScheduledExecutorService dribbling = Executors.newSingleThreadScheduledExecutor();

  private SlowClients(URI service, String large) {
    this.service = new InetSocketAddress(service.getHost(), service.getPort());
    this.large = ("GET " + large + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII);
  }

  /**
   * Connects them.
   *
   * @param large what readers ask for: more than sockets hold
   */
  static SlowClients connect(URI service, int count, String large) throws IOException {
    SlowClients clients = new SlowClients(service, large);
    for (int i = 0; i < count / 2; i++) {
      clients.senders.add(clients.connected(BEGIN));
      clients.readers.add(clients.connected(clients.large));
    }
    var unused = clients.dribbling.scheduleWithFixedDelay(clients::dribble, 1, 1, TimeUnit.SECONDS);
    return clients;
  }

  /** How often the service has closed the connection of one that sends. */
  long turnedAway() {
    return turnedAway.sum();
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
        turnedAway.increment();
        try {
          senders.get(i).close();
          senders.set(i, connected(BEGIN));
        } catch (IOException e) {
          // It is tried again in a second; the test counts who is connected.
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
    dribbling.shutdownNow();
    try {
      dribbling.awaitTermination(10, TimeUnit.SECONDS);
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
