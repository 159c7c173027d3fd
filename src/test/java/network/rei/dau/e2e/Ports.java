package network.rei.dau.e2e;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports for those who must know them beforehand. */
final class Ports {

  private Ports() {}

  /** One that was free a moment ago. */
  static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
