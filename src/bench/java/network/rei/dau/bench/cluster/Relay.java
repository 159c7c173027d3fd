package network.rei.dau.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.rei.dau.e2e.Ports;

/**
 * Forwards the connections of one node to a server on the loopback interface of this machine. It
 * can refuse them, or hold back what is sent over them, so that one node loses a server that the
 * others still reach.
 */
final class Relay implements AutoCloseable {

  private static final int BACKLOG = 50;
  private static final int BUFFER = 16 * 1024;

  private final InetSocketAddress address;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object gate = new Object();
  private ServerSocket server;
  private boolean held;

  /**
   * Starts to forward.
   *
   * @param host the address on which the node reaches the relay
   * @param target a port of the loopback interface
   */
  Relay(String host, int target) throws IOException {
    this.address = new InetSocketAddress(InetAddress.getByName(host), Ports.reserve());
    this.target = target;
    listen();
  }

  /** Returns {@code host:port}. */
  String authority() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private synchronized void listen() throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(address, BACKLOG);
    ServerSocket accepting = server;
    daemon(() -> accept(accepting));
  }

  private void accept(ServerSocket accepting) throws IOException {
    while (true) {
      Socket from = accepting.accept();
      open.add(from);
      try {
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(to);
        daemon(() -> pump(from, to));
        daemon(() -> pump(to, from));
      } catch (IOException e) {
        close(from); // The server is away, so the connection ends as it would without a relay.
      }
    }
  }

  private void pump(Socket from, Socket to) throws IOException {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitRelease();
        out.write(buffer, 0, read);
      }
    } finally {
      close(from);
      close(to);
    }
  }

  private void awaitRelease() throws IOException {
    synchronized (gate) {
      while (held) {
        try {
          gate.wait();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }
  }

  /** Closes all connections and refuses new ones. */
  synchronized void refuse() throws IOException {
    server.close();
    closeAll();
  }

  /** Accepts connections again after {@link #refuse}. */
  void restore() throws IOException {
    listen();
  }

  /** Accepts connections, but forwards nothing. */
  void hold() {
    synchronized (gate) {
      held = true;
    }
  }

  /** Forwards again after {@link #hold}, beginning with what was held back. */
  void release() {
    synchronized (gate) {
      held = false;
      gate.notifyAll();
    }
  }

  @Override
  public void close() {
    try {
      refuse();
      release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void closeAll() {
    open.forEach(this::close);
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is lost either way.
    }
  }

  /** Work that ends with its connection. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the sockets is closed.
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }
}
