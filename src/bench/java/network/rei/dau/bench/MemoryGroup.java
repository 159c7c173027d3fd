package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control group that limits the memory of a process as a container does: the system ends a
 * process that needs more. Only root can create one.
 */
final class MemoryGroup implements AutoCloseable {

  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final Path folder;

  private MemoryGroup(Path folder) {
    this.folder = folder;
  }

  /** Creates a group of version 1 or 2; returns nothing if that is not allowed here. */
  static Optional<MemoryGroup> create(String name, long megabytes) {
    boolean first = Files.isDirectory(ROOT.resolve("memory"));
    Path folder = first ? ROOT.resolve("memory").resolve(name) : ROOT.resolve(name);
    Path limit = folder.resolve(first ? "memory.limit_in_bytes" : "memory.max");
    try {
      Files.createDirectories(folder);
      if (Files.exists(limit)) {
        Files.writeString(limit, String.valueOf(megabytes << 20));
        return Optional.of(new MemoryGroup(folder));
      }
      Files.delete(folder);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns a command that runs another one in this group. */
  List<String> command(List<String> command) {
    List<String> inGroup =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "echo $$ > " + folder.resolve("cgroup.procs") + " && exec \"$@\"",
                "sh"));
    inGroup.addAll(command);
    return inGroup;
  }

  /** Removes the group, whose process must have ended. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder);
  }
}
