package network.rei.dau.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A small file system in memory that is mounted on a folder; only root can mount it. */
public final class MountedDisk implements AutoCloseable {

  private final Path folder;

  private MountedDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts a disk on a new folder; returns empty if this user cannot mount. */
  public static Optional<MountedDisk> mount(Path folder, int megabytes)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString())
        ? Optional.of(new MountedDisk(folder))
        : Optional.empty();
  }

  /** Changes options of the file system, such as {@code ro} or {@code size=64m}. */
  void remount(String options) throws IOException, InterruptedException {
    if (!run("mount", "-o", "remount," + options, folder.toString())) {
      throw new IOException(folder + " cannot be remounted with " + options);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", "-l", folder.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
