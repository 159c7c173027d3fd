package network.rei.dau.e2e;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Reserves ports for servers whose port must be known before they start, or that listen on the same
 * port again.
 *
 * <p>The ports are below those that operating systems assign to connections (32768 and higher on
 * Linux). This process holds the UDP port of the same number until it ends, so that no other test
 * reserves the port, in this process or in another one.
 */
public final class Ports {

  private static final int FIRST = 16_000;
  private static final int END = 32_000;

  /** Keeps the sockets reachable, since an unreachable one may be closed. */
  private static final List<DatagramSocket> HELD = new ArrayList<>();

  private static int next = FIRST;

  private Ports() {}

  /** Returns a free port that no other test receives. */
  public static synchronized int reserve() throws IOException {
    while (next < END) {
      int port = next++;
      if (hold(port) && isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port between " + FIRST + " and " + END + " is free");
  }

  private static boolean hold(int port) {
    try {
      HELD.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns whether nothing listens on a port. The socket does not listen itself: a process that is
   * being started inherits it for a moment, and the server could not listen in that time.
   */
  private static boolean isFree(int port) {
    try (Socket socket = new Socket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
