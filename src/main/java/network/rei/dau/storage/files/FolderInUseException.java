package network.rei.dau.storage.files;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.storage.StorageException;

/** Another process has locked the cache folder. */
public final class FolderInUseException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final String holder;
  private final transient Optional<URI> operations;

  /**
   * @param pid of the process that has locked it; blank if unknown
   * @param operations the address of its maintenance endpoint, if it has one
   */
  public FolderInUseException(Path folder, String pid, Optional<URI> operations) {
    this(folder + " is in use by " + name(pid), name(pid), operations);
  }

  private FolderInUseException(String inUse, String holder, Optional<URI> operations) {
    super(inUse + ": stop it, or set CACHE_DIR to another folder");
    this.holder = holder;
    this.operations = operations;
  }

  private static String name(String pid) {
    return pid.isBlank() ? "another process" : "process " + pid;
  }

  /** Returns the process that has locked the folder, such as {@code process 4711}. */
  public String holder() {
    return holder;
  }

  /** Returns the address of its maintenance endpoint; empty if it has none. */
  public Optional<URI> operations() {
    return operations;
  }
}
