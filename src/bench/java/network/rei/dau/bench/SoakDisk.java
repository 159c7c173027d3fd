package network.rei.dau.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import network.rei.dau.e2e.MountedDisk;

/** A disk for the cache folder that can be filled, if this user can mount one. */
final class SoakDisk implements AutoCloseable {

  private static final int SIZE_MEGABYTES = 768;
  private static final int CHUNK = 64 * 1024;
  private static final int PAGE = 4096;

  private final Path folder;
  private final Optional<MountedDisk> disk;

  /** Mounts the disk; if that is not possible, the folder is an ordinary one. */
  SoakDisk(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.disk = MountedDisk.mount(folder, SIZE_MEGABYTES);
  }

  /** Returns whether the disk is mounted, so that it can be filled. */
  boolean canBeFilled() {
    return disk.isPresent();
  }

  Path folder() {
    return folder;
  }

  /** Fills the disk until a number of bytes are free; a later call fills freed space too. */
  void fillTo(long free) throws IOException {
    try (OutputStream file =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int piece : new int[] {CHUNK, PAGE}) {
        byte[] zeros = new byte[piece];
        while (folder.toFile().getUsableSpace() - piece >= free) {
          file.write(zeros);
        }
      }
    } catch (IOException e) {
      if (folder.toFile().getUsableSpace() > CHUNK) {
        throw e;
      }
      // The service has used the last bytes.
    }
  }

  /** Deletes the file that fills the disk. */
  void empty() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    if (disk.isPresent()) {
      disk.get().close();
    }
  }
}
