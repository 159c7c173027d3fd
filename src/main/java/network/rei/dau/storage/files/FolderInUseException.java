package network.rei.dau.storage.files;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.storage.StorageException;

/** The cache folder is held by a process. */
public final class FolderInUseException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final String holder;
  private final transient Optional<URI> operations;

  /**
   * @param pid of the process that holds it; blank if that is not known
   */
  FolderInUseException(Path folder, String pid, Optional<URI> operations) {
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

  /** Who holds it, such as {@code process 4711}. */
  public String holder() {
    return holder;
  }

  /** Where the process takes operations by hand; empty if it does not. */
  public Optional<URI> operations() {
    return operations;
  }
}
