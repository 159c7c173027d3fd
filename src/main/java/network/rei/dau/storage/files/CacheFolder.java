package network.rei.dau.storage.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;

/**
 * The cache folder, held by this process alone from {@link #open} to {@link #close} or the
 * process's end, whatever ends it.
 *
 * <p>It holds the database, the published files and the lock. The first start in a folder that the
 * Node.js version used moves that version's files aside, since ours have the same names.
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
   * Takes the folder; creates it, for its owner only, if it is not there.
   *
   * @param clock names the folder that the Node.js version's files are moved to
   * @throws FolderInUseException if another process (or this one) holds it
   * @throws StorageException if it cannot be made
   */
  public static CacheFolder open(Path path, Clock clock) {
    PrivateFolders.create(path);
    FolderLock lock = FolderLock.take(path);
    try {
      // The lock file has a process id in it once a start of ours got past this point; from then
      // on the files are ours, whether or not the database is kept here.
      boolean first = lock.isNew() && Files.notExists(path.resolve(StoreSettings.DATABASE));
      List<Path> moved = first ? moveAside(path, clock) : List.of();
      lock.sign();
      return new CacheFolder(path, lock, moved);
    } catch (RuntimeException | Error e) {
      lock.release();
      throw e;
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

  /** The folder, as it was named. */
  public Path path() {
    return path;
  }

  /**
   * Tells other processes that find the folder in use where this one takes operations by hand.
   *
   * @see FolderInUseException#operations
   */
  public void announce(URI operations) {
    lock.announce(operations);
  }

  /** Where this start moved the Node.js version's files to; empty if there were none. */
  public List<Path> movedAside() {
    return movedAside;
  }

  /** Lets another process have the folder. */
  @Override
  public void close() {
    lock.release();
  }
}
