package network.rei.dau.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A disk in memory of its own for the cache folder, which can be filled; it takes root to mount.
 */
final class SoakDisk implements AutoCloseable {

  private static final int SIZE_MEGABYTES = 768;
  private static final int CHUNK = 64 * 1024;
  private static final int PAGE = 4096;

  private final Path folder;
  private final boolean mounted;

  /** Mounts it, or if that is not possible leaves the folder as it is. */
  SoakDisk(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Files.createDirectories(folder);
    this.mounted =
        run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + SIZE_MEGABYTES + "m",
            "tmpfs",
            folder.toString());
  }

  /** Whether it can be filled. */
  boolean canBeFilled() {
    return mounted;
  }

  Path folder() {
    return folder;
  }

  /** Leaves so many bytes free, and again when more have become so. */
  void fillTo(long free) throws IOException {
    try (OutputStream file =
        Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
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
      // Somebody else took the last of it.
    }
  }

  /** There is room again. */
  void empty() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      try {
        run("umount", "-l", folder.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
