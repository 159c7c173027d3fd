package network.rei.dau.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Forwards connections to a port of the loopback interface, until the connection is cut. */
final class TcpRelay implements AutoCloseable {

  private enum State {
    FORWARDING,
    /** Connections are closed, as if the other machine refused them. */
    CUT,
    /** Nothing is forwarded, as if packets were dropped. */
    SILENT
  }

  /** Work that is repeated until it fails. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private State state = State.FORWARDING;

  /**
   * Starts a relay at a free port of an address.
   *
   * @param target the port on the loopback interface
   */
  TcpRelay(InetAddress address, int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(
        () -> {
          while (true) {
            accept();
          }
        });
  }

  int port() {
    return server.getLocalPort();
  }

  /** Closes all connections, and each further one. */
  void cut() {
    become(State.CUT);
    closeAll();
  }

  /** Forwards nothing any more, without closing a connection. */
  void silence() {
    become(State.SILENT);
  }

  /** Forwards further connections again; those from before are closed. */
  void restore() {
    closeAll();
    become(State.FORWARDING);
  }

  private void accept() throws IOException {
    Socket from = server.accept();
    sockets.add(from);
    State now = current();
    if (now == State.CUT) {
      from.close();
    } else if (now == State.FORWARDING) {
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(to);
      daemon(() -> pump(from, to));
      daemon(() -> pump(to, from));
    }
  }

  private void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        awaitForwarding(from);
        out.write(buffer, 0, length);
      }
    }
  }

  private synchronized void awaitForwarding(Socket from) {
    while (state == State.SILENT && !from.isClosed()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized State current() {
    return state;
  }

  private synchronized void become(State next) {
    state = next;
    notifyAll();
  }

  private void closeAll() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    sockets.clear();
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two sockets is closed.
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}
