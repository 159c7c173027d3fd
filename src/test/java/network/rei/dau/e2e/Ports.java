package network.rei.dau.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reserves ports for servers whose port must be known before they start, or that listen on the same
 * port again.
 *
 * <p>The ports are below those that operating systems assign to connections (32768 and higher on
 * Linux), and a locked file in the temporary folder reserves each of them until this process ends,
 * so that no other test uses it, in this process or in another one.
 */
public final class Ports {

  private static final int FIRST = 16_000;
  private static final int END = 32_000;
  private static final Path FOLDER =
      Path.of(System.getProperty("java.io.tmpdir"), "rei-dau-test-ports");

  /** Keeps the locks reachable, since a lock ends with its channel. */
  private static final List<FileLock> LOCKS = new ArrayList<>();

  private static int next = FIRST;

  private Ports() {}

  /** Returns a free port that no other test receives. */
  public static synchronized int reserve() throws IOException {
    Files.createDirectories(FOLDER);
    while (next < END) {
      int port = next++;
      if (lock(port) && isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port between " + FIRST + " and " + END + " is free");
  }

  private static boolean lock(int port) throws IOException {
    FileChannel channel =
        FileChannel.open(
            FOLDER.resolve(String.valueOf(port)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        LOCKS.add(lock);
        return true;
      }
    } catch (OverlappingFileLockException e) {
      // Another class loader of this process holds the lock.
    }
    channel.close();
    return false;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }
}
