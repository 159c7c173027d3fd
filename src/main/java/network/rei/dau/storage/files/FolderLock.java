package network.rei.dau.storage.files;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.rei.dau.storage.StorageException;

/**
 * The file {@code lock} of a folder. The operating system unlocks it when the process ends, however
 * it ends. The file contains the id of the last process that locked it, and on a second line the
 * address of its maintenance endpoint, if it has one.
 */
final class FolderLock {

  private static final String FILE = "lock";
  private static final int LONGEST_TEXT = 512;

  /**
   * Folders that this process has locked. They are checked before the file is opened, because on
   * POSIX systems closing any channel of a file releases all locks of the process on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  // Far behind the process id, which other processes can read even where locks are mandatory.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path folder;
  private final FileChannel channel;
  private final boolean isNew;

  private FolderLock(Path folder, FileChannel channel) throws IOException {
    this.folder = folder;
    this.channel = channel;
    this.isNew = channel.size() == 0;
  }

  /**
   * @throws StorageException if the folder is locked already, or cannot be written to
   */
  static FolderLock take(Path named) {
    Path folder;
    try {
      folder = named.toRealPath();
    } catch (IOException e) {
      throw cannotLock(named, e);
    }
    if (!HELD.add(folder)) {
      throw new FolderInUseException(
          named, ProcessHandle.current().pid() + " (this one)", Optional.empty());
    }
    try {
      return lock(named, folder);
    } catch (IOException e) {
      HELD.remove(folder);
      throw cannotLock(named, e);
    } catch (RuntimeException | Error e) {
      HELD.remove(folder);
      throw e;
    }
  }

  /** Returns whether a folder has the file of its lock. */
  static boolean exists(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  private static FolderLock lock(Path named, Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PrivateFolders.ownerOnlyFile(file));
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw inUse(named, channel);
      }
      FolderLock taken = new FolderLock(folder, channel);
      if (taken.isNew()) {
        PrivateFolders.giveToOwnerOfFolder(file);
      }
      return taken;
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** Returns whether {@link #sign} was never called for this folder. */
  boolean isNew() {
    return isNew;
  }

  /** Writes the id of this process into the file. */
  void sign() {
    write("");
  }

  /** Writes the address of the maintenance endpoint into the file. */
  void announce(URI operations) {
    write(operations + "\n");
  }

  private void write(String more) {
    try {
      byte[] text =
          (ProcessHandle.current().pid() + "\n" + more).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(text), 0);
    } catch (IOException e) {
      throw cannotLock(folder, e);
    }
  }

  void release() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException("cannot unlock " + folder + ": " + PrivateFolders.reason(e), e);
    } finally {
      HELD.remove(folder);
    }
  }

  private static FolderInUseException inUse(Path folder, FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_TEXT);
    int length = Math.max(0, channel.read(text, 0));
    String[] lines =
        new String(text.array(), 0, length, StandardCharsets.US_ASCII).strip().split("\n", 2);
    return new FolderInUseException(
        folder,
        lines[0].matches("\\d+") ? lines[0] : "",
        lines.length < 2 ? Optional.empty() : uri(lines[1]));
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static StorageException cannotLock(Path folder, IOException e) {
    return new StorageException("cannot lock " + folder + ": " + PrivateFolders.reason(e), e);
  }
}
