package network.rei.dau.storage.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;

/**
 * The cache folder, which this process locks from {@link #open} to {@link #close} or to its own
 * end, however it ends.
 *
 * <p>It holds the database, the published files and the lock. The first start in a folder that the
 * Node.js version has used moves the files of that version aside, because the names are the same.
 */
public final class CacheFolder implements AutoCloseable {

  private static final List<String> NODEJS_FILES = List.of("statistics.json", "history.json");

  private final Path path;
  private final FolderLock lock;
  private final List<Path> movedAside;

  private CacheFolder(Path path, FolderLock lock, List<Path> movedAside) {
    this.path = path;
    this.lock = lock;
    this.movedAside = List.copyOf(movedAside);
  }

  /**
   * Locks the folder, after creating it, readable by its owner only, if it does not exist.
   *
   * @param clock the time for the name of the folder that receives the files of the Node.js version
   * @throws FolderInUseException if another process, or this one, has locked the folder
   * @throws StorageException if the folder cannot be created
   */
  public static CacheFolder open(Path path, Clock clock) {
    PrivateFolders.create(path);
    FolderLock lock = FolderLock.take(path);
    try {
      // The lock file contains a process id once this program has started in the folder; from then
      // on the files belong to this program, even if the database is in another place.
      boolean first = lock.isNew() && Files.notExists(path.resolve(StoreSettings.DATABASE));
      List<Path> moved = first ? moveAside(path, clock) : List.of();
      lock.sign();
      return new CacheFolder(path, lock, moved);
    } catch (RuntimeException | Error e) {
      lock.release();
      throw e;
    }
  }

  /**
   * Finds out whether another process has locked a folder, without creating or changing anything.
   *
   * @return empty if the folder is not locked, or does not exist
   * @throws StorageException if the lock cannot be read
   */
  public static Optional<FolderInUseException> holder(Path path) {
    if (!FolderLock.exists(path)) {
      return Optional.empty();
    }
    try {
      FolderLock.take(path).release();
      return Optional.empty();
    } catch (FolderInUseException e) {
      return Optional.of(e);
    }
  }

  private static List<Path> moveAside(Path path, Clock clock) {
    List<Path> found =
        NODEJS_FILES.stream().map(path::resolve).filter(Files::isRegularFile).toList();
    if (found.isEmpty()) {
      return List.of();
    }
    List<Path> moved = new ArrayList<>();
    try {
      Path aside =
          PrivateFolders.createAside(path, "nodejs-" + PrivateFolders.stamp(clock.instant()));
      for (Path file : found) {
        moved.add(
            Files.move(file, aside.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE));
      }
      return moved;
    } catch (IOException e) {
      throw new StorageException(
          "cannot move the Node.js version's files in "
              + path
              + " aside: "
              + PrivateFolders.reason(e),
          e);
    }
  }

  /** Returns the folder as it was named. */
  public Path path() {
    return path;
  }

  /**
   * Writes the address of the maintenance endpoint for processes that find the folder locked.
   *
   * @see FolderInUseException#operations
   */
  public void announce(URI operations) {
    lock.announce(operations);
  }

  /** Returns the places of the moved files of the Node.js version; empty if there were none. */
  public List<Path> movedAside() {
    return movedAside;
  }

  /** Unlocks the folder. */
  @Override
  public void close() {
    lock.release();
  }
}
