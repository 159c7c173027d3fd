package network.rei.dau.storage.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.jdbc.StorageProcessIT;

/** Holds a cache folder until its standard input ends; says "held", or why not. */
public final class LockingProcess {

  private LockingProcess() {}

  public static void main(String[] args) throws IOException {
    try (CacheFolder folder = CacheFolder.open(Path.of(args[0]), Clock.systemUTC())) {
      System.out.println(
          StorageProcessIT.ANSWER + (folder.movedAside().isEmpty() ? "held" : "moved"));
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (StorageException e) {
      System.out.println(StorageProcessIT.ANSWER + e.getMessage());
    }
  }
}
