package network.rei.dau.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for those who must know them beforehand, or listen on one again. They are below those that
 * systems give to connections, and to servers that take any (32768 and higher on Linux), so that
 * nobody gets one in between.
 */
final class Ports {

  private static final int FIRST = 16_000;
  private static final int COUNT = 16_000;

  /** Begins anywhere, for who runs tests twice at a time; gives none twice. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private Ports() {}

  /** One that was free a moment ago. */
  static int free() throws IOException {
    IOException taken = new IOException("no port is free");
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + NEXT.getAndIncrement() % COUNT;
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        taken = e;
      }
    }
    throw taken;
  }
}
