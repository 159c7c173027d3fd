package network.rei.dau.e2e;

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

/**
 * Forwards connections to a port of the loopback interface. It can refuse them, or hold back what
 * is sent over them, so that one node loses a server that others still reach. Thread-safe.
 */
public final class TcpRelay implements AutoCloseable {

  private static final int BACKLOG = 50;
  private static final int BUFFER = 16 * 1024;

  /** Work that ends with its connection. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private final InetSocketAddress address;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ServerSocket server;
  private boolean held;

  /**
   * Starts a relay at a port of an address that no other test receives.
   *
   * @param target the port on the loopback interface
   */
  public TcpRelay(InetAddress address, int target) {
    try {
      this.address = new InetSocketAddress(address, Ports.reserve());
      this.target = target;
      listen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return address.getPort();
  }

  /** Returns {@code host:port}. */
  public String authority() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Closes all connections, and refuses further ones. */
  public synchronized void refuse() {
    try {
      server.close();
      for (Socket socket : open) {
        close(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Accepts connections, but forwards nothing, as if packets were dropped. */
  public synchronized void hold() {
    held = true;
  }

  /** Ends {@link #refuse} and {@link #hold}, and forwards what was held back. */
  public synchronized void restore() {
    held = false;
    notifyAll();
    if (server.isClosed()) {
      try {
        listen();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void listen() throws IOException {
    ServerSocket accepting = new ServerSocket();
    accepting.setReuseAddress(true);
    accepting.bind(address, BACKLOG);
    server = accepting;
    daemon(
        () -> {
          while (true) {
            connect(accepting.accept());
          }
        });
  }

  private void connect(Socket from) {
    synchronized (this) {
      open.add(from);
      if (server.isClosed()) {
        close(from);
        return;
      }
    }
    try {
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(to);
      daemon(() -> pump(from, to));
      daemon(() -> pump(to, from));
    } catch (IOException e) {
      close(from); // The server is away, so the connection ends as it would without a relay.
    }
  }

  private void pump(Socket from, Socket to) throws IOException {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitRestore();
        out.write(buffer, 0, read);
      }
    } finally {
      close(from);
      close(to);
    }
  }

  private synchronized void awaitRestore() throws IOException {
    while (held) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is lost either way.
    }
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

  @Override
  public synchronized void close() {
    refuse();
    held = false;
    notifyAll();
  }
}
